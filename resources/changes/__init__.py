"""Changes of directory records: proposed with before and after, approved, kept for good, undone where wrong."""
