"""Two records of one provider: found in a whole directory, and told apart from parents, programs and neighbors."""
