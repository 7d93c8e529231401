"""What a text says besides who is served and when: languages, cost, season, addresses on the web, telephone numbers."""
