"""Eligibility written as prose, read into the words of eligibility: rules and grammar, no database."""
