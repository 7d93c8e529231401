"""What a change in the directory touches: steps of plans, unsent letters and appointments."""
