"""A file becomes records on screen: brought, put right, checked, confirmed; and nobody else's file is reached."""

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from threading import Event
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from resources.imports.importing import Report
from resources.imports.refusals import UnusableFileError
from resources.imports.uploads import KEPT, Stage, Uploads
from resources.records.services import Service
from tests.browser import Answer, Browser
from tests.conftest import NOW
from tests.resources.imports.conftest import Load, Write
from tests.resources.imports.test_ohana import FOLDER

GUIDE = (
    "Who,Reach,What they do,Kind\n"
    "Harbor Step,410-555-0101,Transitional housing.,Housing\n"
    "Lantern House,410-555-0103,Shelter for battered women.,Shelter\n"
    ",410-555-0104,=1+1,Food\n"
)
LogIn = Callable[..., Browser]


@pytest.fixture
def bring(log_in: LogIn) -> Callable[..., tuple[Browser, Answer]]:
    """Brings a file and opens the page it leads to."""

    def send(name: str, content: bytes, browser: Browser | None = None) -> tuple[Browser, Answer]:
        browser = browser or log_in("coordinator")
        file = (BytesIO(content), name)
        answer = browser.post(
            "/directory/import", {"file": file}, page="/directory/import", follow_redirects=True
        )
        return browser, answer

    return send


def step(
    app: Flask, browser: Browser, page: str, name: str, form: Mapping[str, object] | None = None
) -> Answer:
    """Take the next step and wait until the work is done."""
    answer = browser.post(f"{page}/{name}", form, page=page)
    app.extensions["uploads"].wait()
    return answer


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(Service.name)))


def test_a_spreadsheet_goes_in_step_by_step(
    app: Flask, bring: Callable[..., tuple[Browser, Answer]], database: Database
) -> None:
    browser, columns = bring("guide.csv", GUIDE.encode())
    page: str = columns.response.request.path  # type: ignore[attr-defined]

    assert "Transitional housing." in columns.text
    chosen = {name: values[-1] for name, values in columns.typed.items()}
    assert [chosen[f"column-{at}"] for at in range(4)] == ["", "phone", "description", "type"]
    twice = step(app, browser, page, "check", chosen | {"column-2": "type"})
    assert (twice.status, "cannot both be the type" in twice.text) == (422, True)
    assert names(database) == []

    step(app, browser, page, "check", chosen | {"column-0": "organization"})
    preview = browser.get(page)
    assert "nothing has been changed yet" in preview.text
    assert "The row does not name a provider." in preview.text
    assert "2 new, 0 changed, 0 the same, 1 refused" in re.sub(r"<[^>]+>", "", preview.text)
    assert names(database) == []

    step(app, browser, page, "start")
    report = browser.get(page)
    assert "The import is done." in report.text
    assert names(database) == ["Harbor Step", "Lantern House"]
    held = re.search(r'href="(/directory/services/[^"]+)">Lantern House', report.text)
    assert held
    assert browser.get(held[1]).status == 200
    assert list((app.extensions["uploads"].folder).iterdir()) == []
    with database.reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "directory.imported")).one()
        assert entry.details == {"source": "guide", "created": 2, "updated": 0}
        assert entry.actor_id is not None
        assert entry.origin == "127.0.0.1"


def test_the_problems_leave_as_a_table_without_formulas(
    app: Flask, bring: Callable[..., tuple[Browser, Answer]]
) -> None:
    browser, answer = bring("=guide.csv", b"Organization,Phone\nHarbor Step,410-555-0101\n,=1+1\n")
    page: str = answer.response.request.path  # type: ignore[attr-defined]
    step(app, browser, page, "check")

    table = browser.get(f"{page}/problems.csv")

    assert table.text.splitlines()[1].startswith("guide.csv,3,,missing,")
    assert "\n=" not in table.text


def test_tables_in_a_zip_are_checked_without_columns_and_the_same_again_changes_nothing(
    app: Flask, bring: Callable[..., tuple[Browser, Answer]], database: Database
) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("organizations.csv", "id,name\no1,Harbor Step\n")
        archive.writestr("services.csv", "id,organization_id,name,status\ns1,o1,Night shelter,active\n")
        archive.writestr("languages.csv", "id,service_id,name\ng1,s1,Spanish\n")
    browser = None
    for said in ("created", "unchanged"):
        browser, answer = bring("all.zip", packed.getvalue(), browser)
        page: str = answer.response.request.path  # type: ignore[attr-defined]
        assert "The file is here." in answer.text

        step(app, browser, page, "check")
        step(app, browser, page, "start")

        assert ("Nothing." in browser.get(page).text) is (said == "unchanged")
    assert names(database) == ["Night shelter"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("", b"", "Choose a file first."),
        ("guide.pdf", b"%PDF", "a directory comes as"),
        ("guide.csv", b"", "is empty"),
        ("all.zip", b"rubbish", "not a zip file"),
    ],
)
def test_a_file_that_is_no_directory_is_refused_at_once(
    app: Flask, bring: Callable[..., tuple[Browser, Answer]], name: str, content: bytes, said: str
) -> None:
    _, answer = bring(name, content)

    assert (answer.status, said in answer.text) == (422, True)
    assert list(app.extensions["uploads"].folder.glob("*")) == []


