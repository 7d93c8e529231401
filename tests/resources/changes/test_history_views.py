"""The history of a record shows every change and its origin; a change is taken back, unless something changed since."""

from uuid import UUID, uuid4

from agency.audit import audit
from agency.database import Database
from resources.changes import editing
from resources.changes.editing import Author
from resources.changes.fields import value_of
from resources.records.locations import CONFIRMED, Location
from resources.records.services import Service
from tests.conftest import NOW
from tests.resources.changes.conftest import LogIn, changes

BY_PROVIDER = Author(None, NOW, "Lou at the desk")


def _edit(database: Database, house: UUID, origin: str = "staff", **after: object) -> None:
    with database.writing() as session:
        editing.edit(session, session.get_one(Service, house), after, BY_PROVIDER, origin=origin)


def test_history_says_before_and_after_who_and_by_what_way(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    _edit(database, house, "provider", alert="Ring twice", cost_cents=12_050)

    page = log_in("officer").get(f"/directory/services/{house}/history").text

    for said in ("Ring twice", "$120.50", "Lou at the desk", "The provider", "In force", "Nov 21, 2026"):
        assert said in page
    assert "said by the provider (Lou at the desk), Nov 21, 2026" in page
    assert "Take back" not in page


def test_history_of_one_field_leaves_the_others_out(database: Database, log_in: LogIn, house: UUID) -> None:
    _edit(database, house, alert="Ring twice")
    _edit(database, house, description="A house")

    page = log_in("officer").get(f"/directory/services/{house}/history?field=alert").text

    assert "Ring twice" in page
    assert "A house" not in page


def test_a_change_is_taken_back_and_that_is_a_change_too(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    _edit(database, house, alert="Ring twice")
    (change,) = changes(database)
    history = f"/directory/services/{house}/history"

    answer = log_in("coordinator").post(f"/directory/changes/{change.id}/undo", {}, history)

    assert answer.status == 303
    with database.reading() as session:
        assert session.get_one(Service, house).alert == ""
    assert {each.origin for each in changes(database)} == {"staff", "undo"}


def test_what_was_changed_since_is_shown_and_not_taken_back(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    _edit(database, house, alert="Ring twice")
    (first,) = changes(database)
    _edit(database, house, alert="Knock")

    answer = log_in("coordinator").post(
        f"/directory/changes/{first.id}/undo", {}, f"/directory/services/{house}/history"
    )

    assert answer.status == 409
    assert "Ring twice" in answer.text
    assert "Knock" in answer.text
    with database.reading() as session:
        assert session.get_one(Service, house).alert == "Knock"


def test_an_officer_takes_nothing_back(database: Database, log_in: LogIn, house: UUID) -> None:
    _edit(database, house, alert="Ring twice")

    answer = log_in("officer").post(f"/directory/changes/{changes(database)[0].id}/undo", {}, "/directory")

    assert answer.status == 403


def test_no_such_record_and_no_such_change(log_in: LogIn) -> None:
    coordinator = log_in("coordinator")

    assert coordinator.get(f"/directory/services/{uuid4()}/history").status == 404
    assert coordinator.post(f"/directory/changes/{uuid4()}/undo", {}, "/directory").status == 404


def test_a_change_is_taken_back_once_and_again_where_that_was_taken_back_itself(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    with database.writing() as session:
        first = editing.edit(
            session, session.get_one(Service, house), {"alert": "Ring twice"}, BY_PROVIDER
        ).id
    browser, page = log_in("coordinator"), f"/directory/services/{house}/history"

    def undo(change: UUID) -> int:
        return browser.post(f"/directory/changes/{change}/undo", {}, page).status

    assert [undo(first) for _ in range(3)] == [303, 409, 409]
    assert len(changes(database)) == 2
    assert f"/directory/changes/{first}/undo" not in browser.get(page).text
    assert "was taken back already" in browser.post(f"/directory/changes/{first}/undo", {}, page).text

    assert undo(next(each.id for each in changes(database) if each.undoes == first)) == 303
    assert undo(first) == 303
    with database.reading() as session:
        assert session.get_one(Service, house).alert == ""


def test_a_street_that_became_secret_is_gone_from_the_history(
    database: Database, log_in: LogIn, house: UUID, place_id: UUID
) -> None:
    with database.writing() as session:
        where = session.get_one(Location, place_id)
        editing.edit(session, where, {"point": {"latitude": 39.6512, "longitude": -78.7654}}, BY_PROVIDER)
        after = {"description": "At 9 Pretend Street."}
        editing.edit(session, session.get_one(Service, house), after, BY_PROVIDER)
    with database.writing() as session:
        editing.edit(session, session.get_one(Location, place_id), {"confidential": True}, BY_PROVIDER)

    coordinator = log_in("coordinator")
    pages = (f"services/{house}/history", f"locations/{place_id}/history", f"services/{house}/edit")
    for path in pages:
        text = coordinator.get(f"/directory/{path}").text
        assert "Pretend Street" not in text, path
        assert "39.65" not in text, path


def test_a_moved_place_gets_its_confirmed_point_back_when_that_is_taken_back(
    database: Database, log_in: LogIn, place_id: UUID
) -> None:
    with database.writing() as session:
        where = session.get_one(Location, place_id)
        editing.edit(session, where, {"point": {"latitude": 39.66, "longitude": -78.75}}, BY_PROVIDER)
        moved = [{**each, "city": "Frostburg"} for each in value_of(where, "addresses")]
        change = editing.edit(session, where, {"addresses": moved}, BY_PROVIDER)
        assert where.latitude is None
        audit.record(session, "directory.edited", None, place_id, fields="point")
        where.latitude, where.longitude, where.position_source = 39.6, -78.9, "zip_center"
        own = change.id

    page = f"/directory/locations/{place_id}/history"
    answer = log_in("coordinator").post(f"/directory/changes/{own}/undo", {}, page)

    assert answer.status == 303
    with database.reading() as session:
        where = session.get_one(Location, place_id)
        assert (where.latitude, where.position_source) == (39.66, CONFIRMED)


def test_the_history_of_a_service_leads_to_those_of_its_places(
    database: Database, log_in: LogIn, house: UUID, place_id: UUID
) -> None:
    page, own = f"/directory/services/{house}/history", f"/directory/locations/{place_id}/history"
    officer = log_in("officer")
    assert own in officer.get(page).text
    with database.writing() as session:
        editing.edit(session, session.get_one(Location, place_id), {"confidential": True}, BY_PROVIDER)

    assert own not in officer.get(page).text
    assert own in log_in("coordinator").get(page).text
