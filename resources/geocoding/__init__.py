"""Where an address lies, found offline: by the directory's own confirmed points, the ZIP code or the city."""