def test_a_file_of_which_nothing_goes_in_is_told_and_not_imported(
    app: Flask, bring: Callable[..., tuple[Browser, Answer]]
) -> None:
    browser, answer = bring("guide.csv", b"Organization,Phone\n,410-555-0101\n")
    page: str = answer.response.request.path  # type: ignore[attr-defined]
    step(app, browser, page, "check")

    assert "Nothing in this file could be imported." in browser.get(page).text
    assert step(app, browser, page, "start").status == 409


def test_a_broken_file_says_why_and_changes_nothing(
    app: Flask, bring: Callable[..., tuple[Browser, Answer]], database: Database
) -> None:
    browser, answer = bring("all.json", b'[{"id": "x",')
    page: str = answer.response.request.path  # type: ignore[attr-defined]
    step(app, browser, page, "check")

    assert "is not sound JSON" in browser.get(page).text
    assert names(database) == []


def test_a_table_that_cannot_be_read_is_refused_at_once_and_says_why(
    bring: Callable[..., tuple[Browser, Answer]],
) -> None:
    _, answer = bring("guide.csv", b"a," * 100_000)

    assert answer.status == 422
    assert "no directory has" in answer.text


def test_only_those_who_keep_the_directory_import_and_nobody_reaches_another_s_file(
    bring: Callable[..., tuple[Browser, Answer]], log_in: LogIn
) -> None:
    _, answer = bring("guide.csv", GUIDE.encode())
    page: str = answer.response.request.path  # type: ignore[attr-defined]

    assert log_in("officer").get("/directory/import").status == 403
    assert log_in("supervisor").get(page).status == 404


def test_one_import_runs_at_a_time(app: Flask, bring: Callable[..., tuple[Browser, Answer]]) -> None:
    browser, answer = bring("guide.csv", GUIDE.encode())
    page: str = answer.response.request.path  # type: ignore[attr-defined]
    uploads: Uploads = app.extensions["uploads"]
    other = uploads.keep("other.csv", lambda path: path.write_text(GUIDE), UUID(int=1), NOW)
    until = Event()

    def work() -> Report:
        until.wait()
        raise UnusableFileError("It is no directory.")

    uploads.start(other, Stage.CHECKING, work)
    refused = browser.post(f"{page}/check", page=page)
    until.set()
    uploads.wait()

    assert (refused.status, "Another import is running" in refused.text) == (409, True)
    assert (other.error, other.stage) == ("It is no directory.", Stage.SENT)


def test_a_file_left_for_a_day_is_gone(tmp_path: Path, clock: FixedClock) -> None:
    uploads = Uploads(tmp_path / "uploads")
    session = UUID(int=1)
    left = uploads.keep("guide.csv", lambda path: path.write_text(GUIDE), session, NOW)

    fresh = uploads.keep("guide.csv", lambda path: path.write_text(GUIDE), session, NOW + 2 * KEPT)

    assert (left.path.exists(), fresh.path.exists()) == (False, True)
    assert fresh.path.stat().st_mode & 0o077 == 0


HOURS = b"id,service_id,weekday,opens_at,closes_at\n1,100,Monday,9:00,\n2,100,Tuesday,9:00,5:00 PM\n"


def test_a_table_by_itself_is_checked_on_the_page_as_by_the_command(
    app: Flask, bring: Callable[..., tuple[Browser, Answer]], load: Load, write: Write
) -> None:
    load(write(**FOLDER), "guide")
    browser, brought = bring("my hours.csv", HOURS)
    page: str = brought.response.request.path  # type: ignore[attr-defined]

    step(app, browser, page, "check")

    shown = browser.get(page).text
    assert "2 rows of “guide”" in shown
    assert '<code>closes_at</code></td><td data-label="Why">The row has no closing time.' in shown


def test_the_page_asks_which_directory_a_table_belongs_to(
    app: Flask, bring: Callable[..., tuple[Browser, Answer]], load: Load, write: Write
) -> None:
    load(write(**FOLDER), "guide")
    load(write(**FOLDER), "other")
    browser, brought = bring("hours.csv", HOURS)
    page: str = brought.response.request.path  # type: ignore[attr-defined]

    step(app, browser, page, "check")
    assert "Which directory this table belongs to" in browser.get(page).text
    step(app, browser, page, "check", {"source": "other"})

    assert "2 rows of “other”" in browser.get(page).text


def test_what_cannot_be_providers_is_refused_on_the_page(
    app: Flask, bring: Callable[..., tuple[Browser, Answer]]
) -> None:
    browser, brought = bring("days.csv", b"Name,Hours\nMonday,9-5\nTuesday,9-5\n")
    page: str = brought.response.request.path  # type: ignore[attr-defined]

    step(app, browser, page, "check")

    assert "is no list of providers: under “Name” stand Monday, Tuesday" in browser.get(page).text
