"""What set-up does once: third-party browser assets put where pages find them."""
