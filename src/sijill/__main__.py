"""`python -m sijill` is the command `sijill`."""

from sijill.cli import main

main()
