"""The trail on a page: what was asked for, in words, naming nobody under supervision; reading it is written down."""

import csv
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID

import pytest
from sqlalchemy import select, update

from agency.audit import audit
from agency.audit.audit import AuditEntry, AuditHead
from agency.clock import FixedClock
from agency.database import Database
from agency.staff.staff import Staff
from tests.browser import Answer, Browser
from tests.conftest import NOW

RECORD = UUID(int=0xABCD1234 << 96)


@pytest.fixture
def auditor(log_in: Callable[..., Browser]) -> Browser:
    """Somebody who reads the trail."""
    return log_in("auditor")


def rows(answer: Answer) -> list[str]:
    """The lines of the table, without their markup."""
    return [row for row in answer.text.split("<tr>")[2:] if "<th" in row]


def events(database: Database) -> list[str]:
    """What was written, in order."""
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry.event).order_by(AuditEntry.sequence)))


def test_an_entry_says_who_what_when_from_where_and_about_what(
    auditor: Browser, database: Database, hire: Callable[..., UUID]
) -> None:
    officer = hire("officer")
    audit.record_reading(database, "person.read", officer, RECORD, outcome="refused", page="plan")

    (newest, *_) = rows(auditor.get("/audit"))

    assert "Test Officer" in newest
    assert "A person&#39;s record was shown" in newest
    assert "page: plan" in newest
    assert ">Nov 21, 2026, 9:00 AM<" in newest
    assert 'title="2026-11-21 14:00:00 UTC"' in newest
    assert "command line" in newest
    assert "Record abcd1234" in newest
    assert "refused" in newest


def test_entries_of_the_first_version_say_that_nobody_noted_from_where(
    auditor: Browser, database: Database
) -> None:
    with database.writing() as session:
        session.info["origin"] = None
        audit.record(session, "person.listed", None, count=1)

    assert "not recorded" in rows(auditor.get("/audit"))[0]
    with database.reading() as session:
        assert list(audit.faults(session)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("event=person.read", ["person.read", "person.read"]),
        ("event=person.read&outcome=refused", ["person.read"]),
        ("outcome=refused", ["person.read"]),
        (f"subject={RECORD}", ["person.read"]),
        (f"subject={RECORD.hex}", ["person.read"]),
        ("since=2026-11-20&until=2026-11-20", ["person.read"]),
        ("until=2026-11-19", ["person.listed"]),
        ("event=plan.created", []),
        (f"actor={UUID(int=7)}&until=2026-11-20", ["person.listed"]),
    ],
)
def test_what_is_asked_for_is_what_is_shown(
    log_in: Callable[..., Browser], database: Database, clock: FixedClock, query: str, found: list[str]
) -> None:
    # A quarter past midnight at the office is another day than in UTC.
    for at, event in ((19, "person.listed"), (20, "person.read"), (21, "person.read")):
        clock.moment = datetime(2026, 11, at, 23, 45, tzinfo=UTC) + timedelta(hours=5)
        refused = at == 20
        audit.record_reading(
            database,
            event,
            UUID(int=7) if at == 19 else None,
            RECORD if refused else None,
            outcome="refused" if refused else "done",
            **({"count": 1} if event == "person.listed" else {"page": "plan"}),
        )
    clock.moment = NOW + timedelta(days=3)

    answer = log_in("auditor").get(f"/audit?{query}")

    meanings = {"person.read": "record was shown", "person.listed": "list of people was shown"}
    assert answer.status == 200
    assert [next(event for event, text in meanings.items() if text in row) for row in rows(answer)] == found


@pytest.mark.parametrize(
    "query",
    [
        "since=yesterday",
        "since=2026-11-20&until=2026-11-19",
        "event=person.eaten",
        "actor=me",
        "subject=1",
        "before=-1",
        "outcome=maybe",
        "color=red",
    ],
)
def test_a_question_that_makes_no_sense_is_told_and_nothing_is_shown(auditor: Browser, query: str) -> None:
    answer = auditor.get(f"/audit?{query}")

    assert answer.status == 422
    assert rows(answer) == []


