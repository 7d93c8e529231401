"""The catalog laid out in columns: the same rules and the same order, for a whole caseload at once."""
