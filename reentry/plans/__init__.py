"""The release plan a board decides on and the support plan a court follows."""
