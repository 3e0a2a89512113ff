"""Pages on which clinicians read."""
