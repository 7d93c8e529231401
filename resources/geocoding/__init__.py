"""Where an address lies, found offline: from the directory's own confirmed points, its ZIP code or its city."""
