"""Pages on which clinicians write."""
