"""The coordinator's desk: what is due, what came in, what conflicts, and how good the directory is."""
