"""A numbered highway under one name, however it is written: "US-40", "U.S. Highway 40" and "US Hwy 40" are one."""

import re

from resources.geography.states import STATE_NAMES

_WAY = r"(?:highway|hwy|route|rte|rt|road|rd)"
_STATES = "|".join(each.casefold() for pair in STATE_NAMES.items() for each in pair)
# By whose it is, how its number is led up to; where nobody says whose, it may be anybody's.
_UNSAID = "route"
_LED_BY = {
    "us": rf"(?:u\.? ?s\.?|united states)[ -]*{_WAY}?",
    "interstate": r"(?:interstate|i)[ -]*(?:highway|hwy)?",
    "county": rf"(?:county|co\.?)[ -]*{_WAY}|c\.?r\.?",
    "state": rf"(?:state|st\.?)[ -]*{_WAY}|s\.?r\.?|(?:{_STATES})[ -]*(?:state[ -]*)?{_WAY}?",
    _UNSAID: r"(?:highway|hwy|route|rte|rt)\.?",
}
_HIGHWAY = re.compile(
    "|".join(rf"(?P<{whose}>(?:{led}))" for whose, led in _LED_BY.items()).join(
        ("^(?:", r")[ #.-]*(?P<at>\d{1,4}[a-z]?)\b")
    ),
    re.IGNORECASE,
)


def named(street: str) -> tuple[str, int] | None:
    """The one name of the highway that a text begins with ("us 40", "state 2a"), and how many letters it takes.

    "route 40" where the text does not say whose it is; None where it begins with no highway.
    """
    found = _HIGHWAY.match(street)
    if found is None:
        return None
    whose = next(each for each in _LED_BY if found[each] is not None)
    return f"{whose} {found['at'].casefold()}", found.end()


def may_be(street: str) -> tuple[str, ...]:
    """The streets that a name may mean: a highway of which nobody says whose it is may be anybody’s."""
    whose, _, number = street.partition(" ")
    return tuple(f"{each} {number}" for each in _LED_BY) if whose == _UNSAID else (street,)
