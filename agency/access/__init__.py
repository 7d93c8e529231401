"""Who may do what, to which record: the table of permissions, and who is let in besides."""
