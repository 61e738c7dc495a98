"""Views over stored figures, computed when asked: what agrees, what disagrees and why. Nothing is averaged."""
