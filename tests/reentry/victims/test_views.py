"""Victim services' pages: a queue that holds every request, and places that nobody else opens."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, text

from agency.access.case_access import CaseAccess
from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.settings import Settings
from agency.staff.staff import Role
from agency.tables import Base
from reentry.people.people import Person
from reentry.victims.clearances import MANY, Clearance
from reentry.victims.protected_places import ProtectedPlace
from tests import figures
from tests.browser import Browser
from tests.conftest import NOW
from tests.reentry.victims.conftest import PROTECTED, STREET, Choice

BLIND = AuditEntry.event.startswith("protected_place.")


def protect(keeper: Browser, person_id: UUID, **changes: object) -> int:
    """Victim services enter a place; the status of the answer."""
    page = f"/people/{person_id}/protected-places"
    return keeper.post(page, {**PROTECTED, **changes}, page=page).status


def ask(desk: Browser, chosen: Choice) -> str:
    """The officer asks about the chosen place; where victim services find the request."""
    assert desk.post(f"{chosen.page}/place-check", page=chosen.page).status == 303
    return "/place-checks"


def request_of(database: Database) -> str:
    """Where the one request stands."""
    with database.reading() as session:
        return f"/place-checks/{session.scalars(select(Clearance)).one().id}"


def test_a_request_goes_through_the_queue_and_comes_back_as_a_state(
    database: Database, desk: Browser, keeper: Browser, chosen: Choice
) -> None:
    queue = ask(desk, chosen)
    address = request_of(database)

    assert keeper.get("/").headers["Location"].endswith(queue)
    assert address in keeper.get(queue).text
    page = keeper.get(address)
    assert "Primary residence" in page.text
    assert "None is on record." in page.text
    assert keeper.post(address, {"version": 1, "note": "x"}, page=address).status == 422
    form = {"outcome": "not_approved", "note": "Wrenfeather lives there.", "version": 1}
    assert keeper.post(address, form, page=address).status == 303
    assert keeper.post(address, form, page=address).status == 409
    assert "Wrenfeather lives there." in keeper.get(address).text
    assert address in keeper.get(queue).text

    told = desk.get(chosen.page)
    assert "Not approved" in told.text
    assert "Nov 21, 2026" in told.text
    assert "Wrenfeather" not in told.text
    housing = desk.get(f"/plans/{chosen.plan_id}/sections/housing")
    assert "Place check: not approved" in housing.text
    for page in (told, housing):
        assert "check" not in page.across_the_desk.lower()


def test_many_requests_for_one_person_are_shown_with_a_warning(
    database: Database, desk: Browser, keeper: Browser, chosen: Choice
) -> None:
    for _ in range(MANY - 1):
        ask(desk, chosen)
        desk.post(f"{chosen.page}/place-check/withdraw", page=chosen.page)
    ask(desk, chosen)
    assert desk.get(chosen.page).text.count("Earlier: withdrawn") == MANY - 1
    with database.reading() as session:
        waiting = session.scalars(select(Clearance).where(Clearance.withdrawn_at.is_(None))).one().id

    page = keeper.get(f"/place-checks/{waiting}")

    assert f"<dt>For this person</dt><dd>{MANY}" in page.text
    assert "look twice" in page.text


def test_a_protected_place_is_entered_measured_and_ended(
    database: Database, desk: Browser, keeper: Browser, chosen: Choice
) -> None:
    found = keeper.post("/protected-places", {"number": "TD-1001"}, page="/protected-places")
    page = f"/people/{chosen.person_id}/protected-places"
    assert (found.status, found.headers["Location"]) == (303, page)
    assert protect(keeper, chosen.person_id, latitude="39.301", longitude="-76.6") == 303
    ask(desk, chosen)

    shown = keeper.get(request_of(database)).text

    assert STREET in shown
    assert "400 feet, give or take 200 feet" in shown
    assert "nearer than the order allows" in shown
    with database.reading() as session:
        place_id = session.scalars(select(ProtectedPlace)).one().id
    assert keeper.post(f"{page}/{place_id}/end", page=page).status == 303
    assert keeper.post(f"{page}/{place_id}/end", page=page).status == 409
    assert STREET not in keeper.get(request_of(database)).text
    assert "No longer protected" in keeper.get(page).text
    assert "a protected place was ended" in keeper.get(page).text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "castle"}, "kind"),
        ({"address_1": ""}, "address_1"),
        ({"city": "", "postal_code": ""}, "city"),
        ({"latitude": "39.3"}, "latitude"),
        ({"latitude": "-76.6", "longitude": "39.3"}, "latitude"),
        ({"latitude": "39.3", "longitude": "-76.6", "substitute": "true"}, "latitude"),
        ({"keep_away_ft": "-5"}, "keep_away_ft"),
        ({"until": "soon"}, "until"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_wrong_entry_comes_back_with_what_was_typed(
    keeper: Browser, chosen: Choice, changes: dict[str, object], field: str
) -> None:
    page = f"/people/{chosen.person_id}/protected-places"

    answer = keeper.post(page, {**PROTECTED, **changes}, page=page)

    assert answer.status == 422
    assert f'href="#field-{field}"' in answer.text
    assert "Her advocate Wrenfeather" in answer.text


def test_a_substitute_address_is_kept_and_never_placed(
    database: Database, keeper: Browser, chosen: Choice
) -> None:
    assert protect(keeper, chosen.person_id, substitute="true") == 303
    assert protect(keeper, chosen.person_id) == 303

    with database.reading() as session:
        places = session.scalars(select(ProtectedPlace)).all()
        placed = {bool(each.address.get("substitute")): each.place for each in places}
        assert placed[True] is None
        assert placed[False] is not None


def test_an_unknown_number_finds_nobody(keeper: Browser, chosen: Choice) -> None:
    answer = keeper.post("/protected-places", {"number": "TD-9999"}, page="/protected-places")

    assert answer.status == 422
    assert "There is no such record" in answer.text


def test_a_restricted_record_is_nameless_in_the_queue_and_its_places_do_not_open(
    database: Database, desk: Browser, keeper: Browser, officer: UUID, chosen: Choice
) -> None:
    ask(desk, chosen)
    with database.writing() as session:
        session.get_one(Person, chosen.person_id).restricted = True
        session.add(CaseAccess(record_id=chosen.person_id, staff_id=officer, kind="named", given_at=NOW))
        audit.record(session, "access.restricted", None, chosen.person_id)

    address = request_of(database)

    for page in ("/place-checks", address):
        shown = keeper.get(page)
        assert shown.status == 200
        assert "restricted record" in shown.text
        assert "Tidewater" not in shown.text
    assert keeper.get(f"/people/{chosen.person_id}/protected-places").status == 404
    assert keeper.post(address, {"outcome": "cleared", "version": 1}, page=address).status == 303
    assert "Cleared" in desk.get(chosen.page).text


def test_the_trail_tells_that_places_were_worked_on_and_whose_only_to_victim_services(
    database: Database, keeper: Browser, chosen: Choice
) -> None:
    protect(keeper, chosen.person_id)
    keeper.get(f"/people/{chosen.person_id}/protected-places")

    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(BLIND).order_by(AuditEntry.sequence)).all()
        marks = [each.details.pop("whose") for each in entries]
        assert [each.event.partition(".")[2] for each in entries] == ["listed", "entered", "listed"]
        assert {(each.subject_id, each.outcome) for each in entries} == {(None, "done")}
        assert len(set(marks)) == len(marks)
    page = keeper.get(f"/people/{chosen.person_id}/protected-places")
    assert "Test Victim_Services, a protected place was entered" in page.text


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_other_role_opens_any_of_it(
    log_in: Callable[..., Browser], keeper: Browser, database: Database, desk: Browser, chosen: Choice
) -> None:
    protect(keeper, chosen.person_id)
    ask(desk, chosen)
    places = f"/people/{chosen.person_id}/protected-places"
    addresses = ("/place-checks", request_of(database), "/protected-places", places)
    changes = (request_of(database), "/protected-places", places, f"{places}/{uuid4()}/end")

    for role in set(Role) - {Role.VICTIM_SERVICES, Role.OFFICER}:
        other = log_in(role.value)
        assert {other.get(each).status for each in addresses} == {403}, role
        assert {other.post(each, page="/account").status for each in changes} == {403}, role
    assert keeper.post(f"{chosen.page}/place-check", page="/account").status == 403


@pytest.mark.security
def test_what_is_protected_stands_in_no_row_and_no_file_in_plain(
    database: Database, desk: Browser, keeper: Browser, chosen: Choice, settings: Settings
) -> None:
    protect(keeper, chosen.person_id)
    ask(desk, chosen)
    address = request_of(database)
    keeper.post(address, {"outcome": "not_approved", "note": "Sings at night.", "version": 1}, page=address)
    words = [b"finchwing", b"wrenfeather", b"leaves for work at six", b"sings at night"]

    with database.reading() as session:
        places = {
            name: repr(session.execute(text(f'SELECT * FROM "{name}"')).all()).encode()  # noqa: S608 - our own tables
            for name in Base.metadata.tables
        }
    places |= {str(path): path.read_bytes() for path in settings.data.rglob("*") if path.is_file()}
    found = [(name, word) for name, data in places.items() for word in words if word in data.lower()]

    figures.record("canaries", len(places), len(found))
    assert found == []