def test_a_long_trail_is_paged_by_its_numbers(
    auditor: Browser, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agency.audit.views.PAGE", 3)
    with database.writing() as session:
        for count in range(5):
            audit.record(session, "person.listed", None, count=count)
    shown: list[str] = []

    address = "/audit?event=person.listed"
    while address:
        answer = auditor.get(address)
        shown += [row.split("count: ")[1][0] for row in rows(answer)]
        links = [part for part in answer.text.split('<a href="') if 'rel="next"' in part[:200]]
        address = links[0].split('"')[0].replace("&amp;", "&") if links else ""

    assert shown == ["4", "3", "2", "1", "0"]


def test_reading_and_exporting_the_trail_are_entries_of_it(auditor: Browser, database: Database) -> None:
    before = len(events(database))
    auditor.get("/audit")
    auditor.get("/audit/export")
    auditor.get("/audit/verify")

    assert events(database)[before:] == ["audit.read", "audit.exported", "audit.verified"]


def test_a_table_holds_no_formula_and_the_same_entries(
    auditor: Browser, database: Database, hire: Callable[..., UUID]
) -> None:
    officer = hire("officer")
    with database.writing() as session:
        session.get_one(Staff, officer).name = "=HYPERLINK(1)"
        audit.record(session, "person.read", officer, RECORD, page="@SUM(1)")

    answer = auditor.get("/audit/export?event=person.read")

    (line,) = csv.DictReader(StringIO(answer.text))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit-trail.csv"'
    assert (line["who"], line["details"]) == ("'=HYPERLINK(1)", "page: @SUM(1)")
    assert (line["time_utc"], line["about"]) == ("2026-11-21T14:00:00+00:00", "Record abcd1234")


def test_too_much_for_one_table_is_told(auditor: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agency.audit.views.EXPORTED_AT_MOST", 1)

    answer = auditor.get("/audit/export")

    assert answer.status == 409
    assert "Choose fewer days." in answer.text


def test_the_state_of_the_chain_stands_on_top(auditor: Browser, database: Database) -> None:
    never = auditor.get("/audit").text
    whole = auditor.get("/audit/verify").text
    since = auditor.get("/audit").text
    with database.engine.begin() as connection:
        connection.execute(update(AuditEntry).where(AuditEntry.sequence == 2).values(outcome="refused"))
    broken = auditor.get("/audit/verify").text
    told = auditor.get("/audit").text

    assert "It was never verified as a whole." in never
    assert "The trail is whole" in whole
    assert "Verified as a whole on Nov 21, 2026" in since
    assert "Entry 2 was altered." in broken
    assert "1 break found when it was last verified" in told


def test_a_broken_end_is_told_and_nothing_else_is_shown(auditor: Browser, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.execute(update(AuditHead).values(seal="f" * 64))

    page, verified = auditor.get("/audit"), auditor.get("/audit/verify")

    assert (page.status, rows(page)) == (500, [])
    assert "The head of the trail was altered." in verified.text


def test_a_hold_is_placed_and_lifted(log_in: Callable[..., Browser], database: Database) -> None:
    administrator = log_in("administrator")
    empty = administrator.post("/audit/holds", {"reason": ""}, page="/audit/holds")
    placed = administrator.post("/audit/holds", {"reason": "Docket 24-117"}, page="/audit/holds")
    standing = administrator.get("/audit/holds").text
    lift = standing.split('action="/audit/holds/')[1].split('"')[0]
    administrator.post(f"/audit/holds/{lift}", page="/audit/holds")
    unknown = administrator.post(f"/audit/holds/{RECORD}/lift", page="/audit/holds")

    assert (empty.status, placed.status, unknown.status) == (422, 303, 404)
    assert "Docket 24-117" in standing
    assert "Lift this hold" not in administrator.get("/audit/holds").text
    assert [each for each in events(database) if each.startswith("hold.")] == ["hold.placed", "hold.lifted"]


@pytest.mark.parametrize("role", ["officer", "supervisor", "victim_services", "coordinator"])
def test_only_those_who_audit_read_the_trail(log_in: Callable[..., Browser], role: str) -> None:
    browser = log_in(role)

    assert [browser.get(path).status for path in ("/audit", "/audit/export", "/audit/verify")] == [403] * 3
    assert browser.get("/audit/holds").status == 403
