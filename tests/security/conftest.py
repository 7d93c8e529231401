"""A small agency with work under way, and somebody of each role logged in to it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from flask import Flask

from agency.audit import audit
from agency.database import Database
from agency.settings import Settings
from agency.staff import staff
from tests.browser import Answer, Browser
from tests.conftest import PASSWORD
from tests.security import caseload
from tests.security.caseload import Ids
from tests.security.hostile import multipart
from tests.security.walk import Form, Walked, forms_of, walk

# How many times as much is tried as in `make test`, and where the dice begin: the same gives the same requests.
FUZZ = int(os.environ.get("FUZZ", "1"))
FUZZ_SEED = int(os.environ.get("FUZZ_SEED", "1"))
GUIDE = b"Organization,Phone,Description,Kind\nHarbor Step,410-555-0101,Transitional housing.,Housing\n,,=1+1,Food\n"
DUPLICATES = "/directory/duplicates"
OF_THE_POINT = ("csrf_token", "latitude", "longitude", "opened_latitude", "opened_longitude")
# What may be taken back on the next page, and nowhere else.
OFFERS_UNDO = (
    "/directory/proposals/<uuid:change_id>/decision",
    "/directory/alarms/<uuid:location_id>/dismissal",
    "/directory/duplicates/verdict",
)
# Between them they may do everything; the others do part of the same.
ROLES = ("officer", "coordinator", "supervisor", "administrator", "victim_services", "auditor")


class Desks:
    """Somebody of each role at the keyboard, who comes back when what was sent ended the session."""

    def __init__(self, app: Flask, database: Database) -> None:
        self.app, self.database = app, database
        self.browsers: dict[str, Browser] = {}
        # The token of each one's session, and the one its browser had before the log-in.
        self.tokens: dict[str, str] = {}
        self.before: dict[str, str] = {}
        for role in ROLES:
            self.sit_down(role)

    def sit_down(self, role: str) -> None:
        """Log in anew, whatever became of the account."""
        email = f"{role}@test.example"
        with self.database.writing() as session:
            account = staff.find(session, email)
            assert account
            account.set_password(PASSWORD)
            account.active = True
            account.forget_failures()
            audit.record(session, "staff.lock_released", None, account.id)
        browser = Browser(self.app.test_client())
        self.before[role] = browser.get("/log-in").token
        sent = browser.post("/log-in", {"email": email, "password": PASSWORD, "notice": "read"})
        assert sent.headers["Location"] == "/"
        self.browsers[role] = browser
        self._also_elsewhere(role)
        self.tokens[role] = Answer(browser.client.get("/account")).token
        assert self.tokens[role], "What is sent without a token tries nothing."

    def _also_elsewhere(self, role: str) -> None:
        """The same account in a second browser, whose session the first may end."""
        form = {"email": f"{role}@test.example", "password": PASSWORD, "notice": "read"}
        Browser(self.app.test_client()).post("/log-in", form)

    def rest(self) -> None:
        """Wait for the work that goes on beside the requests."""
        for each in ("uploads", "duplicates"):
            self.app.extensions[each].wait()

    def bring(self, name: str, content: bytes) -> str:
        """Bring a file to the directory as the coordinator; gives the page of its import."""
        body, kind = multipart([("csrf_token", self.tokens["coordinator"])], ["file"], (name, content, ""))
        client = self.browsers["coordinator"].client
        return client.post("/directory/import", data=body, content_type=kind).headers["Location"]

    def is_in(self, role: str) -> bool:
        """Whether the session still opens pages."""
        return self.browsers[role].get("/account").status == 200


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation in which an account may be logged in wherever it likes."""
    return replace(settings, sessions_per_user=100)


@dataclass
class Furnished:
    """A database file with the work under way in it, and the ids that lead there."""

    file: Path
    cases: list[Ids] = field(default_factory=list)


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """Filled by the first test that needs it, for those that follow: furnishing takes longer than most of them."""
    return Furnished(tmp_path_factory.mktemp("furnished") / "reentry.db")


@pytest.fixture
def cases(
    request: pytest.FixtureRequest, database: Database, database_url: str, furnished: Furnished
) -> list[Ids]:
    """The work under way: ids by the name that addresses give them, first those of the officer's own case."""
    own = Path(database_url.removeprefix("sqlite:///")) if database_url.startswith("sqlite") else None
    if own and furnished.cases:
        database.engine.dispose()
        shutil.copy(furnished.file, own)
        return furnished.cases
    hire, office = (request.getfixturevalue(name) for name in ("hire", "office"))
    made = caseload.begin(database, hire, office, ROLES)
    if own:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(own, furnished.file)
        furnished.cases = made
    return made


@pytest.fixture
def desks(app: Flask, database: Database, cases: list[Ids]) -> Desks:
    """Somebody of each role."""
    return Desks(app, database)


@pytest.fixture
def walked(app: Flask, desks: Desks, cases: list[Ids]) -> Walked:
    """Every page and form they find."""
    places = app.url_map.bind("localhost")
    starts = {
        places.build(rule.endpoint, ids): None
        for ids in cases
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ())
        and rule.arguments
        and rule.arguments <= set(ids)
        and not rule.rule.startswith(("/api/", "/hsds/"))
    }
    sent, checked = (desks.bring("guide.csv", GUIDE) for _ in range(2))
    coordinator = desks.browsers["coordinator"]
    coordinator.post(f"{checked}/check", page=checked)
    coordinator.post(f"{DUPLICATES}/search", page=DUPLICATES)
    desks.rest()
    # The address of a link is shown once, on the answer to the form.
    linked = next(ids for ids in cases if "token" in ids)
    links = f"/directory/organizations/{linked['organization_id']}/links"
    coordinator.post(links, {"sent_to": "Dana", "days": "30"}, page=links)
    found = walk(app, desks.browsers, [sent, checked, "/directory/desk/do_not_refer", *starts])
    for rule in OFFERS_UNDO:
        for form in offered(app, coordinator, found.forms["POST", rule]):
            found.forms.setdefault((form.method, form.rule), form)
    found.met += [form for answer in meetings(coordinator, cases[0]) for form in met(app, answer)]
    return found


def offered(app: Flask, coordinator: Browser, form: Form) -> list[Form]:
    """The forms of the page that comes after a form was sent as somebody fills it in."""
    sent = coordinator.post(form.address, dict(form.filled), page=form.page)
    assert sent.status == 303, form.address
    return forms_of(app, "coordinator", form.page, coordinator.get(sent.headers["Location"]).text)


def meetings(coordinator: Browser, ids: Ids) -> Iterator[tuple[str, Answer]]:
    """Where two people change one thing: the page each comes from, and what is answered to the second of them."""
    page = f"/directory/services/{ids['record_id']}/edit"
    typed = {name: said for name, said in coordinator.get(page).typed.items() if name not in OF_THE_POINT}
    for alert in ("One says this.", "The other says that."):
        answer = coordinator.post(page, typed | {"alert": alert}, page=page)
    yield page, answer
    queue = "/directory/proposals"
    yield queue, coordinator.post(f"{queue}/{ids['stale_id']}/decision", {"decision": "approve"}, page=queue)


def met(app: Flask, meeting: tuple[str, Answer]) -> list[Form]:
    """The forms on which it is decided which of two changes stands."""
    page, answer = meeting
    assert answer.status == 409, page
    found = forms_of(app, "coordinator", page, answer.text)
    return [form for form in found if form.method == "POST" and form.rule.startswith("/directory")]
