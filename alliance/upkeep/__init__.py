"""Keeping it running: backup and restore, moving house, whether all is well."""
