"""A release opens only what the hold itself closed: what a person or the record's own words closed stays closed."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.database import Database
from agency.errors import ReentryError
from resources.changes import editing
from resources.changes.editing import Author
from resources.geocoding.geocoder import Geocoder
from resources.hsds.export import ExportFormat, write
from resources.imports.importing import import_directory
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.upkeep import holding
from tests.browser import Browser
from tests.conftest import NOW

STREET = "417 Quail Hollow Rd"
HEADER = "ID,Organization,Service,Description,Address,City,State,ZIP,Latitude,Longitude\n"
ORDINARY = ("Heron Hall", "Job training", "Courses.")
SHELTER = ("Narwhal domestic violence shelter", "Beds", "Beds for a night.")
ASKING = ("Heron Hall", "Beds", "Beds. Address is confidential, do not publish.")
ASKING_SHELTER = (*SHELTER[:2], "Beds for a night. Address is confidential, do not publish.")
LogIn = Callable[..., Browser]


def bring(session: Session, folder: Path, row: tuple[str, str, str], minute: int = 0) -> None:
    """Imports a list of one row."""
    path = folder / "list.csv"
    path.write_text(f'{HEADER}7,{row[0]},{row[1]},"{row[2]}",{STREET},Towson,MD,21204,39.401,-76.602\n')
    import_directory(session, path, NOW + timedelta(minutes=minute), Geocoder, source="list")
    audit.record(session, "directory.imported", None, source="list", created=1, updated=0)


def records(session: Session) -> tuple[Service, Location]:
    """The service of that row, and its place."""
    return session.scalars(select(Service)).one(), session.scalars(select(Location)).one()


def told(session: Session, folder: Path) -> str:
    """All that leaves the house."""
    for format_, name in ((ExportFormat.HSDS_JSON, "all.json"), (ExportFormat.TABLE, "table.csv")):
        write(session, folder / name, format_)
    return "".join((folder / name).read_text(encoding="utf-8-sig") for name in ("all.json", "table.csv"))


def stands(session: Session) -> tuple[bool, bool, float | None]:
    """Whether the service is held, whether its place is closed, and what is known of where that is."""
    service, place = records(session)
    return service.held, place.confidential, place.latitude


def author(minute: int) -> Author:
    """Somebody of the staff, at that minute."""
    return Author(None, NOW + timedelta(minutes=minute))


def test_a_street_closed_by_hand_is_told_nowhere_after_a_hold_and_a_release(
    database: Database, tmp_path: Path, log_in: LogIn
) -> None:
    with database.writing() as session:
        bring(session, tmp_path, ORDINARY)
        service, place = (each.id for each in records(session))
        editing.edit(session, session.get_one(Location, place), {"confidential": True}, author(0))
    coordinator, page = log_in("coordinator"), f"/directory/services/{service}"

    for deed in ("hold", "release"):
        assert coordinator.post(f"{page}/{deed}", {}, page).status == 303

    public = ("/hsds/services", f"/hsds/services/{service}", "/search?q=Hollow", "/directory", page)
    answers = [coordinator.get(path).text for path in public]
    assert "Job training" in answers[1]
    assert not any("Quail" in each or "39.401" in each for each in answers)
    with database.reading() as session:
        assert "Quail" not in told(session, tmp_path)
        assert session.get_one(Location, place).confidential


@pytest.mark.parametrize("row", [ORDINARY, ASKING_SHELTER])
def test_what_is_not_held_is_released_again_without_harm(
    database: Database, tmp_path: Path, log_in: LogIn, row: tuple[str, str, str]
) -> None:
    with database.writing() as session:
        bring(session, tmp_path, row)
        service, _ = (each.id for each in records(session))
    coordinator, page = log_in("coordinator"), f"/directory/services/{service}"

    for form in ({}, {}, {"survivors": "true"}, {"survivors": "true"}, {}):
        assert coordinator.post(f"{page}/release", form, page).status == 303


def test_a_held_shelter_whose_words_ask_for_secrecy_stays_secret_once_released(
    database: Database, tmp_path: Path, log_in: LogIn
) -> None:
    with database.writing() as session:
        bring(session, tmp_path, ASKING_SHELTER)
        service, place = (each.id for each in records(session))
    page = f"/directory/services/{service}"
    coordinator = log_in("coordinator")

    coordinator.post(f"{page}/release", {}, page)

    assert "its address stays confidential" in coordinator.get(page).text
    with database.reading() as session:
        assert not session.get_one(Service, service).held
        assert session.get_one(Location, place).confidential
        assert "Quail" not in told(session, tmp_path)


def test_what_only_the_hold_closed_is_shown_again_with_its_point_and_can_be_closed_again(
    database: Database, tmp_path: Path
) -> None:
    with database.writing() as session:
        bring(session, tmp_path, SHELTER)
        service, place = records(session)
        assert stands(session) == (True, True, None)

        holding.release(session, service, author(1), survivors=False)

        assert stands(session) == (False, False, 39.401)
        assert STREET in told(session, tmp_path)
        released = editing.history(session, service.id)[0]
        assert released.fields["held"] == {"before": True, "after": False}
        assert editing.history(session, place.id)[0].fields["confidential"] == {
            "before": True,
            "after": False,
        }

        editing.take_back(session, released, author(2))

        assert service.victim_services
        assert stands(session) == (True, True, None)

        holding.release(session, service, author(3), survivors=False)

        assert stands(session) == (False, False, 39.401)


def test_a_hold_by_hand_is_in_the_history_and_can_be_taken_back(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        bring(session, tmp_path, ORDINARY)
        service, place = records(session)

        holding.hold(session, service, author(1))

        (held,) = editing.history(session, service.id)
        assert held.fields == {"held": {"before": False, "after": True}}
        editing.take_back(session, held, author(2))
        assert (service.held, place.confidential) == (False, False)


def test_taking_back_that_a_place_was_closed_by_hand_does_not_open_what_asks_to_be_secret(
    database: Database, tmp_path: Path
) -> None:
    with database.writing() as session:
        bring(session, tmp_path, ORDINARY)
        service, place = records(session)
        closed = editing.edit(session, place, {"confidential": True}, author(1))
        editing.edit(session, service, {"description": ASKING[2]}, author(2))

        with pytest.raises(ReentryError):
            editing.take_back(session, closed, author(3))

        assert place.confidential


class _UndoneError(Exception):
    """Ends a case without leaving anything behind for the next."""


STEPS = ("close", "hold", "release", "survivors", "import", "take back", "take back the first")


def _step(session: Session, name: str, row: tuple[str, str, str], folder: Path, minute: int) -> None:
    service, place = records(session)
    if name == "close":
        editing.edit(session, place, {"confidential": True}, author(minute))
    elif name == "hold":
        holding.hold(session, service, author(minute))
    elif name in ("release", "survivors"):
        holding.release(session, service, author(minute), survivors=name == "survivors")
    elif name == "import":
        bring(session, folder, row, minute)
    else:
        changes = [*editing.history(session, place.id), *editing.history(session, service.id)]
        mine = [each for each in changes if each.state == "in_force" and not _opens_by_hand(each.fields)]
        found = sorted(mine, key=lambda each: each.proposed_at, reverse=name == "take back")
        if found:
            editing.take_back(session, found[0], author(minute))


def _opens_by_hand(fields: dict[str, dict[str, object]]) -> bool:
    """Whether taking a change back is a person's word that a closed place be open: that he may say."""
    return fields.get("confidential", {}).get("after") is True


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    row=st.sampled_from((ORDINARY, SHELTER, ASKING, ASKING_SHELTER)),
    steps=st.lists(st.sampled_from(STEPS), min_size=1, max_size=7),
)
def test_a_street_closed_by_hand_or_by_its_own_words_never_comes_out(
    database: Database, tmp_path: Path, row: tuple[str, str, str], steps: list[str]
) -> None:
    with suppress(_UndoneError), database.writing() as session:
        bring(session, tmp_path, row)
        secret = row in (ASKING, ASKING_SHELTER)
        for minute, name in enumerate(steps, 1):
            secret = secret or (name == "close" and not records(session)[1].confidential)
            with suppress(ReentryError), session.begin_nested():
                _step(session, name, row, tmp_path, minute)
            session.flush()
            _, place = records(session)
            if secret:
                assert place.confidential, (row, steps[:minute])
                assert "Quail" not in told(session, tmp_path)
                assert "39.401" not in told(session, tmp_path)
        assert session.scalars(select(Organization)).one()
        raise _UndoneError
