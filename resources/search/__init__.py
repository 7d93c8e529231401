"""Finding names as they are typed: organizations, services and places, also with typos."""
