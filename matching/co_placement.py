"""Co-placement: whether a residence is one to be kept free of this person, for the sake of somebody who lives there."""

from matching.answers import NOT_MET, UNKNOWN
from matching.conditions import Conditions
from matching.offer import Offer
from matching.reasons import Reason


def co_placement(conditions: Conditions, offer: Offer) -> list[Reason]:
    """One reason where the person would live at a place to keep clear of; where one only goes, none.

    What is only proposed for the other is to be confirmed. No reason says who the other is, or why.
    """
    kept = [each for each in conditions.kept_clear if offer.residential and each.holds(offer)]
    if any(each.certain for each in kept):
        return [Reason("co_placement", NOT_MET, "kept_clear")]
    return [Reason("co_placement", UNKNOWN, "to_confirm")] if kept else []
