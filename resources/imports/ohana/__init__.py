"""Directories in the CSV tables of Ohana, the shape of HSDS 1."""
