"""The queue of alarms: take the better point, leave it as it is, or call; each decision is kept."""

import re
from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import select

from agency.database import Database
from resources.changes import editing
from resources.geocoding import alarm_desk
from resources.geocoding.alarms import Alarm, Site, find_alarms
from resources.geocoding.dismissals import AlarmDismissal
from resources.geocoding.geocoder import Geocoder
from resources.records.locations import Location
from resources.upkeep.batches import BatchedCall
from tests.browser import Answer, Browser
from tests.resources.directory_records import keep, place, service

LogIn = Callable[..., Browser]
PAGE = "/directory/alarms"
# Baltimore, where the address says Cumberland.
MISPLACED = {"latitude": 39.29, "longitude": -76.61, "position_source": "imported", "precision": "point"}


@pytest.fixture
def misplaced(database: Database) -> Location:
    """A house in Cumberland whose point lies in Baltimore."""
    where = place()
    for name, value in MISPLACED.items():
        setattr(where, name, value)
    keep(database, "Invented Homes", service("Step House", where))
    return where


def suggestion(answer: Answer) -> dict[str, str]:
    """The point a page suggests, as its form sends it."""
    return dict(re.findall(r'name="(latitude|longitude)" value="([-\d.]+)"', answer.text))


def read(database: Database, location: Location) -> Location:
    """The place as it is kept by now."""
    with database.reading() as session:
        session.expire_on_commit = False
        return session.get_one(Location, location.id)


def test_an_alarm_says_what_is_wrong_and_what_would_be_better(log_in: LogIn, misplaced: Location) -> None:
    page = log_in("coordinator").get(PAGE)

    assert page.status == 200
    assert "miles from the middle of ZIP code 21502" in page.text
    assert "the middle of its ZIP code" in page.text
    assert "Step House" in page.text


def test_a_taken_point_is_kept_with_its_history_and_says_how_sure_it_is(
    log_in: LogIn, misplaced: Location, database: Database
) -> None:
    coordinator = log_in("coordinator")
    where = suggestion(coordinator.get(PAGE))

    answer = coordinator.post(f"{PAGE}/{misplaced.id}/point", where, page=PAGE)

    now = read(database, misplaced)
    assert answer.status == 303
    assert (now.latitude, now.longitude) == pytest.approx(
        (float(where["latitude"]), float(where["longitude"]))
    )
    # The middle of a ZIP code is no building, whoever took it.
    assert (now.precision, now.position_source) == ("zip", "zip_center")
    assert "Every point agrees" in coordinator.get(PAGE).text


def test_a_point_on_its_street_is_confirmed_by_whoever_takes_it(
    log_in: LogIn, misplaced: Location, database: Database
) -> None:
    neighbor = place()
    neighbor.addresses[0].address_1 = "11 Pretend Street"
    neighbor.latitude, neighbor.longitude = 39.651, -78.761
    neighbor.position_source, neighbor.precision = "confirmed", "point"
    keep(database, "Next Door", service("Beside", neighbor))
    coordinator = log_in("coordinator")

    coordinator.post(f"{PAGE}/{misplaced.id}/point", suggestion(coordinator.get(PAGE)), page=PAGE)

    now = read(database, misplaced)
    assert (now.precision, now.position_source) == ("street", "confirmed")
    assert now.precision_m is not None
    assert now.precision_m > 15


def test_a_taken_point_can_be_taken_back_as_it_was(
    log_in: LogIn, misplaced: Location, database: Database
) -> None:
    coordinator = log_in("coordinator")
    coordinator.post(f"{PAGE}/{misplaced.id}/point", suggestion(coordinator.get(PAGE)), page=PAGE)

    with database.writing() as session:
        (change,) = editing.history(session, misplaced.id)
        editing.undo(session, change, editing.Author(None, database.clock.now()))

    now = read(database, misplaced)
    assert {name: getattr(now, name) for name in MISPLACED} == MISPLACED


def test_another_point_than_was_shown_is_not_taken(
    log_in: LogIn, misplaced: Location, database: Database
) -> None:
    answer = log_in("coordinator").post(
        f"{PAGE}/{misplaced.id}/point", {"latitude": "39.1", "longitude": "-78.1"}, page=PAGE
    )

    assert answer.status == 409
    assert read(database, misplaced).latitude == MISPLACED["latitude"]


def test_an_alarm_that_was_left_comes_back_for_another_point_only(
    log_in: LogIn, misplaced: Location, database: Database
) -> None:
    coordinator = log_in("coordinator")
    form = {"kind": "far_from_zip", "note": "a mail drop"}

    coordinator.post(f"{PAGE}/{misplaced.id}/dismissal", form, page=PAGE)

    with database.writing() as session:
        assert session.scalars(select(AlarmDismissal.note)).all() == ["a mail drop"]
        assert alarm_desk.count(session) == 0
        where = session.get_one(Location, misplaced.id)
        moved = {"point": {"latitude": 39.3, "longitude": -76.6}}
        editing.edit(session, where, moved, editing.Author(None, database.clock.now()))
        assert alarm_desk.count(session) == 1


