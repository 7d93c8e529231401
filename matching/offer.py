"""An offer: one service at one location, as matching sees it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from matching.evidence import Evidence
from resources.eligibility import Requirement
from resources.records.seasons import Season


@dataclass(frozen=True, slots=True)
class Place:
    """A point and how far the truth may lie from it, in meters."""

    latitude: float
    longitude: float
    precision_m: float = 0.0


@dataclass(frozen=True, slots=True)
class Opening:
    """Hours open on some days (MO to SU), local time; closing at or before opening means the next day.

    Hours that could not be read are None.
    """

    days: tuple[str, ...]
    opens: time | None
    closes: time | None


@dataclass(frozen=True, slots=True)
class Capacity:
    """How many places were free on the day somebody said so."""

    available: int
    said_on: date


@dataclass(frozen=True, slots=True)
class Barred:
    """The agency refers nobody here from one day through another (None: until it is ended), why, and who says so."""

    since: date
    until: date | None
    reason: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a provider offers at one place, on what terms, and what ranking looks at.

    location_id is None for a statewide or telephone service (reach says which); main_needs are those it is
    for, needs all that it meets; verified_on is the day somebody last confirmed the record with the provider;
    a cost of 0 is free; closed is for a time, closed_until the day it opens again; licensed_until the last day its
    license or certificate is good for; season the part of each year in which it is given; barred the times for which
    the agency refers nobody here, its own decision and not the provider's; evidence: what came of
    those it sent before. Where one of these is None, nobody knows or
    nobody did.
    """

    service_id: UUID | None = None
    location_id: UUID | None = None
    organization: str = ""
    service: str = ""
    state: str | None = None
    requirements: tuple[Requirement, ...] = ()
    place: Place | None = None
    schedule: tuple[Opening, ...] = ()
    residential: bool = False
    minors_on_site: bool = False
    victim_services: bool = False
    open_to_all: bool = False
    needs: tuple[str, ...] = ()
    main_needs: tuple[str, ...] = ()
    reach: str = "site"
    phone: str | None = None
    languages: tuple[str, ...] | None = None
    verified_on: date | None = None
    capacity: Capacity | None = None
    waiting_days: int | None = None
    cost_cents: int | None = None
    closed: bool = False
    closed_until: date | None = None
    licensed_until: date | None = None
    season: Season | None = None
    barred: tuple[Barred, ...] = ()
    evidence: Evidence | None = None


def ids(offer: Offer) -> tuple[str, str]:
    """By which offers are told apart, and put in order where nothing else does."""
    return str(offer.service_id), str(offer.location_id)


def rows_of(offers: Sequence[Offer], service: UUID) -> slice:
    """Where a service's offers lie among some in the order of their ids; an empty slice where there are none."""
    wanted = str(service)
    return slice(
        bisect_left(offers, wanted, key=lambda each: str(each.service_id)),
        bisect_right(offers, wanted, key=lambda each: str(each.service_id)),
    )
