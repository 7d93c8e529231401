"""Directory files into the directory: read, recognize, judge row by row, write all or nothing."""
