"""The pages of calls: what is typed once is kept whole or refused in words, and nobody else's page opens."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from resources.records.capacity import Capacity
from resources.upkeep import budget
from resources.upkeep.batches import CallBatch
from resources.upkeep.calls import Call
from resources.upkeep.room import Room
from tests.browser import Browser
from tests.resources.directory_records import keep, place, service

LogIn = Callable[..., Browser]
CALLERS = ("officer", "case_manager", "investigator", "caseworker", "coordinator", "supervisor")
OTHERS = ("victim_services", "administrator", "auditor")
REACHED = {"outcome": "reached", "spoke_with": "the desk"}


def rows(database: Database, model: type[Any]) -> list[Any]:
    """Everything of a table."""
    with database.reading() as session:
        return list(session.scalars(select(model)))


def test_a_call_is_typed_once_and_shown_on_the_record(database: Database, log_in: LogIn, rooms: UUID) -> None:
    page, browser = f"/directory/services/{rooms}", log_in("officer")
    typed = {"said": "Two are free.", "available": "2", "unit": "beds", "waiting": "4", "all_of_it": "true"}

    answer = browser.post(f"{page}/calls", {**REACHED, **typed, "next_try": "", "waiting_days": ""}, page)
    shown = browser.get(page).text

    assert (answer.status, answer.headers["Location"]) == (303, page)
    assert "Two are free." in shown
    assert "2 beds free" in shown
    assert "verified today" in shown
    assert "never verified" not in shown
    with database.reading() as session:
        events = session.execute(select(AuditEntry.event, AuditEntry.subject_id, AuditEntry.details)).all()
    assert ("directory.called", rooms, {"result": "reached"}) in [tuple(each) for each in events]


@pytest.mark.parametrize("role", CALLERS)
def test_whoever_speaks_with_providers_logs_calls(log_in: LogIn, rooms: UUID, role: str) -> None:
    page = f"/directory/services/{rooms}/calls"
    browser = log_in(role)

    assert browser.get("/directory/calls").status == 200
    assert browser.get("/directory/room").status == 200
    assert browser.post(page, {"outcome": "no_answer"}, page).status == 303


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_does(log_in: LogIn, database: Database, rooms: UUID, role: str) -> None:
    browser = log_in(role)

    for address in ("/directory/calls", "/directory/room", f"/directory/services/{rooms}/calls"):
        assert browser.get(address).status == 403
    assert browser.post(f"/directory/services/{rooms}/calls", REACHED, "/directory").status == 403
    assert "Log a call" not in browser.get(f"/directory/services/{rooms}").text
    assert rows(database, Call) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Say what came of the call."),
        ({"outcome": "shouted"}, "Say what came of the call."),
        ({"outcome": "reached"}, "Say who answered"),
        ({"outcome": "reached", "spoke_with": "  "}, "Say who answered"),
        ({"outcome": "reached", "spoke_with": "\u200b"}, "Say who answered"),
        ({"outcome": "no_answer", "all_of_it": "true"}, "Nobody was reached"),
        ({"outcome": "no_answer", "confirmed": "phone"}, "Nobody was reached"),
        ({"outcome": "left_message", "available": "0"}, "Nobody was reached"),
        ({**REACHED, "available": "-1"}, "A whole number from 0"),
        ({**REACHED, "available": "some"}, "A whole number from 0"),
        ({**REACHED, "waiting_days": "99999"}, "A whole number from 0"),
        ({**REACHED, "next_try": "2026-11-20"}, "This day is over."),
        ({**REACHED, "next_try": "soon"}, "Write the day as"),
        ({**REACHED, "confirmed": "soul"}, "There is no such part."),
        ({**REACHED, "said": "x" * 4001}, "At most 4,000"),
        ({**REACHED, "unheard": "of"}, "Unknown field"),
    ],
)
def test_a_call_that_cannot_be_is_refused_and_what_was_typed_is_kept(
    database: Database, log_in: LogIn, rooms: UUID, typed: dict[str, str], said: str
) -> None:
    page = f"/directory/services/{rooms}/calls"

    answer = log_in("caseworker").post(page, {"said": "They were kind.", **typed}, page)

    assert answer.status == 422
    assert said in answer.text
    assert typed.get("said", "They were kind.") in answer.text
    assert rows(database, Call) == rows(database, Capacity) == []


def test_the_script_stands_beside_every_call_to_log(log_in: LogIn, rooms: UUID) -> None:
    shown = log_in("officer").get(f"/directory/services/{rooms}/calls").text

    assert "Good morning, this is Test Officer of Test Office." in shown
    assert "Is the program still called Rooms, of Invented House?" in shown


def test_survivors_are_not_called_again(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Haven", service("Line", place(), victim_services=True)).services[0].id
    page = f"/directory/services/{kept}/calls"
    browser = log_in("officer")

    answer = browser.post(page, {"outcome": "no_answer", "next_try": "2026-12-01"}, page)

    assert answer.status == 422
    assert 'name="next_try"' not in browser.get(page).text
    assert "nobody is chased" in browser.get(page).text
    assert "Good morning" not in browser.get(page).text
    assert "Haven" not in browser.get("/directory/calls").text
    assert "Haven" not in browser.get("/directory/room").text


@pytest.mark.parametrize(("role", "status"), [("officer", 404), ("coordinator", 200)])
def test_a_held_record_takes_calls_of_those_who_decide_about_it(
    database: Database, log_in: LogIn, role: str, status: int
) -> None:
    kept = keep(database, "Waiting House", service("Rooms", held=True)).services[0].id

    assert log_in(role).get(f"/directory/services/{kept}/calls").status == status


@pytest.mark.parametrize(
    ("back", "home"),
    [
        ("/people", "/people"),
        ("//evil.example", ""),
        ("https://evil.example", ""),
        ("/\\evil.example", ""),
        ("", ""),
    ],
)
def test_after_a_call_one_is_back_where_one_was_and_nowhere_else(
    log_in: LogIn, rooms: UUID, back: str, home: str
) -> None:
    page = f"/directory/services/{rooms}"

    answer = log_in("officer").post(f"{page}/calls", {"outcome": "no_answer", "back": back}, page)

    assert answer.headers["Location"] == (home or page)


def test_the_queue_says_what_the_pace_comes_to(database: Database, log_in: LogIn, rooms: UUID) -> None:
    shown = log_in("officer").get("/directory/calls").text

    assert "At 4 hours a week" in shown
    assert "34 calls a week" in shown
    assert "never verified" in shown
    assert "Make a batch" not in shown
    assert str(rooms) in shown


def test_an_empty_directory_has_nobody_to_call(log_in: LogIn) -> None:
    browser = log_in("coordinator")

    assert "There is no record to call about." in browser.get("/directory/calls").text
    assert "No program in the directory" in browser.get("/directory/room").text
    answer = browser.post(
        "/directory/calls/batches", {"count": "5", "assigned_to": _me(browser)}, "/directory/calls"
    )
    assert answer.headers["Location"] == "/directory/calls"


def test_the_calls_of_the_office_that_are_due_today_are_listed(
    log_in: LogIn, rooms: UUID, call: Callable[..., None], database: Database
) -> None:
    call(rooms, "no_answer", "", said="rings through", next_try=database.clock.now().date())

    shown = log_in("caseworker").get("/directory/calls").text

    assert "To try again today" in shown
    assert "rings through" in shown


def test_hours_and_clocks_are_set_and_hold(database: Database, log_in: LogIn, rooms: UUID) -> None:
    browser = log_in("coordinator")
    typed = {**_usual(), "hours_per_week": "0.5", "phone": "14"}

    answer = browser.post("/directory/budget", typed, "/directory/budget")

    assert answer.status == 303
    assert "4 calls a week" in browser.get("/directory/calls").text
    with database.reading() as session:
        assert budget.clocks(session) == {**budget.USUAL_CLOCKS, "phone": 14}
        assert budget.current(session).clocks == {"phone": 14}


@pytest.mark.parametrize(
    "wrong",
    [{"hours_per_week": "-1"}, {"minutes_per_call": "0"}, {"cycle_months": "x"}, {"phone": "0"}, {"a": "1"}],
)
def test_hours_that_cannot_be_are_refused(database: Database, log_in: LogIn, wrong: dict[str, str]) -> None:
    answer = log_in("coordinator").post("/directory/budget", {**_usual(), **wrong}, "/directory/budget")

    assert answer.status == 422
    assert rows(database, budget.Budget) == []


def test_the_usual_hours_saved_unchanged_are_no_change(database: Database, log_in: LogIn) -> None:
    answer = log_in("coordinator").post("/directory/budget", _usual(), "/directory/budget")

    assert answer.status == 303
    assert rows(database, budget.Budget) == []


@pytest.mark.parametrize("role", ["officer", "caseworker"])
def test_hours_are_for_those_who_keep_the_directory(log_in: LogIn, role: str) -> None:
    browser = log_in(role)

    assert browser.get("/directory/budget").status == 403
    assert browser.post("/directory/budget", _usual(), "/directory/calls").status == 403
    assert browser.post("/directory/calls/batches", {"count": "1"}, "/directory/calls").status == 403


def test_the_room_of_many_is_typed_on_one_page(database: Database, log_in: LogIn) -> None:
    one, two = sorted(
        keep(database, "Houses", service("A", place()), service("B", place())).services,
        key=lambda each: each.name,
    )
    browser = log_in("caseworker")

    answer = browser.post(
        "/directory/room",
        {
            f"available-{one.id}": "2",
            f"unit-{one.id}": "beds",
            f"unit-{two.id}": "beds",
            f"by-{one.id}": "Ms. Example",
        },
        "/directory/room",
    )

    assert answer.status == 303
    assert "2 beds free" in browser.get("/directory/room").text
    (said,) = rows(database, Capacity)
    assert (said.service_id, said.available, said.waiting, said.said_by) == (one.id, 2, None, "Ms. Example")
    assert said.said_at == database.clock.now()


def test_one_wrong_line_keeps_none_and_loses_none(database: Database, log_in: LogIn) -> None:
    one, two = keep(database, "Houses", service("A", place()), service("B", place())).services
    typed = {f"available-{one.id}": "2", f"waiting-{two.id}": "many"}

    answer = log_in("coordinator").post("/directory/room", typed, "/directory/room")

    assert answer.status == 422
    assert 'value="many"' in answer.text
    assert 'value="2"' in answer.text
    assert rows(database, Capacity) == []


def test_the_room_of_what_is_not_on_the_page_cannot_be_typed(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Haven", service("Shelter", place(), victim_services=True)).services[0].id

    answer = log_in("officer").post("/directory/room", {f"available-{kept}": "2"}, "/directory/room")

    assert answer.status == 422
    assert rows(database, Capacity) == []


def test_a_batch_is_made_worked_through_and_done(database: Database, log_in: LogIn, rooms: UUID) -> None:
    other = keep(database, "Other House", service("Beds", place())).services[0].id
    browser = log_in("coordinator")
    typed = {"count": "1", "assigned_to": _me(browser)}

    page = browser.post("/directory/calls/batches", typed, "/directory/calls").headers["Location"]
    second = browser.post("/directory/calls/batches", {**typed, "count": "9"}, "/directory/calls")
    first, later = rows(database, CallBatch)[0], browser.get(second.headers["Location"]).text

    shown = browser.get(page).text
    called = rooms if f"/services/{rooms}/calls" in shown else other
    left = other if called == rooms else rooms
    assert f"/services/{left}/calls" in later, "what stands in a batch is not handed out again"
    assert "<b>1 left</b>, 0 made" in shown
    assert "Good morning, this is Test Coordinator of Test Office." in shown
    sent = browser.post(f"/directory/services/{called}/calls", {"outcome": "no_answer", "back": page}, page)
    assert sent.headers["Location"] == page
    assert "Every call of this batch was made." in browser.get(page).text
    assert first.assigned_to == first.made_by


@pytest.mark.parametrize(
    "wrong",
    [{"count": "0"}, {"count": "many"}, {"count": "201"}, {"assigned_to": str(uuid4())}, {"assigned_to": ""}],
)
def test_a_batch_that_cannot_be_is_refused(
    database: Database, log_in: LogIn, rooms: UUID, wrong: dict[str, str]
) -> None:
    browser = log_in("coordinator")
    typed = {"count": "1", "assigned_to": _me(browser), **wrong}

    answer = browser.post("/directory/calls/batches", typed, "/directory/calls")

    assert answer.status == 422
    assert rows(database, CallBatch) == []


@pytest.mark.usefixtures("rooms")
def test_a_batch_prints_numbers_to_call_and_what_to_ask(log_in: LogIn) -> None:
    browser = log_in("coordinator")
    page = browser.post(
        "/directory/calls/batches", {"count": "1", "assigned_to": _me(browser)}, "/directory/calls"
    ).headers["Location"]
    printed = browser.post(f"{page}/script.html", {}, page)
    pdf = browser.post(f"{page}/script.pdf", {}, page)

    assert "410-555-0100" in printed.text
    assert "410-555-0199" not in printed.text, "a fax is never called"
    assert "Is this the best number to call?" in printed.text
    assert "never confirmed, due" in printed.text
    assert (pdf.headers["Content-Type"], pdf.data[:5]) == ("application/pdf", b"%PDF-")


def test_what_is_held_since_is_left_out_of_its_batch(database: Database, log_in: LogIn, rooms: UUID) -> None:
    browser = log_in("coordinator")
    page = browser.post(
        "/directory/calls/batches", {"count": "1", "assigned_to": _me(browser)}, "/directory/calls"
    ).headers["Location"]

    browser.post(f"/directory/services/{rooms}/hold", {}, "/directory")

    assert browser.get(page).status == 404
    assert browser.get(f"/directory/calls/{uuid4()}").status == 404


def test_each_day_of_room_is_told(
    database: Database, log_in: LogIn, rooms: UUID, call: Callable[..., None]
) -> None:
    with database.writing() as session:
        session.add(Capacity(service_id=rooms, unit="beds", available=4, said_on=date(2026, 11, 19)))
        audit.record(session, "directory.edited", None, rooms, fields="capacities")
    call(rooms, room=Room("beds", 1))

    shown = log_in("officer").get(f"/directory/services/{rooms}").text

    assert re.findall(r"<meter min=\"0\" max=\"(\d+)\" value=\"(\d+)\"", shown) == [("4", "1"), ("4", "4")]


def _me(browser: Browser) -> str:
    found = re.search(r'<option value="([0-9a-f-]{36})" selected>', browser.get("/directory/calls").text)
    assert found
    return found[1]


def _usual() -> dict[str, str]:
    return {name: f"{value:g}" for name, value in (*budget.USUAL.items(), *budget.USUAL_CLOCKS.items())}


def test_the_bar_says_how_many_of_the_weeks_calls_are_left(
    database: Database, log_in: LogIn, rooms: UUID
) -> None:
    for name in ("One", "Two"):
        keep(database, f"{name} House", service("Beds", place()))
    browser = log_in("officer")
    assert "<b>3 left</b>, 0 of this week’s 34 calls made" in browser.get("/directory/calls").text

    browser.post(f"/directory/services/{rooms}/calls", {**REACHED, "all_of_it": "true"}, "/directory/calls")

    assert "<b>2 left</b>, 1 of this week’s 34 calls made" in browser.get("/directory/calls").text


def test_a_long_queue_and_a_long_list_of_programs_have_pages(
    monkeypatch: pytest.MonkeyPatch, database: Database, log_in: LogIn
) -> None:
    monkeypatch.setattr("resources.upkeep.queue_views.SHOWN", 1)
    monkeypatch.setattr("resources.upkeep.queue_views.PROGRAMS", 1)
    monkeypatch.setattr("resources.upkeep.room.PROGRAMS", 1)
    first, other = service("Rooms", place()), service("Beds", place())
    for name, each in (("First House", first), ("Other House", other)):
        each.needs[0].main = True
        keep(database, name, each)
    browser = log_in("coordinator")

    pages = [browser.get(f"/directory/calls?page={number}").text for number in (1, 2, 99)]
    assert "Page 1 of 2" in pages[0]
    assert pages[1].split("<tbody>")[1] != pages[0].split("<tbody>")[1]
    assert "Page 2 of 2" in pages[2]
    last = browser.get("/directory/room?need=housing&page=2")
    assert "Housing: 2 programs, 1 on this page" in last.text
    assert "Other House" in last.text
    field = f"available-{other.id}"
    sent = browser.post("/directory/room?need=housing&page=2", {field: "3"}, "/directory/room?page=2")
    assert sent.status == 303
    assert [each.available for each in rows(database, Capacity)] == [3]
