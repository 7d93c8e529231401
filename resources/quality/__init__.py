"""How good the directory is: how complete, how lately verified, and what it has in which county."""
