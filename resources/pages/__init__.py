"""The directory as people and programs look through it: lists, records, the map."""
