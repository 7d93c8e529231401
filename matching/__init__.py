"""Which services fit a person, which do not, and why; reads the directory, writes nothing."""
