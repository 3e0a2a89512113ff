"""What the pages on which clinicians read show."""
