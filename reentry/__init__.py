"""People under supervision, their plans, referrals and letters."""
