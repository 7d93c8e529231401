"""What a person allows to be told, the rules of telling, and the record of what was told."""
