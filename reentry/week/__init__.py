"""A person's week: what is fixed, what the plan adds, and whether it can be done."""
