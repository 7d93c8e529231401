"""A person's matches as the page shows them: what is said of each service, and where it stands on the map."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from matching.answers import NOT_MET
from matching.conditions import Conditions, ZoneSchema
from matching.engine import Match
from matching.narrowing import TIERS, Narrowing
from matching.tiers import Tiers
from matching.topics import topic
from matching.wording import Wording
from reentry.co_placement.telling import Told, said_of
from reentry.matches import order_words, told
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
Way = Callable[[Match], str]


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
    session: Session,
    found: Tiers,
    by: Narrowing,
    wording: Wording,
    sort: str,
    way: Way,
    start: int = 0,
    apart: Sequence[Told] = (),
) -> MatchPage:
    """What the page shows of the matches; the map and the list are made from the same rows.

    way: the way to the place of a match, in words; apart: with whom the person is not to be placed.
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
            rows.append(_row(number, match, services, wording, why, parts, way, apart))
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
    apart: Sequence[Told],
) -> Row:
    offer = match.offer
    service = services[offer.service_id]  # type: ignore[index]
    at = next((each for each in service.at_locations if each.location_id == offer.location_id), None)
    # For staff alone, below the words that everybody may read.
    private = [
        {"status": str(each.status), "text": each.text, "private": True} for each in said_of(offer, apart)
    ]
    reasons = [*private, *told.reasons(match, wording)]
    return Row(
        number, match, service, at, reasons, why, parts, told.would_qualify(match, wording), way(match)
    )


def _address(at: ServiceAtLocation) -> Address:
    return next((each for each in at.location.addresses if each.city), Address(address_1="", city=""))


def _groups(ruled_out: Iterable[tuple[str, int]], rows: Iterable[Row], wording: Wording) -> list[Group]:
    shown: dict[str, list[Row]] = {}
    for row in rows:
        against = [reason.rule for reason in row.match.judgment.reasons if reason.status is NOT_MET]
        shown.setdefault(against[0], []).append(row)
    return [
        Group(
            rule,
            wording.translate(topic(rule).heading),
            rule not in told.ACROSS_THE_DESK,
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
