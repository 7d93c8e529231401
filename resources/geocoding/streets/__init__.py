"""Street ranges: which house numbers lie on which side of which piece of street, from the Census Bureau's files."""
