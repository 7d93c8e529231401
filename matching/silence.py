"""Silence is not acceptance: what a provider has not said leaves a question open."""

from collections.abc import Iterable, Sequence

from matching.answers import MET, UNKNOWN
from matching.facts import Facts
from matching.offer import Offer
from matching.reasons import Reason
from resources.eligibility import Requirement

OFFENSES = ("sex_offense", "arson", "violent_offense")


def positions(facts: Facts, offer: Offer, binding: Sequence[Requirement]) -> list[Reason]:
    """Where people live or children are: has the provider taken a stand on each offense not ruled out?

    A requirement about the offense answers by itself; one inside a list of alternatives does not.
    """
    if not (offer.residential or offer.minors_on_site):
        return []
    named = {requirement.rule for requirement in binding if not requirement.alt}
    possible = [offense for offense in OFFENSES if getattr(facts.offenses, offense) is not False]
    return [_position(offense, offer, binding) for offense in possible if offense not in named]


def statement(offer: Offer, binding: Iterable[Requirement]) -> list[Reason]:
    """A service nobody has confirmed anything about, and which does not take everyone, must be asked."""
    if offer.open_to_all or any(requirement.confirmed for requirement in binding):
        return []
    return [Reason("no_statement", UNKNOWN, "no_statement")]


def _position(offense: str, offer: Offer, binding: Iterable[Requirement]) -> Reason:
    rule = f"position_{offense}"
    for requirement in binding:
        accepts = requirement.rule == f"accepts_{offense}" and requirement.value is not False
        if accepts and requirement.confirmed:
            return Reason(rule, MET, "accepted", requirement=requirement)
    return Reason(rule, UNKNOWN, "silent_residence" if offer.residential else "silent_minors")
