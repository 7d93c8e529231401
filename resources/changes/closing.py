"""What it means to the record that a provider closed, pauses, opened again, or moved."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from agency.errors import InvalidError
from agency.languages import to_translate
from resources.changes.fields import value_of
from resources.geography.zip_codes import zip_code
from resources.records.locations import Location

PAST_DAY = to_translate("This day is over. Leave it empty where nobody knows the day.")
MOVED, PAUSED = "moved", "temporarily closed"
CLOSINGS = {
    "defunct": "Closed for good",
    PAUSED: "Temporarily closed",
    "inactive": "Not offered at present",
    "active": "Open (again)",
    MOVED: "Moved to a new address",
}
# What is said once that is written down.
TOLD = {
    "defunct": "Closed for good",
    PAUSED: "Temporarily closed",
    "inactive": "Not offered at present",
    "active": "Open again",
    MOVED: "Moved to the new address",
}


def state(closing: str, until: date | None, today: date) -> dict[str, Any]:
    """What a service says once it is closed, paused until a day (None: nobody knows), or open again.

    InvalidError where that day is over: whoever says so cannot mean it.
    """
    if until and closing == PAUSED and until < today:
        raise InvalidError(PAST_DAY, {"closed_until": [PAST_DAY]})
    return {"status": closing, "closed_until": until.isoformat() if until and closing == PAUSED else None}


def moved(place: Location, address: Mapping[str, str]) -> dict[str, Any]:
    """What a place says once it has moved; the county is that of the ZIP code where nobody names one."""
    known = zip_code(address["postal_code"][:5])
    county = address["region"] or (known.county if known else None) or ""
    new = {"address_2": "", **address, "region": county, "country": "US"}
    # Of a confidential place nobody sees which of its addresses is the old one.
    others = [] if place.confidential else value_of(place, "addresses")[1:]
    return {"addresses": [new, *others]}
