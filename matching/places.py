"""Places: whether a person's address lies in the places a provider serves, by name."""

from matching.answers import MET, NOT_MET, UNKNOWN, Answer, any_of, yes_or_no
from matching.facts import Residence
from matching.names import fold, listed
from matching.reasons import NOT_RECORDED, NOT_UNDERSTOOD, Finding
from resources.eligibility import Value
from resources.geography.states import state_code

CODES = {MET: "lives_there", NOT_MET: "lives_elsewhere", UNKNOWN: "may_live_there"}


def residence(value: Value, home: Residence, own_state: str | None) -> Finding:
    """Must live in one of the places named; own_state is the state of the service."""
    names = listed(value)
    if not names:
        return NOT_UNDERSTOOD
    address = ", ".join(part for part in (home.city, home.county, home.state) if part)
    if not address:
        return NOT_RECORDED
    answer = any_of(lives_in(name, home, own_state) for name in names)
    return Finding(answer, CODES[answer], {"address": address})


def lives_in(name: str, home: Residence, own_state: str | None) -> Answer:
    """Whether the address lies in one place: a state, or a city or county of the service's own state.

    A state's name always means the state ("Washington", "New York").
    """
    if state_code(name):
        return yes_or_no(same_state(home.state, name))
    in_own_state = same_state(home.state, own_state)
    if in_own_state is False:
        return NOT_MET
    if fold(name) in (fold(home.city or ""), fold(home.county or "")):
        return MET if in_own_state or not home.state else UNKNOWN
    # A city alone does not say which county it lies in, nor a county which city.
    return NOT_MET if home.city and home.county else UNKNOWN


def same_state(one: str | None, other: str | None) -> bool | None:
    """Whether two names or codes mean one state; None where either is not known."""
    if not one or not other:
        return None
    return (state_code(one) or fold(one)) == (state_code(other) or fold(other))
