"""Referrals and the letters that carry them."""
