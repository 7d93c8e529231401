"""Keeping the directory true: what is held back, confirmed, called about and due."""
