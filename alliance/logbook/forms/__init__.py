"""Text to values for clients and logs."""
