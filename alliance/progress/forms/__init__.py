"""Text of an address to what is asked for."""
