"""The first page after log-in, and the search box."""
