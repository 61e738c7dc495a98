"""What goes out: rows, words and formats that the command line and the web share."""
