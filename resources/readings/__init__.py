"""What was read from the providers' words: it waits for a coordinator, who decides on each text once."""
