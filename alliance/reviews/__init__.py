"""A supervisor's reading of logs."""
