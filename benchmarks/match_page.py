"""The page of matches as an officer opens it: log-in, judgment, records, template and audit entry, need after need."""

import gc
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

import numpy as np
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from agency import migration
from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from agency.staff.staff import Staff
from app import create_app
from benchmarks.measure import Measured
from benchmarks.scale.world import NEEDS, TODAY, offers
from matching.catalog import Catalog, by_need
from matching.columns.index import Index
from matching.offer import Offer
from reentry.demo import demo
from reentry.people.people import Person
from reentry.people.person_needs import PersonNeed
from resources.records.capacity import Capacity
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.services import Service, ServiceAtLocation, ServiceNeed

NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 17, tzinfo=UTC)
BATCH = 20_000
BENCH = "match page, explained"


@dataclass(frozen=True)
class Kept:
    """A shelf with an index that is there already."""

    kept: Index

    def index(self, _session: Session, _today: date) -> Index:
        """The index."""
        return self.kept


def run(size: int, rounds: int = 15) -> Iterator[Measured]:
    """One need's page, and the one with the best of all seven, for the invented people of the demonstration."""
    directory = list(offers(size))
    with TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/bench.db",
            data=Path(folder),
            master_keys=(bytes(range(32)),),
            second_factor=False,
        )
        app = create_app(settings, FixedClock(NOON))
        database: Database = app.extensions["database"]
        migration.upgrade(database)
        people = _filled(database, directory)
        app.extensions["shelf"] = Kept(Index(Catalog(1, by_need(directory)), TODAY))
        # As the shelf does.
        gc.freeze()
        yield from _opened(_logged_in(app.test_client()), people, size, rounds)
        database.close()


def _opened(client: FlaskClient, people: Sequence[UUID], size: int, rounds: int) -> Iterator[Measured]:
    taken, overview = [], []
    for number in range(rounds + 1):
        person = people[number % len(people)]
        each = [_milliseconds(client, f"/people/{person}/matches/{need}") for need in NEEDS]
        # The first round lays the needs out.
        if number:
            taken += each
            overview.append(_milliseconds(client, f"/people/{person}/matches"))
    yield _told("one need", size, taken)
    yield _told("7 needs on one page, best 5 each", size, overview)


def _told(case: str, size: int, taken: Sequence[float]) -> Measured:
    p50, p99 = np.percentile(taken, [50, 99])
    return Measured(BENCH, case, size, float(p50), float(p99), 1000 / float(p50))


def _milliseconds(client: FlaskClient, path: str) -> float:
    began = time.perf_counter()
    answer = client.get(path)
    taken = (time.perf_counter() - began) * 1000
    if answer.status_code != 200 or b"match-list" not in answer.data:
        raise AssertionError(f"{path} answers {answer.status_code}")
    return taken


def _logged_in(client: FlaskClient) -> FlaskClient:
    email, password = _log_in()
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/log-in").text)
    if token is None:
        raise AssertionError("the page for logging in has no token")
    client.post(
        "/log-in", data={"email": email, "password": password, "notice": "read", "csrf_token": token[1]}
    )
    return client


def _log_in() -> tuple[str, str]:
    return next((email, password) for role, email, password in demo.log_ins() if role == "supervisor")


def _filled(database: Database, directory: Sequence[Offer]) -> list[UUID]:
    """The agency and people of the demonstration, the invented directory; the people whom a supervisor may open."""
    with database.writing() as session:
        demo.fill(session)
    for start in range(0, len(directory), BATCH):
        with database.writing() as session:
            insert_records(session, directory[start : start + BATCH])
            audit.record(session, "directory.edited", None, fields="all")
    with database.writing() as session:
        office = select(Staff.office_id).where(Staff.email == _log_in()[0])
        people = select(Person.id).where(Person.restricted.is_(False), Person.office_id.in_(office))
        found = [session.get_one(Person, each) for each in session.scalars(people.order_by(Person.id))]
        for person in found:
            for old in person.needs:
                session.delete(old)
            session.add_all(_need(person, place, need) for place, need in enumerate(NEEDS))
        audit.record(session, "person.updated", None, found[0].id, fields="needs")
        return [person.id for person in found]


def _need(person: Person, position: int, need: str) -> PersonNeed:
    made = PersonNeed(person_id=person.id, position=position)
    made.need = need
    return made


def insert_records(session: Session, some: Sequence[Offer]) -> None:
    """Records as the page reads them; what is judged is in the index."""
    owners = [uuid4() for _ in some]
    pairs = list(zip(some, owners, strict=True))
    session.execute(insert(Organization), [{"id": own, "name": each.organization} for each, own in pairs])
    session.execute(
        insert(Location),
        [
            {
                "id": each.location_id,
                "organization_id": own,
                "name": each.service,
                "latitude": each.place and each.place.latitude,
                "longitude": each.place and each.place.longitude,
            }
            for each, own in pairs
        ],
    )
    session.execute(
        insert(Address),
        [
            {"location_id": each.location_id, "city": "Invented", "state_province": each.state}
            for each in some
        ],
    )
    session.execute(
        insert(Service),
        [
            {
                "id": each.service_id,
                "organization_id": own,
                "name": each.service,
                "cost_cents": each.cost_cents,
                "assured_date": each.verified_on,
                "assured_with": "the desk" if each.verified_on else "",
            }
            for each, own in pairs
        ],
    )
    session.execute(
        insert(ServiceAtLocation),
        [{"service_id": each.service_id, "location_id": each.location_id} for each in some],
    )
    session.execute(
        insert(ServiceNeed),
        [{"service_id": each.service_id, "need": need, "main": True} for each in some for need in each.needs],
    )
    session.execute(
        insert(Capacity),
        [
            {
                "service_id": each.service_id,
                "available": each.capacity.available,
                "said_on": each.capacity.said_on,
            }
            for each in some
            if each.capacity
        ],
    )
