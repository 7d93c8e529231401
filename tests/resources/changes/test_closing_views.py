"""Closed, paused, moved in one small form; and a point on the map that a person confirmed."""

from datetime import date
from uuid import UUID

import pytest

from agency.database import Database
from resources.records.locations import CONFIRMED, Location
from resources.records.services import Service
from tests.resources.changes.conftest import LogIn, changes
from tests.resources.directory_records import keep, place, service


@pytest.mark.parametrize(
    ("form", "state"),
    [
        ({"what": "defunct"}, ("defunct", None)),
        ({"what": "inactive"}, ("inactive", None)),
        (
            {"what": "temporarily closed", "closed_until": "2027-01-04"},
            ("temporarily closed", date(2027, 1, 4)),
        ),
        ({"what": "temporarily closed"}, ("temporarily closed", None)),
    ],
)
def test_a_service_closes_for_good_or_for_a_while(
    database: Database, log_in: LogIn, house: UUID, form: dict[str, str], state: tuple[str, date | None]
) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}/close"

    assert browser.post(page, form, page).status == 303
    with database.reading() as session:
        record = session.get_one(Service, house)
        assert (record.status, record.closed_until) == state


def test_a_service_that_opens_again_is_closed_no_longer(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}/close"
    browser.post(page, {"what": "temporarily closed", "closed_until": "2027-01-04"}, page)

    browser.post(page, {"what": "active"}, page)

    with database.reading() as session:
        record = session.get_one(Service, house)
        assert (record.status, record.closed_until) == ("active", None)


NEW = {
    "what": "moved",
    "address_1": "1 New Street",
    "city": "Rockville",
    "state_province": "MD",
    "postal_code": "20850",
}


def test_a_place_that_moved_is_found_anew_from_its_address(
    database: Database, log_in: LogIn, house: UUID, place_id: UUID
) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}/close"
    point = {"latitude": "39.66", "longitude": "-78.75", "opened_latitude": "39.65"}
    browser.post(f"/directory/locations/{place_id}/point", point | {"opened_longitude": "-78.76"}, page)

    answer = browser.post(page, NEW | {"location_id": str(place_id)}, page)

    assert answer.status == 303
    with database.reading() as session:
        where = session.get_one(Location, place_id)
        assert (where.addresses[0].line, where.addresses[0].region) == (
            "1 New Street, Rockville, MD 20850",
            "Montgomery County",
        )
        assert where.latitude is not None
        assert abs(where.latitude - 39.08) < 0.1
        assert where.position_source == "zip_center"


def test_a_confidential_place_that_moved_has_no_point(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Lantern", service("Shelter", place(confidential=True)))
    own, where = kept.services[0].id, kept.locations[0].id
    browser, page = log_in("coordinator"), f"/directory/services/{own}/close"

    answer = browser.post(page, NEW | {"location_id": str(where)}, page)

    assert answer.status == 303
    with database.reading() as session:
        moved = session.get_one(Location, where)
        assert (moved.addresses[0].city, moved.latitude, moved.confidential) == ("Rockville", None, True)


def test_a_day_that_is_over_ends_no_pause(database: Database, log_in: LogIn, house: UUID) -> None:
    """As on the provider's own form; today still does."""
    browser, page = log_in("coordinator"), f"/directory/services/{house}/close"
    yesterday, today = ({"what": "temporarily closed", "closed_until": f"2026-11-{day}"} for day in (20, 21))

    assert "This day is over" in browser.post(page, yesterday, page).text
    with database.reading() as session:
        assert session.get_one(Service, house).status == "active"
    assert browser.post(page, today, page).status == 303


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "what"),
        ({"what": "gone"}, "what"),
        ({"what": "moved"}, "city"),
        ({"what": "temporarily closed", "closed_until": "soon"}, "closed_until"),
        ({"what": "temporarily closed", "closed_until": "2026-11-20"}, "closed_until"),
        (NEW | {"postal_code": "none", "location_id": "x"}, "postal_code"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    log_in: LogIn, house: UUID, form: dict[str, str], field: str
) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}/close"

    answer = browser.post(page, form | {"note": "Called them"}, page)

    assert answer.status == 422
    assert f'href="#field-{field}"' in answer.text
    assert answer.typed["note"] == ["Called them"]


