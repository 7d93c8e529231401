"""What the service said was saved is there after its process was killed, whole and in the trail; nothing is by half."""

from itertools import count
from multiprocessing.connection import Connection as Pipe

import pytest
from sqlalchemy import select

from agency import migration
from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.keys.vault import Vault
from agency.offices import Office
from tests import figures
from tests.conftest import MASTER_KEY, NOW
from tests.killing import KILL_POINTS, imported, killed, moments

imported(__name__)
# Some dozens of changes, on a slow machine some; in seconds.
WHILE = 0.4


def opened(url: str) -> Database:
    """The database, as another process opens it."""
    return Database(url, Vault(MASTER_KEY), FixedClock(NOW), migration.bring_up_to_date)


def write_on(url: str, run: int, pipe: Pipe) -> None:
    """One change after the other, each of two rows and its entry in the trail; each is told once it is saved."""
    database = opened(url)
    pipe.send("ready")
    for number in count():
        with database.writing() as session:
            for half in ("a", "b"):
                session.add(Office(name=f"{run} {number} {half}", time_zone="America/New_York", state="MD"))
            audit.record(session, "agency.created", None)
        pipe.send(f"{run} {number}")


@pytest.mark.security
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_acknowledged_write_is_lost_and_none_is_kept_by_half(database: Database) -> None:
    told, lost, halves = list[str](), 0, 0

    for run, after in enumerate(moments(8, WHILE)):
        database.close()
        killed(write_on, database.url, run, after=after, hear=told.append)
        with database.reading() as session:
            names = set(session.scalars(select(Office.name)))
            entries = audit.end(session)[0]
            halves += bool(list(audit.faults(session))) or len(names) != 2 * entries
        lost += sum({f"{each} a", f"{each} b"} - names != set() for each in told)

    figures.record("acknowledged writes", len(told), lost)
    figures.record("kill points", KILL_POINTS, halves)
    assert len(told) > KILL_POINTS
    assert (lost, halves) == (0, 0)
