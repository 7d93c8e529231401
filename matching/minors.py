"""Minors: whether somebody on the registry may go where children are, by the agency's own text of law."""

from matching.answers import NOT_MET, UNKNOWN
from matching.conditions import BARRED, Conditions
from matching.facts import Facts
from matching.offer import Offer
from matching.reasons import Param, Reason


def minors(facts: Facts, conditions: Conditions, offer: Offer) -> list[Reason]:
    """One reason where children are on site and the person is, or may be, on the registry.

    Maryland bars registrants from schools and child care (Criminal Procedure §11-722); only an agency that has switched
    its text on has this decided here, everywhere else a person asks.
    """
    if not (conditions.minors and offer.minors_on_site) or facts.registry == "none":
        return []
    law: dict[str, Param] = {"law": conditions.minors_law}
    if facts.registry is None:
        # No sex offense: the registry says nothing that is not known.
        return (
            [] if facts.offenses.sex_offense is False else [Reason("minors", UNKNOWN, "registry_not_checked")]
        )
    if conditions.minors == BARRED:
        return [Reason("minors", NOT_MET, "barred", law)]
    return [Reason("minors", UNKNOWN, "ask")]
