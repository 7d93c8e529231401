"""Co-placement: two people under supervision who are not to be housed together, and what that rules out for each."""
