"""Matching one person to one need: the catalog kept in memory beside the directory read anew for every question."""

import random
from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from agency import migration
from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.keys.vault import Vault
from benchmarks.measure import Measured, measure
from matching import engine
from matching.catalog import load
from matching.conditions import Conditions
from matching.engine import Question
from matching.facts import Facts, Offenses
from matching.offer import Place
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service, ServiceAtLocation, ServiceNeed

SIZES = (250, 2_000)
TODAY = date(2026, 11, 21)
ASKED = Question(
    Facts(birth_date=date(1988, 5, 2), gender="male", offenses=Offenses(arson=False)),
    Conditions(),
    Place(39.29, -76.61),
    TODAY,
    TODAY,
)


def run() -> Iterator[Measured]:
    """Both ways, on directories of two sizes, a tenth of each meeting the need."""
    for size in SIZES:
        with TemporaryDirectory() as folder:
            database = _directory(Path(folder), size)
            with database.reading() as session:
                catalog = load(session)
            yield measure("match", "catalog kept", size, partial(engine.match, catalog, ASKED, "housing"))
            yield measure("match", "directory read anew", size, partial(_anew, database), times=5)
            database.close()


def _anew(database: Database) -> None:
    with database.reading() as session:
        engine.match(load(session), ASKED, "housing")


def _directory(folder: Path, size: int) -> Database:
    clock = FixedClock(datetime(2026, 11, 21, 14, tzinfo=ZoneInfo("UTC")))
    database = Database(f"sqlite:///{folder / 'bench.db'}", Vault(bytes(32)), clock)
    migration.upgrade(database)
    dice = random.Random(7)  # noqa: S311 - invented services, no secret
    with database.writing() as session:
        for number in range(size):
            place = Location(latitude=39 + dice.random(), longitude=-77 + dice.random(), precision_m=100.0)
            service = Service(
                name=f"Service {number}",
                needs=[ServiceNeed(need="housing" if number % 10 == 0 else "jobs")],
                requirements=[
                    ServiceRequirement(rule="minimum_age", mode="must", value=dice.choice([18, 21, 55])),
                    ServiceRequirement(rule="arson", mode="cannot", value=True, confirmed_on=TODAY),
                ],
            )
            service.at_locations = [ServiceAtLocation(location=place)]
            session.add(Organization(name=f"Provider {number}", services=[service], locations=[place]))
        audit.record(session, "directory.edited", None, fields="all")
    return database
