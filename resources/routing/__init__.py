"""Ways between places of the directory, reckoned by a routing server; asked only when switched on."""
