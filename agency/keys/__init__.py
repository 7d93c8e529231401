"""Keys outside the data and one for each record; changing them, and destroying them by order."""
