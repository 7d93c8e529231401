"""What was changed here and taken back outranks no file: the next import writes as if nobody had changed anything."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from agency.database import Database
from agency.errors import InvalidError
from resources.changes import editing, provenance
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.changes.fields import LISTS, fields_of, subject_of, value_of
from resources.geocoding.geocoder import Geocoder
from resources.imports.importing import Report, import_directory
from resources.imports.rows import Outcome
from resources.readings import deciding
from resources.readings.kinds import KINDS
from resources.readings.texts import ReadText
from resources.records.locations import Location
from resources.records.services import Service
from tests.conftest import NOW

Load = Callable[..., Report]
Write = Callable[..., Path]

HEADER = "ID,Organization,Address,Phone,Services,Type,Fees,Latitude,Longitude\n"
ROW = (
    '7,Harbor Step,"12 Elm St, Baltimore, MD 21202",(410) 555-0101 or (410) 555-0102,Transitional housing.,Housing,'
    "$20 a week,39.3,-76.6\n"
)
NEWER = (
    ROW.replace("Transitional", "Permanent")
    .replace("0102", "0177")
    .replace("Housing,", "Housing; Jobs,")
    .replace("39.3,", "39.35,")
)
LATER = NOW + timedelta(days=2)
EDITS: dict[str, dict[str, Any]] = {
    "words": {"description": "Rooms for a year.", "alert": "Ring twice."},
    "phones": {"phones": [{"number": "(410) 555-0199"}]},
    "no phones": {"phones": []},
    "needs": {"needs": [{"need": "peer_support", "main": True}]},
    "street": {"addresses": [{"address_1": "1 New Street", "city": "Baltimore", "state_province": "MD"}]},
    "point": {"point": {"latitude": 39.31, "longitude": -76.61}},
    "secret": {"confidential": True},
}
OF_PLACES = ("street", "point", "secret")


class _UndoneError(Exception):
    """Ends a case without leaving anything behind for the next."""


def _records(session: Any) -> tuple[Service, Location]:
    return session.scalars(select(Service)).one(), session.scalars(select(Location)).one()


def _edit(session: Any, name: str, at: int) -> Change:
    service, place = _records(session)
    author = Author(None, NOW + timedelta(minutes=at))
    return editing.edit(session, place if name in OF_PLACES else service, EDITS[name], author)


def _said(session: Any) -> list[Any]:
    """Every field of every record: what it says, of what source it is, and since when."""
    session.flush()
    session.expire_all()
    found: list[Any] = []
    for record in _records(session):
        said = provenance.said_by(session, record, editing.history(session, record.id))
        found += [
            (name, value_of(record, name), said[name]) for name in sorted(fields_of(subject_of(record)))
        ]
        found += [
            (name, sorted((str(row.id), row.source, row.fingerprint, str(row.imported_at)) for row in rows))
            for name, of in LISTS[subject_of(record)].items()
            if hasattr(of.model, "fingerprint") and (rows := getattr(record, name)) is not None
        ]
    return found


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(names=st.lists(st.sampled_from(sorted(EDITS.keys() - {"secret"})), min_size=1, max_size=4))
def test_accepted_taken_back_and_imported_is_imported(
    write: Write, database: Database, names: list[str]
) -> None:
    def imported(*steps: str) -> list[Any]:
        said: list[Any] = []
        with suppress(_UndoneError), database.writing() as session:
            import_directory(session, write(guide_csv=HEADER + ROW), NOW, Geocoder, source="guide")
            made: list[Change] = []
            for at, name in enumerate(steps):
                with suppress(InvalidError), session.begin_nested():
                    made.append(_edit(session, name, at))
            for at, change in enumerate(reversed(made), len(steps)):
                editing.undo(session, change, Author(None, NOW + timedelta(minutes=at)))
            import_directory(session, write(guide_csv=HEADER + NEWER), LATER, Geocoder, source="guide")
            said = _said(session)
            raise _UndoneError
        return said

    assert imported(*names) == imported()


@pytest.mark.parametrize("name", EDITS)
def test_what_an_import_could_not_write_meanwhile_goes_in_when_the_file_comes_again(
    load: Load, write: Write, database: Database, name: str
) -> None:
    def values() -> list[Any]:
        with database.reading() as session:
            return [
                {each: value_of(record, each) for each in fields_of(subject_of(record))}
                for record in _records(session)
            ]

    load(write(guide_csv=HEADER + ROW))
    with database.writing() as session:
        change_id = _edit(session, name, -60).id
    load(write(guide_csv=HEADER + NEWER))
    with database.writing() as session:
        editing.undo(session, session.get_one(Change, change_id), Author(None, NOW))

    load(write(guide_csv=HEADER + NEWER))
    again = load(write(guide_csv=HEADER + NEWER))

    assert again.counts == {Outcome.UNCHANGED: 1}
    service, place = values()
    assert service["description"] == "Permanent housing."
    assert [each["number"] for each in service["phones"]] == ["(410) 555-0101", "(410) 555-0177"]
    assert {each["need"] for each in service["needs"]} == {"housing", "jobs"}
    assert [each["address_1"] for each in place["addresses"]] == ["12 Elm St"]
    assert place["point"]["latitude"] == 39.35


@pytest.mark.parametrize("name", EDITS)
def test_the_same_file_after_something_was_taken_back_changes_nothing(
    load: Load, write: Write, database: Database, name: str
) -> None:
    load(write(guide_csv=HEADER + ROW))
    with database.writing() as session:
        change = _edit(session, name, 0)
        session.flush()
        editing.undo(session, change, Author(None, NOW + timedelta(minutes=1)))

    report = load(write(guide_csv=HEADER + ROW))

    # A secret place forgets its point; the file tells it again.
    assert report.counts == {Outcome.UPDATED if name == "secret" else Outcome.UNCHANGED: 1}
    with database.reading() as session:
        assert value_of(_records(session)[1], "point")["latitude"] == 39.3


def test_what_was_taken_back_and_put_in_force_again_outranks_the_file(
    load: Load, write: Write, database: Database
) -> None:
    load(write(guide_csv=HEADER + ROW))
    with database.writing() as session:
        first = _edit(session, "words", 0)
        session.flush()
        undone = editing.undo(session, first, Author(None, NOW + timedelta(minutes=1)))
        editing.undo(session, undone, Author(None, NOW + timedelta(minutes=2)))

    load(write(guide_csv=HEADER + NEWER))

    with database.reading() as session:
        service, _ = _records(session)
        assert service.description == "Rooms for a year."
        assert [each.number for each in service.phones] == ["(410) 555-0101", "(410) 555-0177"]


def test_an_older_change_that_still_stands_outranks_the_file(
    load: Load, write: Write, database: Database
) -> None:
    load(write(guide_csv=HEADER + ROW))
    with database.writing() as session:
        service, _ = _records(session)
        editing.edit(session, service, {"description": "Rooms."}, Author(None, NOW))
        editing.undo(session, _edit(session, "words", 1), Author(None, NOW + timedelta(minutes=2)))

    load(write(guide_csv=HEADER + NEWER))

    with database.reading() as session:
        assert _records(session)[0].description == "Rooms."


def test_a_reading_that_was_accepted_and_taken_back_outranks_no_file(
    load: Load, write: Write, database: Database
) -> None:
    load(write(guide_csv="Organization,Fees\nHarbor Step,$20 a week. Spanish spoken.\n"))
    with database.writing() as session:
        service = session.scalars(select(Service)).one()
        text = session.scalars(
            select(ReadText.text_id).where(ReadText.service_id == service.id, ReadText.kind == "fees")
        ).one()
        (item, *_), author = (
            [each for each, _ in KINDS["fees"].waiting_items(session, text, service.fees_description)],
            Author(None, NOW),
        )
        deciding.decide(session, text, [item.id], "accepted", author, lambda value: value)
        deciding.take_back(session, text, [item.id], Author(None, NOW + timedelta(minutes=1)))

    with database.reading() as session:
        service = session.scalars(select(Service)).one()
        said = provenance.said_by(session, service, editing.history(session, service.id))
        assert {each.origin for each in said.values()} == {"import"}
