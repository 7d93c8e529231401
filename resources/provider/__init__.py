"""What a provider sees and proposes of its own record, through a link that a coordinator gave it."""
