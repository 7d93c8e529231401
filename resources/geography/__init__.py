"""States, towns, ZIP codes, addresses taken apart, and how far one point is from another."""
