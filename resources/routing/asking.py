"""Which ways from offices to open places a routing server is asked about, and what is kept of its answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.database import Database
from agency.offices import Office
from resources.geography.distances import Cartesian, cartesian, chord_m
from resources.geography.office_ways import OfficeWay, between
from resources.records.locations import Location
from resources.routing.servers import Ask, means_of
from resources.routing.stops import open_places, stop

# After so many days timetables and roads are others.
STALE_DAYS = 180
# Nobody is sent farther on foot.
ON_FOOT_M = 8_000.0


@dataclass(frozen=True)
class Question:
    """One way to be asked about; ends stands for where its two ends lie now."""

    office_id: UUID
    location_id: UUID
    means: str
    ends: str


def questions(session: Session, server: str, within_m: float, now: datetime) -> list[Question]:
    """The ways that are not known, or not any more, the nearest places first."""
    fresh = {
        _key(way): way.between
        for way in session.scalars(select(OfficeWay))
        if way.server == server and way.asked_at > now - timedelta(STALE_DAYS)
    }
    offices = session.scalars(select(Office).where(Office.latitude.is_not(None))).all()
    ways = [
        (_meters(office, place), Question(office.id, place.id, means, between(office, place)))
        for place in session.scalars(open_places())
        for office in offices
        for means in means_of(server)
    ]
    wanted = [
        (away, each)
        for away, each in ways
        if away <= (min(within_m, ON_FOOT_M) if each.means == "foot" else within_m)
        and fresh.get(_key(each)) != each.ends
    ]
    return [each for _, each in sorted(wanted, key=lambda way: (way[0], *map(str, _key(way[1]))))]


def ask_about(database: Database, ask: Ask, question: Question) -> float:
    """The minutes; RoutingError where the server does not answer, NotFoundError where the place is open no more."""
    with database.reading() as session:
        ends = stop(session, question.office_id), stop(session, question.location_id)
    # Nothing is open in the database while the server takes its time.
    return ask(*ends, question.means)


def keep(session: Session, server: str, answers: Sequence[tuple[Question, float]], now: datetime) -> None:
    """Keep some answers, with the day; those of ends that have moved since are left out."""
    for question, minutes in answers:
        office = session.get(Office, question.office_id)
        place = session.get(Location, question.location_id)
        if office is None or place is None or between(office, place) != question.ends:
            continue
        way = OfficeWay(
            office_id=office.id, location_id=place.id, means=question.means, between=question.ends
        )
        way.minutes, way.server, way.asked_at = minutes, server, now
        session.merge(way)
    audit.record(session, "directory.ways_asked", None, server=server, count=len(answers))


def forget_closed(session: Session) -> None:
    """Keep nothing of places that may not be asked about any more."""
    still = open_places().with_only_columns(Location.id)
    session.execute(delete(OfficeWay).where(OfficeWay.location_id.not_in(still)))


def _key(way: OfficeWay | Question) -> tuple[UUID, UUID, str]:
    return way.office_id, way.location_id, way.means


def _meters(office: Office, place: Location) -> float:
    return chord_m(_point(office), _point(place))


def _point(end: Office | Location) -> Cartesian:
    if end.latitude is None or end.longitude is None:
        raise ValueError("an end of a way has a point")
    return cartesian((end.latitude, end.longitude))
