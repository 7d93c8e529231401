"""State line: whether a place is one for which the person needs travel permission."""

from matching.answers import MET, UNKNOWN
from matching.conditions import Conditions
from matching.offer import Offer
from matching.places import same_state
from matching.reasons import Reason


def state_line(conditions: Conditions, offer: Offer) -> list[Reason]:
    """One reason where going there leaves the state that may be left with permission only; never a no by itself."""
    if offer.reach == "telephone" or same_state(conditions.confined_to, offer.state) is not False:
        return []
    params = {"state": offer.state or ""}
    if any(same_state(state, offer.state) for state in conditions.permitted_states):
        return [Reason("state_line", MET, "permitted", params)]
    return [Reason("state_line", UNKNOWN, "permission_needed", params)]
