"""How a table of a report becomes a file: CSV, spreadsheet, JSON lines."""
