"""Keys, wrapping and sealed text."""
