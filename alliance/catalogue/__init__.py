"""What the checklist asks and what guidance says: content files, loaded and checked. Pure."""
