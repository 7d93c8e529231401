"""Victim services: the places they protect, and the places of plans they are asked about."""
