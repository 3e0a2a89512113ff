"""Breaking things on purpose while people work, and counting what was lost: `make chaos`."""
