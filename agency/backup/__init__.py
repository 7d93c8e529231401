"""Backups: taken while the service runs, verified, restored."""