@pytest.mark.parametrize("wrong", [{"kind": "no such alarm"}, {"note": "a mail drop " * 50}])
def test_a_note_beside_a_wrong_answer_is_not_typed_again(
    log_in: LogIn, misplaced: Location, database: Database, wrong: dict[str, str]
) -> None:
    form = {"kind": "far_from_zip", "note": "a mail drop"} | wrong

    answer = log_in("coordinator").post(f"{PAGE}/{misplaced.id}/dismissal", form, page=PAGE)

    assert answer.status == 422
    assert f'href="#field-note-{misplaced.id}"' in answer.text
    assert answer.typed["note"] == [form["note"]]
    with database.reading() as session:
        assert alarm_desk.count(session) == 1


def test_of_an_alarm_that_is_gone_nothing_is_asked_again(log_in: LogIn, misplaced: Location) -> None:
    coordinator, form = log_in("coordinator"), {"kind": "far_from_zip"}
    coordinator.post(f"{PAGE}/{misplaced.id}/dismissal", form, page=PAGE)

    assert coordinator.post(f"{PAGE}/{misplaced.id}/dismissal", {"kind": "x"}, page=PAGE).status == 409


def test_a_call_about_it_is_put_on_ones_list_once(
    log_in: LogIn, misplaced: Location, database: Database
) -> None:
    coordinator = log_in("coordinator")

    for _ in range(2):
        answer = coordinator.post(f"{PAGE}/{misplaced.id}/call", {"kind": "far_from_zip"}, page=PAGE)

    assert answer.status == 303
    assert "a call is on a list" in coordinator.get(PAGE).text
    with database.reading() as session:
        assert len(session.scalars(select(BatchedCall)).all()) == 1


def test_an_alarm_that_is_gone_cannot_be_settled(log_in: LogIn, database: Database) -> None:
    kept = keep(database, "Invented Homes", service("Step House", place()))

    answer = log_in("coordinator").post(
        f"{PAGE}/{kept.locations[0].id}/dismissal", {"kind": "far_from_zip"}, page=PAGE
    )

    assert answer.status == 409


def test_a_confidential_place_raises_no_alarm(log_in: LogIn, database: Database) -> None:
    where = place(confidential=True)
    where.latitude, where.longitude, where.position_source = 0.0, 0.0, "imported"
    keep(database, "Invented Refuge", service("Refuge", where))

    assert "Refuge" not in log_in("coordinator").get(PAGE).text


@pytest.mark.parametrize("role", ["officer", "caseworker", "auditor"])
def test_only_those_who_edit_the_directory_see_the_queue(log_in: LogIn, role: str) -> None:
    assert log_in(role).get(PAGE).status == 403


def test_what_was_left_is_looked_at_again_when_one_takes_it_back(log_in: LogIn, misplaced: Location) -> None:
    coordinator, form = log_in("coordinator"), {"kind": "far_from_zip"}
    assert "<b>1 left</b>, 0 settled today" in coordinator.get(PAGE).text
    told = coordinator.post(f"{PAGE}/{misplaced.id}/dismissal", form, page=PAGE, follow_redirects=True)
    undo = f"{PAGE}/{misplaced.id}/dismissal/removal"
    assert f'action="{undo}"' in told.text
    assert "<b>0 left</b>, 1 settled today" in told.text

    back = coordinator.post(undo, form, page=PAGE, follow_redirects=True)

    assert "is asked about again" in back.text
    assert "<b>1 left</b>, 0 settled today" in back.text
    assert coordinator.post(undo, form, page=PAGE).status == 409


def test_a_taken_point_is_undone_from_the_next_page(
    log_in: LogIn, misplaced: Location, database: Database
) -> None:
    neighbor = place()
    neighbor.addresses[0].address_1 = "11 Pretend Street"
    neighbor.latitude, neighbor.longitude = 39.651, -78.761
    neighbor.position_source, neighbor.precision = "confirmed", "point"
    keep(database, "Next Door", service("Beside", neighbor))
    coordinator = log_in("coordinator")
    told = coordinator.post(
        f"{PAGE}/{misplaced.id}/point", suggestion(coordinator.get(PAGE)), page=PAGE, follow_redirects=True
    )
    assert "<b>0 left</b>, 1 settled today" in told.text
    (undo,) = re.findall(r'action="(/directory/changes/[-\w]+/undo)"', told.text)

    back = coordinator.post(undo, {"back": PAGE}, page=PAGE, follow_redirects=True)

    assert "<b>1 left</b>, 0 settled today" in back.text
    assert read(database, misplaced).latitude == MISPLACED["latitude"]


def test_the_whole_directory_is_gone_through_once_for_each_of_its_versions(
    monkeypatch: pytest.MonkeyPatch, log_in: LogIn, misplaced: Location, database: Database
) -> None:
    looked: list[int] = []

    def find(sites: Sequence[Site], over: Callable[..., Geocoder]) -> list[Alarm]:
        looked.append(len(sites))
        return find_alarms(sites, over)

    monkeypatch.setattr(alarm_desk, "find_alarms", find)
    coordinator = log_in("coordinator")
    for _ in range(2):
        assert "1 place whose point" in coordinator.get(PAGE).text
    assert looked == [1]

    keep(database, "Another House", service("Rooms", place()))

    assert "1 place whose point" in coordinator.get(PAGE).text
    assert looked == [1, 2]
