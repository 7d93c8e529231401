"""A person's matches as the page shows them: what is said of each service, and where it stands on the map."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from agency.languages import to_translate
from matching.answers import MET, NOT_MET, UNKNOWN, Answer
from matching.conditions import Conditions, ZoneSchema
from matching.engine import Match
from matching.narrowing import TIERS, Narrowing
from matching.reasons import Reason
from matching.tiers import Tiers
from matching.topics import topic
from matching.wording import Wording
from reentry.matches import order_words
from reentry.matches.order_words import Part
from resources.records.locations import Address, Location
from resources.records.services import Service, ServiceAtLocation

# How many of each tier are drawn at once, and how many of one that is listed alone, page by page.
FIRST, PAGE = 10, 25
# By which part of the score, in the words of the list.
SORTS = {
    "": "Best first",
    "travel": "Nearest first",
    "availability": "Most room first",
    "freshness": "Last verified first",
    "cost": "Least cost first",
    "specificity": "Closest to the need first",
    "acceptance": "Stated acceptance first",
    "language": "Own language first",
    "evidence": "Best outcomes first",
}
# What the person or the officer can change, in words.
CHANGES = {
    "identification": to_translate("photo identification in hand"),
    "referral": to_translate("the referral it asks for"),
    "insurance": to_translate("the coverage it asks for"),
    "sober_days": to_translate("more days sober"),
}
# The rules whose reasons the client-safe view shows. All others may tell of offenses, health, victims or zones.
ACROSS_THE_DESK = frozenset(
    (
        "minimum_age",
        "maximum_age",
        "veteran",
        "residence",
        "homeless",
        "low_income",
        "identification",
        "referral",
        "insurance",
        "employed_or_able_to_work",
        "high_school_diploma",
        "language",
        "citizenship_or_work_authorization",
        "hours",
        "open",
        "no_statement",
        "state_line",
    )
)
ORDER: Sequence[Answer] = (NOT_MET, UNKNOWN, MET)
Way = Callable[[float | None], str]


@dataclass(frozen=True)
class Row:
    """One service on the page; number is its number in the list and on the map."""

    number: int
    match: Match
    service: Service
    at: ServiceAtLocation | None
    reasons: list[dict[str, Any]]
    why_here: str
    parts: list[Part]
    would_qualify: list[str]
    way: str

    @property
    def place(self) -> str:
        """In which town this is, with the street where the service has two there; empty where none may be told."""
        if self.at is None or self.match.offer.place is None or self.match.offer.victim_services:
            return ""
        address = _address(self.at)
        towns = [_address(each).city for each in self.service.at_locations]
        street = address.address_1 if towns.count(address.city) > 1 else ""
        return ", ".join(filter(None, (street, address.city)))

    @property
    def sent_before(self) -> str:
        """What came of those sent there before."""
        return order_words.sent_before(self.match.offer.evidence)

    @property
    def key(self) -> str:
        """Ties the row to its point on the map."""
        return f"{self.match.offer.service_id}.{self.match.offer.location_id or ''}"


@dataclass(frozen=True)
class Group:
    """Services that do not fit for the same reason, of which some are shown.

    private: the reason is not for the person's eyes.
    """

    rule: str
    reason: str
    private: bool
    count: int
    rows: list[Row]


@dataclass(frozen=True)
class Tier:
    """A tier of the page: how many there are to show, those from one place on, and where the next page begins."""

    total: int
    rows: list[Row]
    next: int | None


@dataclass(frozen=True)
class MatchPage:
    """The rows of each tier, the not eligible by reason, and the points of the map."""

    start: int
    eligible: Tier
    possible: Tier
    not_eligible: Tier
    groups: list[Group]
    points: list[dict[str, Any]]
    without_point: int

    @property
    def size(self) -> int:
        """How many rows a page of one tier has."""
        return PAGE

    @property
    def empty(self) -> bool:
        """Whether nothing is left to show."""
        return not (self.eligible.total or self.possible.total or self.not_eligible.total)


def build(
    session: Session, found: Tiers, by: Narrowing, wording: Wording, sort: str, way: Way, start: int = 0
) -> MatchPage:
    """What the page shows of the matches; the map and the list are made from the same rows.

    way: the way to a place so many meters off, in words.
    """
    limit = PAGE if by.tier else FIRST
    listed = [found.listed(tier, by, sort, start, limit) for tier in TIERS]
    services = _services(session, [match for tier in listed for match in tier.matches])
    tiers: list[Tier] = []
    number = start
    for each in listed:
        after = [*each.matches[1:], each.following]
        rows = []
        for match, following in zip(each.matches, after, strict=bool(each.matches)):
            number += 1
            why = order_words.why_here(match, following, found.weights, sort)
            parts = order_words.parts(match, found.weights)
            rows.append(_row(number, match, services, wording, why, parts, way))
        tiers.append(Tier(each.total, rows, start + limit if each.following else None))
    shown = [row for tier in tiers for row in tier.rows]
    points = [_point(row) for row in shown if row.match.offer.place is not None]
    groups = _groups(found.ruled_out(by), tiers[2].rows, wording)
    return MatchPage(start, tiers[0], tiers[1], tiers[2], groups, points, len(shown) - len(points))


def zones(conditions: Conditions) -> list[dict[str, Any]]:
    """The zones of the order as the map draws them; no others are ever drawn."""
    return [
        ZoneSchema().dump(zone) | {"name": f"{zone.kind.capitalize()} zone of the order"}
        for zone in conditions.zones
        if zone.polygon or None not in (zone.latitude, zone.longitude, zone.radius_m)
    ]


def _services(session: Session, shown: Iterable[Match]) -> dict[UUID, Service]:
    ids = {match.offer.service_id for match in shown}
    query = (
        select(Service)
        .where(Service.id.in_(ids))
        .options(
            joinedload(Service.organization),
            selectinload(Service.at_locations)
            .joinedload(ServiceAtLocation.location)
            .selectinload(Location.addresses),
            selectinload(Service.capacities),
            selectinload(Service.access_ways),
            selectinload(Service.do_not_refer),
        )
    )
    return {service.id: service for service in session.scalars(query).unique()}


def _row(
    number: int,
    match: Match,
    services: dict[UUID, Service],
    wording: Wording,
    why: str,
    parts: list[Part],
    way: Way,
) -> Row:
    offer = match.offer
    service = services[offer.service_id]  # type: ignore[index]
    at = next((each for each in service.at_locations if each.location_id == offer.location_id), None)
    changes = [
        wording.translate(CHANGES[reason.rule])
        for reason in match.judgment.reasons
        if reason.status is NOT_MET and reason.rule in match.judgment.would_qualify_if
    ]
    reasons = told(match, wording)
    return Row(number, match, service, at, reasons, why, parts, changes, way(match.distance_m))


def _address(at: ServiceAtLocation) -> Address:
    return next((each for each in at.location.addresses if each.city), Address(address_1="", city=""))


def told(match: Match, wording: Wording) -> list[dict[str, Any]]:
    """The reasons in words, those against first, then those to ask about."""
    return [_told(reason, wording) for reason in sorted(match.judgment.reasons, key=_by_answer)]


def _by_answer(reason: Reason) -> int:
    return ORDER.index(reason.status)


def _told(reason: Reason, wording: Wording) -> dict[str, Any]:
    return {
        "status": str(reason.status),
        "text": wording.sentence(reason),
        "source": wording.source(reason),
        "private": reason.rule not in ACROSS_THE_DESK,
    }


def _groups(ruled_out: Iterable[tuple[str, int]], rows: Iterable[Row], wording: Wording) -> list[Group]:
    shown: dict[str, list[Row]] = {}
    for row in rows:
        against = [reason.rule for reason in row.match.judgment.reasons if reason.status is NOT_MET]
        shown.setdefault(against[0], []).append(row)
    return [
        Group(
            rule,
            wording.translate(topic(rule).heading),
            rule not in ACROSS_THE_DESK,
            count,
            shown.get(rule, []),
        )
        for rule, count in ruled_out
    ]


def _point(row: Row) -> dict[str, Any]:
    offer = row.match.offer
    place = offer.place
    assert place is not None
    return {
        "id": row.key,
        "number": row.number,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "precision_m": place.precision_m,
        "name": f"{offer.organization}: {offer.service}",
        "tier": str(row.match.judgment.status),
    }
