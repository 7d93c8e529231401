"""The directory in the field's own standard, HSDS 3: as an API and as files."""
