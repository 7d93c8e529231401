"""Geocoders outside of this machine: asked only when switched on, and only about open places of the directory."""
