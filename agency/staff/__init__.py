"""Staff accounts: who works here, how they prove it, and how long a log-in lasts."""
