"""The fictional agency of a first run."""
