"""What is made of the whole directory is made once for each of its versions, and never of one that may be undone."""

from collections.abc import Iterator
from itertools import count

from agency.audit import audit
from agency.database import Database
from resources.records.once import Once, once_of
from resources.records.services import Service
from tests.resources.directory_records import keep, place, service


def _made(database: Database, once: Once, made: Iterator[int]) -> int:
    with database.reading() as session:
        return once.made(session, "number", lambda: next(made))


def test_it_is_made_once_until_the_directory_changes(database: Database) -> None:
    once, made = Once(), count(1)
    keep(database, "Invented Homes", service("Step House", place()))

    assert [_made(database, once, made) for _ in range(2)] == [1, 1]
    keep(database, "Example Homes", service("Stair House", place()))
    assert [_made(database, once, made) for _ in range(2)] == [2, 2]


def test_what_a_unit_of_work_changed_itself_is_made_for_it_alone(database: Database) -> None:
    once, made = Once(), count(1)
    kept = keep(database, "Invented Homes", service("Step House", place()))

    with database.writing() as session:
        session.get_one(Service, kept.services[0].id).name = "Stair House"
        audit.record(session, "directory.edited", None, fields="name")
        session.flush()
        for number in (1, 2):
            assert once.made(session, "number", lambda: next(made)) == number

    assert _made(database, once, made) == 3


def test_a_unit_of_work_without_a_keeper_keeps_nothing(database: Database) -> None:
    with database.reading() as session:
        session.info.pop("once", None)

        assert once_of(session) is not once_of(session)
