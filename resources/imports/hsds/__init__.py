"""Directories in HSDS 3, as JSON."""
