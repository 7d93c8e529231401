"""What changes in the directory touch: the cases found in plain, and found by opening and judging every choice."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from agency import migration
from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.keys.vault import RecordKey, Vault
from agency.offices import Office
from benchmarks.match_page import BATCH, insert_records
from benchmarks.measure import Measured, measure
from benchmarks.scale.world import TODAY, offers, people
from matching import engine
from matching.catalog import Catalog
from matching.engine import Question
from matching.facts import FactsSchema
from matching.offer import Offer
from matching.ranking import WEIGHTS
from matching.shelf import Shelf
from reentry.matches import matches
from reentry.people.known_facts import KnownFact, flattened
from reentry.people.people import Person
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.touched import touched
from resources.geocoding.local import LocalGeocoder
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service

BENCH = "touched by changes"
NOON = datetime(TODAY.year, TODAY.month, TODAY.day, 17, tzinfo=UTC)
SERVICES, PEOPLE, STEPS_EACH, CHANGED, SHOWN = 6_000, 4_000, 6, 100, 40


def run() -> Iterator[Measured]:
    """A state's directory and caseload: 24,000 live steps, 100 services changed; the list as the page has it."""
    with TemporaryDirectory() as folder:
        database = Database(
            f"sqlite:///{folder}/bench.db",
            Vault(bytes(range(32))),
            FixedClock(NOON),
            told={"geocoder": LocalGeocoder()},
        )
        migration.upgrade(database)
        _fill(database)
        _change(database)
        shelf = Shelf()
        steps = PEOPLE * STEPS_EACH
        yield measure(BENCH, "100 changed, list with next best", steps, partial(_listed, database, shelf), 5)
        yield _once("100 changed, every step judged", steps, partial(_judged, database, shelf))
        database.close()


def _once(case: str, size: int, act: Callable[[], object]) -> Measured:
    """What takes too long to be done again and again."""
    began = time.perf_counter()
    act()
    taken = (time.perf_counter() - began) * 1000
    return Measured(BENCH, case, size, taken, taken, 1000 / taken)


def _listed(database: Database, shelf: Shelf) -> int:
    with database.reading() as session:
        found = touched.find(session, shelf.catalog(session), Person.status != "closed", NOON).touched
        touched.with_next_best(partial(shelf.index, session), found[:SHOWN])
        return len(found)


def _judged(database: Database, shelf: Shelf) -> int:
    with database.reading() as session:
        return len(
            touched.find_judging_all(session, shelf.catalog(session), Person.status != "closed", NOON).touched
        )


def _fill(database: Database) -> None:
    directory = list(offers(SERVICES))
    for start in range(0, len(directory), BATCH):
        with database.writing() as session:
            insert_records(session, directory[start : start + BATCH])
            session.execute(insert(ServiceRequirement), _asked(directory[start : start + BATCH]))
    with database.writing() as session:
        office = Office(name="Invented Office", time_zone="America/New_York", state="MD")
        session.add(office)
        audit.record(session, "directory.imported", None, source="bench", created=SERVICES, updated=0)
        session.flush()
        _cases(session, Shelf().catalog(session), office.id)


def _asked(some: Sequence[Offer]) -> list[dict[str, Any]]:
    return [
        {
            "service_id": offer.service_id,
            "rule": each.rule,
            "mode": each.mode,
            "value": list(each.value) if isinstance(each.value, tuple) else each.value,
            "confirmed_on": TODAY if each.confirmed else None,
            "position": place,
        }
        for offer in some
        for place, each in enumerate(offer.requirements)
    ]


def _cases(session: Session, catalog: Catalog, office_id: UUID) -> None:
    dice = random.Random(13)  # noqa: S311 - invented people, no secret
    vault: Vault = session.info["vault"]
    listed = {need: list(each) for need, each in catalog.by_need.items()}
    rows: dict[type[Any], list[dict[str, Any]]] = {
        each: [] for each in (RecordKey, Person, KnownFact, Plan, PlanStep)
    }
    for number, asked in enumerate(people(PEOPLE)):
        person_id, plan_id = uuid4(), uuid4()
        key = RecordKey(**vault.new_key(person_id))
        rows[RecordKey].append(vault.new_key(person_id, vault.unwrap(key)))

        def sealed(
            model: type[Any], row: dict[str, Any], content: dict[str, Any], key: RecordKey = key
        ) -> None:
            rows[model].append(row | {"sealed": vault.seal(key, f"{model.__name__}:{row['id']}", content)})

        release = TODAY + timedelta(dice.randrange(-200, 200))
        person = {"id": person_id, "number_index": str(number), "kind": "parole", "office_id": office_id}
        person |= {"release_date": release, "created_at": NOON, "status": "in_custody"}
        sealed(Person, person, {"given_name": "Invented", "place": {"state": "MD", "postal_code": "21201"}})
        for name, value in flattened(FactsSchema().dump(asked.facts)).items():
            fact = {"id": uuid4(), "person_id": person_id, "entered_at": NOON}
            sealed(KnownFact, fact, {"name": name, "value": value})
        plan = {"id": plan_id, "person_id": person_id, "kind": "release", "status": "draft"}
        sealed(Plan, plan | {"created_at": NOON, "changed_at": NOON}, {})
        on = replace(asked, on=max(release, TODAY))
        for place in range(STEPS_EACH):
            need = dice.choice(list(listed))
            step = _step(on, need, dice.choice(listed[need]), catalog.version)
            row = {"id": uuid4(), "person_id": person_id, "plan_id": plan_id, "position": place}
            sealed(PlanStep, row | step[0], step[1])
    for model, each in rows.items():
        session.execute(insert(model), each)


def _step(asked: Question, need: str, offer: Offer, version: int) -> tuple[dict[str, Any], dict[str, Any]]:
    match = engine.judged(offer, asked, need, WEIGHTS)
    taken = matches.remember(match, asked, need, version)
    row = {"service_id": offer.service_id, "location_id": offer.location_id, "directory_version": version}
    return row, {"need": need, "snapshot": taken, "log": [{"status": "planned"}]}


def _change(database: Database) -> None:
    """A hundred services: some close, some ask for more, some move, some fill up."""
    with database.writing() as session:
        some = session.scalars(select(Service).order_by(Service.id).limit(CHANGED)).all()
        for number, service in enumerate(some):
            if number % 2:
                service.status, service.closed_until = "temporarily closed", TODAY + timedelta(400)
            else:
                service.requirements.append(
                    ServiceRequirement(
                        rule="veteran", mode="must", value=True, confirmed_on=TODAY, position=9
                    )
                )
        audit.record(session, "directory.edited", None, fields="all")
