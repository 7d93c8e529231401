"""A person's matches: the directory judged for one person, shown, chosen from."""
