"""Client page, caseload, guidance library. No tables."""
