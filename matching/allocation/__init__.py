"""Who gets which of the scarce places when many are released at once, by a rule that is stated and can be read."""
