"""Opening hours written as prose, read into days and times with the words they came from."""
