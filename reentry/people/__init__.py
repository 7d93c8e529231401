"""People under supervision: who they are, what is known of them, what is ordered, what they need."""
