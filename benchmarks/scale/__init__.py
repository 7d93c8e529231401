"""One question put to the index and to the best that can be written by hand, on directories of any size."""