def test_an_officer_proposes_that_it_closed(database: Database, log_in: LogIn, house: UUID) -> None:
    browser, page = log_in("officer"), f"/directory/services/{house}/close"

    browser.post(page, {"what": "defunct"}, page)

    with database.reading() as session:
        assert session.get_one(Service, house).status == "active"
    assert [each.state for each in changes(database)] == ["open"]


AT = {"opened_latitude": "39.65", "opened_longitude": "-78.76"}


def test_a_confirmed_point_is_remembered_as_confirmed(
    database: Database, log_in: LogIn, house: UUID, place_id: UUID
) -> None:
    browser, page = log_in("coordinator"), f"/directory/services/{house}"

    shown = browser.get(page)
    browser.post(
        f"/directory/locations/{place_id}/point", AT | {"latitude": "39.651", "longitude": "-78.761"}, page
    )

    assert "Confirm this point" in shown.text
    with database.reading() as session:
        where = session.get_one(Location, place_id)
        assert (where.latitude, where.longitude, where.position_source) == (39.651, -78.761, CONFIRMED)


def test_a_point_that_was_moved_meanwhile_is_not_moved_again_unawares(
    database: Database, log_in: LogIn, place_id: UUID
) -> None:
    browser, page = log_in("coordinator"), f"/directory/locations/{place_id}/edit"
    address = f"/directory/locations/{place_id}/point"
    browser.post(address, AT | {"latitude": "39.651", "longitude": "-78.761"}, page)

    met = browser.post(address, AT | {"latitude": "39.7", "longitude": "-78.7"}, page)

    assert met.status == 409
    assert "39.65100" in met.text
    assert "39.70000" in met.text


@pytest.mark.parametrize("latitude", ["", "north", "99"])
def test_what_is_no_point_is_refused_and_the_other_half_of_it_is_kept(
    log_in: LogIn, place_id: UUID, latitude: str
) -> None:
    browser, page = log_in("coordinator"), f"/directory/locations/{place_id}/edit"

    answer = browser.post(
        f"/directory/locations/{place_id}/point", AT | {"latitude": latitude, "longitude": "-78"}, page
    )

    assert answer.status == 422
    assert 'href="#field-latitude"' in answer.text
    assert [answer.typed[name] for name in ("latitude", "longitude")] == [[latitude], ["-78"]]
    assert answer.typed["opened_latitude"] == ["39.65"]


def test_the_same_point_again_changes_nothing_and_says_so(log_in: LogIn, place_id: UUID) -> None:
    browser, page = log_in("coordinator"), f"/directory/locations/{place_id}/edit"
    address, where = f"/directory/locations/{place_id}/point", {"latitude": "39.7", "longitude": "-78.7"}
    browser.post(address, AT | where, page)

    again = browser.post(address, AT | where, page)

    assert again.status == 422
    assert "Nothing would change" in again.text
    assert again.typed["longitude"] == ["-78.7"]


def test_a_confidential_place_takes_no_point(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Lantern", service("Shelter", place(confidential=True)))
    address = f"/directory/locations/{kept.locations[0].id}/point"

    answer = log_in("coordinator").post(
        address, AT | {"latitude": "39.7", "longitude": "-78.7"}, "/directory"
    )

    assert answer.status == 422


def test_what_was_written_down_is_told_in_one_line_with_its_undo(
    database: Database, log_in: LogIn, house: UUID
) -> None:
    page, coordinator = f"/directory/services/{house}", log_in("coordinator")
    typed = {"what": "temporarily closed", "closed_until": "2027-02-14"}

    told = coordinator.post(f"{page}/close", typed, f"{page}/close", follow_redirects=True)

    assert "Temporarily closed until Feb 14, 2027: Step House." in told.text
    (closed,) = changes(database)
    undo = f"/directory/changes/{closed.id}/undo"
    assert f'action="{undo}"' in told.text
    answer = coordinator.post(undo, {"back": page}, page)
    assert answer.headers["Location"] == page
    with database.reading() as session:
        assert session.get_one(Service, house).status == "active"


def test_a_proposal_to_close_offers_no_undo(database: Database, log_in: LogIn, house: UUID) -> None:
    page, officer = f"/directory/services/{house}", log_in("officer")

    told = officer.post(f"{page}/close", {"what": "defunct"}, f"{page}/close", follow_redirects=True)

    assert "Proposed: Step House. It waits for the coordinator." in told.text
    assert "/undo" not in told.text
