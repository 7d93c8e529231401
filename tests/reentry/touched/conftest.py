"""Somebody whose plan rests on services that then change."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.database import Database
from matching import engine
from matching.catalog import load
from matching.columns.index import Index
from matching.wording import english
from reentry.matches import matches
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.touched import touched
from reentry.touched.touched import Found, Touched
from resources.records.services import Service
from tests.reentry.plans.providers import provide_all


@pytest.fixture
def provided(database: Database) -> dict[str, UUID]:
    """The invented providers, by a short name."""
    return provide_all(database)


def choose(
    database: Database, person_id: UUID, need: str, service_id: UUID, clerk: Clerk, rank: str = ""
) -> UUID:
    """Put a service into the plan as the page of matches does."""
    with database.writing() as session:
        person, catalog = session.get_one(Person, person_id), load(session)
        asked = matches.question(person, None, plans.today_of(person, clerk.now))
        found = engine.match(catalog, asked, need)
        match = next(
            each for each in (*found.best, *found.not_eligible) if each.offer.service_id == service_id
        )
        taken = matches.remember(match, asked, need, catalog.version)
        step = plans.add_match(session, person, need, match, taken, clerk, rank)
        session.flush()
        return step.id


@pytest.fixture
def person_id(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> UUID:
    """Marcus, whose plan rests on a residence and on a job program."""
    made = take_in()
    choose(database, made, "housing", provided["residence"], clerk)
    choose(database, made, "jobs", provided["jobs"], clerk)
    return made


@contextmanager
def changing(database: Database, service_id: UUID) -> Iterator[Service]:
    """A change of a service, as it is kept."""
    with database.writing() as session:
        yield session.get_one(Service, service_id)
        audit.record(session, "directory.edited", None, service_id, fields="all")


def find(session: Session, now: datetime, *people: UUID, everything: bool = False) -> Found:
    """What is touched of these people's cases, found in plain or by judging everything."""
    way = touched.find_judging_all if everything else touched.find
    return way(session, load(session), Person.id.in_(people), now)


def with_next_best(session: Session, cases: Iterable[Touched]) -> list[Touched]:
    """The same, each with what stands in."""
    catalog = load(session)
    return touched.with_next_best(lambda day: Index(catalog, day), cases)


def told(
    database: Database, *people: UUID, now: datetime | None = None, everything: bool = False
) -> list[list[str]]:
    """The differences of each touched case in words."""
    with database.reading() as session:
        found = find(session, now or database.clock.now(), *people, everything=everything)
        return [[english().sentence(reason) for reason in each.differences] for each in found.touched]
