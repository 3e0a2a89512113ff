"""Who did or read what, and when."""
