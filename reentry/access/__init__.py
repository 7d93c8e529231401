"""Ways into one person's record besides role and office: named staff, people kept apart, emergency access."""
