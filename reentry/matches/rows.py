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
from matching.engine import Match, NeedMatches
from matching.ranking import WEIGHTS
from matching.reasons import Reason
from matching.topics import topic
from matching.wording import Wording
from resources.records.locations import Location
from resources.records.services import Service, ServiceAtLocation

# How many of a tier are drawn at once; the page says how many more there are.
MOST = 40
SORTS = {
    "": "Best first",
    "distance": "Nearest first",
    "verified": "Last verified first",
    "cost": "Least cost first",
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
# The parts of a score, in words.
PARTS = {
    "travel": "the way there",
    "specificity": "how closely it meets the need",
    "availability": "room",
    "freshness": "how lately it was verified",
    "acceptance": "stated acceptance",
    "language": "language",
    "cost": "cost",
}
ORDER: Sequence[Answer] = (NOT_MET, UNKNOWN, MET)
FAR = 10**9
Way = Callable[[float | None], str]


@dataclass(frozen=True)
class Part:
    """One part of the score: what it is about, how good it is, and how much it weighs, both of 100."""

    name: str
    value: int
    weight: int


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
    def town(self) -> str:
        """In which town this place is; empty where its place may not be told or is not known."""
        if self.at is None or self.match.offer.place is None:
            return ""
        return next((each.city for each in self.at.location.addresses if each.city), "")

    @property
    def key(self) -> str:
        """Ties the row to its point on the map."""
        return f"{self.match.offer.service_id}.{self.match.offer.location_id or ''}"


@dataclass(frozen=True)
class Group:
    """Services that do not fit for the same reason; private: the reason is not for the person's eyes."""

    reason: str
    private: bool
    rows: list[Row]


@dataclass(frozen=True)
class MatchPage:
    """The rows of each tier, the not eligible by reason, and the points of the map."""

    eligible: list[Row]
    possible: list[Row]
    not_eligible: list[Group]
    points: list[dict[str, Any]]
    without_point: int


def build(session: Session, found: NeedMatches, wording: Wording, sort: str, way: Way) -> MatchPage:
    """What the page shows of the matches; the map and the list are made from the same rows.

    way: the way to a place so many meters off, in words.
    """
    tiers = [_sorted(tier, sort)[:MOST] for tier in (found.eligible, found.possible, found.not_eligible)]
    services = _services(session, [match for tier in tiers for match in tier])
    rows: list[list[Row]] = []
    number = 0
    for tier in tiers:
        rows.append([])
        for match in tier:
            number += 1
            rows[-1].append(_row(number, match, services, wording, way))
    shown = [row for tier in rows for row in tier]
    points = [_point(row) for row in shown if row.match.offer.place is not None]
    return MatchPage(rows[0], rows[1], _groups(rows[2], wording), points, len(shown) - len(points))


def zones(conditions: Conditions) -> list[dict[str, Any]]:
    """The zones of the order as the map draws them; no others are ever drawn."""
    return [
        ZoneSchema().dump(zone) | {"name": f"{zone.kind.capitalize()} zone of the order"}
        for zone in conditions.zones
        if zone.polygon or None not in (zone.latitude, zone.longitude, zone.radius_m)
    ]


def _sorted(tier: Iterable[Match], sort: str) -> list[Match]:
    keys = {
        "distance": lambda match: FAR if match.distance_m is None else match.distance_m,
        "verified": lambda match: -(match.offer.verified_on.toordinal() if match.offer.verified_on else 0),
        "cost": lambda match: FAR if match.offer.cost_cents is None else match.offer.cost_cents,
    }
    return sorted(tier, key=keys[sort]) if sort in keys else list(tier)


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
            selectinload(Service.schedules),
            selectinload(Service.phones),
            selectinload(Service.licenses),
            selectinload(Service.do_not_refer),
        )
    )
    return {service.id: service for service in session.scalars(query).unique()}


def _row(number: int, match: Match, services: dict[UUID, Service], wording: Wording, way: Way) -> Row:
    offer = match.offer
    service = services[offer.service_id]  # type: ignore[index]
    at = next((each for each in service.at_locations if each.location_id == offer.location_id), None)
    reasons = sorted(match.judgment.reasons, key=lambda each: ORDER.index(each.status))
    told = [_told(reason, wording) for reason in reasons]
    changes = [
        wording.translate(CHANGES[reason.rule])
        for reason in reasons
        if reason.status is NOT_MET and reason.rule in match.judgment.would_qualify_if
    ]
    return Row(number, match, service, at, told, _why(match), _parts(match), changes, way(match.distance_m))


def _told(reason: Reason, wording: Wording) -> dict[str, Any]:
    return {
        "status": str(reason.status),
        "text": wording.sentence(reason),
        "source": wording.source(reason),
        "private": reason.rule not in ACROSS_THE_DESK,
    }


def _parts(match: Match) -> list[Part]:
    """The parts of the score, the weightiest first."""
    parts = [
        Part(PARTS[name], round(100 * value), round(100 * WEIGHTS[name]))
        for name, value in match.score.parts.items()
    ]
    return sorted(parts, key=lambda part: -part.weight)


def _why(match: Match) -> str:
    """Which parts brought the service up and which down, in words."""
    up = [PARTS[part] for part, value in match.score.parts.items() if value > 0.6]
    down = [PARTS[part] for part, value in match.score.parts.items() if value < 0.4]
    told = [f"up: {', '.join(up)}"] if up else []
    told += [f"down: {', '.join(down)}"] if down else []
    return "; ".join(told) or "nothing sets it apart"


def _groups(rows: Iterable[Row], wording: Wording) -> list[Group]:
    grouped: dict[tuple[str, bool], list[Row]] = {}
    for row in rows:
        missing = [reason.rule for reason in row.match.judgment.reasons if reason.status is NOT_MET]
        heading = wording.translate(topic(missing[0]).heading)
        grouped.setdefault((heading, missing[0] not in ACROSS_THE_DESK), []).append(row)
    return [Group(*key, found) for key, found in sorted(grouped.items(), key=lambda each: -len(each[1]))]


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
