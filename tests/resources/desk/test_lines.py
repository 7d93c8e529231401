"""The desk names what waits: neither what is settled, nor what another record stands for."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from agency.audit import audit
from agency.database import Database
from resources.changes import editing
from resources.changes.editing import Author
from resources.changes.provider_link import ProviderLink
from resources.desk.arrivals import arrivals
from resources.desk.conflicts import conflicts
from resources.desk.due import due
from resources.desk.lines import PAGES, Line
from resources.records.do_not_refer import DoNotRefer
from resources.records.licenses import License
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service
from resources.upkeep.calls import Call
from tests.browser import Browser
from tests.conftest import CountQueries
from tests.resources.directory_records import keep, place, service

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 21, 9, tzinfo=ZONE)
TODAY = date(2026, 11, 21)
AUTHOR = Author(None, NOW, "The desk")


def _day(days: int) -> date:
    return TODAY + timedelta(days)


def _told(lines: Iterable[Line]) -> dict[str, tuple[int | None, list[str]]]:
    return {line.key: (line.number, [each.name for each in line.first]) for line in lines}


def _due(database: Database) -> dict[str, tuple[int | None, list[str]]]:
    with database.reading() as session:
        return _told(due(session, NOW))


def _write(database: Database, *rows: object) -> None:
    with database.writing() as session:
        session.add_all(rows)
        audit.record(session, "directory.edited", None, fields="all")


def test_a_call_is_due_when_the_last_one_said_so(database: Database) -> None:
    made = keep(
        database, "House", service("Again"), service("Later"), service("Reached"), service("Gone")
    ).services
    again, later, reached, gone = (
        next(each.id for each in made if each.name == name) for name in ("Again", "Later", "Reached", "Gone")
    )
    for id_, hour, next_try in (
        (again, 8, TODAY),
        (later, 8, _day(1)),
        (reached, 7, TODAY),
        (reached, 8, None),
        (gone, 8, TODAY),
    ):
        _write(
            database, Call(service_id=id_, at=NOW.replace(hour=hour), outcome="no_answer", next_try=next_try)
        )
    with database.writing() as session:
        session.get_one(Service, gone).merged_into = again
        audit.record(session, "directory.edited", None, fields="merged_into")

    assert _due(database)["calls"] == (1, ["Again"])


def test_what_lapses_and_ends_is_told_ahead_and_what_has_ended_is_not(database: Database) -> None:
    keep(
        database,
        "House",
        service(
            "Lapsed",
            assured_date=TODAY,
            assured_with="the desk",
            licenses=[License(name="License", expires_on=_day(-1))],
        ),
        service(
            "Lapsing",
            assured_date=TODAY,
            assured_with="the desk",
            licenses=[License(name="License", expires_on=_day(60))],
        ),
        service(
            "Sound",
            assured_date=_day(-365),
            assured_with="the desk",
            licenses=[License(name="License", expires_on=_day(61))],
        ),
        service("Open again", status="temporarily closed", closed_until=TODAY),
        service("Still closed", status="temporarily closed", closed_until=_day(1)),
        service("Stale", assured_date=_day(-366), assured_with="the desk"),
        service("Never gone over"),
        service("Soon", assured_date=TODAY, assured_with="the desk", do_not_refer=[_not_referred(30)]),
        service("For long", assured_date=TODAY, assured_with="the desk", do_not_refer=[_not_referred(31)]),
        service("No more", assured_date=TODAY, assured_with="the desk", do_not_refer=[_not_referred(-1)]),
    )

    assert _due(database) == {
        "calls": (0, []),
        "verification": (2, ["Never gone over", "Stale"]),
        "lapsed": (1, ["Lapsed"]),
        "lapsing": (1, ["Lapsing"]),
        "reopening": (1, ["Open again"]),
        "do_not_refer": (1, ["Soon"]),
        "links": (0, []),
    }


def _not_referred(days: int) -> DoNotRefer:
    return DoNotRefer(reason="Sent people away", since=_day(-90), until=_day(days))


def test_a_link_is_told_before_it_expires(database: Database) -> None:
    made = keep(database, "House", service("Rooms"))
    for number, (days, ended) in enumerate([(14, None), (15, None), (-1, None), (5, NOW)]):
        link = ProviderLink(
            organization_id=made.id,
            token_digest=str(number),
            sent_to="The desk",
            made_at=NOW,
            expires_at=NOW + timedelta(days),
            ended_at=ended,
        )
        _write(database, link)

    assert _due(database)["links"] == (1, ["House"])


def test_proposals_come_in_by_who_made_them_and_readings_by_rule(database: Database) -> None:
    read = [
        ServiceRequirement(rule="veteran", mode="must", value=True, source="prose", confirmed_on=day)
        for day in (None, None, TODAY)
    ]
    made = keep(database, "House", service("Rooms", requirements=read)).services[0]
    with database.writing() as session:
        record = session.get_one(Service, made.id)
        editing.propose(session, record, {"alert": "Full"}, AUTHOR, origin="provider")
        editing.propose(session, record, {"email": "desk@house.example"}, AUTHOR, origin="provider")
        editing.propose(session, record, {"alert": "Fuller"}, AUTHOR, origin="referral")
        audit.record(session, "directory.imported", None, source="A list", created=3, updated=1)

    with database.reading() as session:
        lines = list(arrivals(session, ZONE))

    assert [(line.key, line.number) for line in lines] == [
        ("proposals", 2),
        ("proposals", 1),
        ("readings", 2),
        ("readings", 0),
        ("imported", None),
    ]
    assert [(each.name, each.beside) for each in lines[-1].first] == [("A list", "3 new, 1 changed")]


def test_proposals_conflict_with_each_other_and_with_the_record(database: Database) -> None:
    made = {
        each.name: each.id
        for each in keep(
            database, "House", service("Rooms"), service("Beds"), service("Meals", held=True)
        ).services
    }
    with database.writing() as session:
        rooms, beds = (session.get_one(Service, made[name]) for name in ("Rooms", "Beds"))
        for said in ({"alert": "Full"}, {"alert": "Fuller"}, {"email": "desk@house.example"}):
            editing.propose(session, rooms, said, AUTHOR)
        editing.propose(session, beds, {"phones": [{"number": "410-555-0111", "type": "voice"}]}, AUTHOR)
        editing.edit(session, beds, {"phones": [{"number": "410-555-0122", "type": "voice"}]}, AUTHOR)

    with database.reading() as session:
        told = _told(conflicts(session))

    assert told["overlapping"] == (2, ["Rooms"])
    assert told["outdated"] == (1, ["Beds"])
    assert told["held"] == (1, ["Meals"])
    assert (told["duplicates"][0], told["alarms"][0]) == (None, None)


@pytest.mark.parametrize("key", PAGES)
def test_a_line_leads_to_a_page_that_is_there(key: str, browser: Browser, database: Database) -> None:
    with database.reading() as session:
        lines = [*due(session, NOW), *arrivals(session, ZONE), *conflicts(session)]

    assert PAGES[key] in browser.client.application.view_functions
    assert key in {line.key for line in lines}


def test_the_desk_asks_no_more_of_a_longer_directory(
    database: Database, log_in: Callable[..., Browser], count_queries: CountQueries
) -> None:
    browser, counts = log_in("coordinator"), []
    for numbers in (range(3), range(3, 9)):
        for number in numbers:
            made = keep(
                database, f"House {number}", service("Rooms", place(), held=number % 2 == 0)
            ).services[0]
            with database.writing() as session:
                record = session.get_one(Service, made.id)
                editing.propose(session, record, {"alert": "Full", "languages": ["en"]}, AUTHOR)
        with count_queries() as sent:
            answer = browser.get("/directory/desk")
        assert answer.status == 200
        counts.append(len(sent))

    assert counts[1] <= counts[0]


@pytest.mark.parametrize(("role", "address"), [("coordinator", "/directory/desk"), ("auditor", "/directory")])
def test_a_coordinator_begins_the_day_at_the_desk(
    log_in: Callable[..., Browser], role: str, address: str
) -> None:
    assert log_in(role).get("/").headers["Location"] == address


def test_nobody_else_has_this_desk(log_in: Callable[..., Browser]) -> None:
    assert log_in("officer").get("/directory/desk").status == 403


def test_a_number_leads_to_its_list(database: Database, log_in: Callable[..., Browser]) -> None:
    keep(
        database,
        "House",
        service("Rooms", place()),
        service("Beds", place(), assured_date=TODAY, assured_with="the desk"),
    )
    browser = log_in("coordinator")

    assert "missing=hours" in browser.get("/directory/desk").text
    assert "1 service fits" in browser.get("/directory?age=never").text
    assert browser.get("/directory?age=yesterday").status == 422


def test_on_a_telephone_the_coverage_is_shown_for_one_need(
    log_in: Callable[..., Browser], database: Database
) -> None:
    keep(database, "Invented Homes", service("Step House", place()))
    browser = log_in("coordinator")

    assert "Housing, by county. A 0 is a gap." in browser.get("/directory/desk?need=housing").text
    assert "Any need, by county. A 0 is a gap." in browser.get("/directory/desk").text
    assert browser.get("/directory/desk?need=victim_services").status == 422


def test_a_line_of_which_three_are_named_leads_to_all_of_them(
    log_in: Callable[..., Browser], database: Database
) -> None:
    for number in range(5):
        lapsed = License(name="Certificate", expires_on=_day(-number - 1))
        keep(database, f"House {number}", service(f"Rooms {number}", licenses=[lapsed]))
    browser = log_in("coordinator")
    desk = browser.get("/directory/desk").text
    assert "Nov 20, 2026" not in desk, "the three that lapsed first stand on the desk"
    assert 'href="/directory/desk/lapsed"' in desk

    page = browser.get("/directory/desk/lapsed").text

    assert "5 records, the earliest first" in page
    assert [page.index(f"Rooms {number}") for number in (4, 3, 2, 1, 0)] == sorted(
        page.index(f"Rooms {number}") for number in range(5)
    )
    assert log_in("officer").get("/directory/desk/lapsed").status == 403
    assert browser.get("/directory/desk/arrivals").status == 404


def test_the_desk_counts_the_pairs_of_the_last_search(
    app: Flask, log_in: Callable[..., Browser], database: Database
) -> None:
    for name in ("Invented House", "Invented House, Inc."):
        keep(database, name, service("Rooms", place()))
    browser = log_in("coordinator")
    assert (
        "Looked for on a page of its own"
        in browser.get("/directory/desk").text.split("may be the same")[1][:200]
    )

    browser.post("/directory/duplicates/search", page="/directory/duplicates")
    app.extensions["duplicates"].wait()

    line = next(each for each in conflicts_of(browser) if "Records that may be the same" in each)
    assert '<span class="desk-lines__number">1</span>' in line


def conflicts_of(browser: Browser) -> list[str]:
    """The lines of the desk, as they are marked up."""
    return browser.get("/directory/desk").text.split("<li")
