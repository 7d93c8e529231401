"""Freshness: how long ago somebody of this agency last went over a service's record with the provider."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, true

from resources.records.services import Service

# Days: a quarter, half a year, a year.
_QUARTER, _HALF_YEAR, _YEAR = 91, 182, 365


@dataclass(frozen=True)
class Age:
    """A span of days since the last verification, from the first to the last of them; None: without end."""

    label: str
    first: int | None
    last: int | None


AGES: Mapping[str, Age] = {
    "under-3": Age("less than 3 months ago", None, _QUARTER - 1),
    "3-to-6": Age("3 to 6 months ago", _QUARTER, _HALF_YEAR - 1),
    "6-to-12": Age("6 to 12 months ago", _HALF_YEAR, _YEAR),
    "over-12": Age("more than 12 months ago", _YEAR + 1, None),
    "never": Age("never", None, None),
}


def aged(age: str, today: date) -> ColumnElement[bool]:
    """The services last verified so long ago, as seen on a day; a date ahead of it counts as today."""
    span = AGES[age]
    if age == "never":
        return Service.verified_on.is_(None)
    return and_(
        Service.verified_on.is_not(None),
        Service.verified_on <= today - timedelta(span.first) if span.first else true(),
        Service.verified_on >= today - timedelta(span.last) if span.last else true(),
    )
