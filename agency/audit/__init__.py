"""The audit trail: what is written down, that it is whole, how it is read, how long it stays."""
