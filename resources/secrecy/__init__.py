"""What must not be told: services for survivors and the streets of secret places."""
