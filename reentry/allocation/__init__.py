"""The places for one need among everybody who is released soon: a dry run for the supervisor, who decides."""
