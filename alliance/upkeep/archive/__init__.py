"""The file of a backup: its seal, its lines, and the tables they come from and go to."""
