"""Every address × every role × every way a case may stand to whoever asks: answered as the permission table says.

What is to be expected is worked out here from the table alone. An address with an id that nobody has taught this test
fails it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Map, Rule

from agency.access.permissions import ANYONE, CASELOAD, EVERYWHERE, NAMED, OFFICE, PERMISSIONS
from agency.database import Database
from agency.staff.staff import Role
from tests import figures
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.guards.routes import IMPLIED
from tests.reentry.access.files import (
    ANOTHERS,
    ELSEWHERE,
    LET_IN,
    OPENED,
    OWN,
    RESTRICTED,
    SITUATIONS,
    Cabinet,
    File,
    furnish,
)

REFUSED = (403, 404)
# Which unrestricted cases a predicate reaches.
REACHES = {
    EVERYWHERE: {OWN, ANOTHERS, ELSEWHERE, OPENED},
    OFFICE: {OWN, ANOTHERS},
    CASELOAD: {OWN},
    NAMED: set[str](),
}
READ_IN_EMERGENCY = {"person.read", "plan.read", "health.read"}
# An address with one of these is about one person.
ABOUT_A_PERSON = {"person_id", "plan_id", "referral_id", "clearance_id", "use_id"}
# The queue of victim services shows every request, that of a restricted person without a name.
NAMELESS = {"/place-checks/<uuid:clearance_id>"}
# Lists whose permission opens the page and not the people on it.
PEOPLE_ON = {"/": "person.read", "/search": "person.read"}
# What is no record of anybody's and has tests of its own: keys and sessions of an account, files of the directory,
# decisions about its services and links for its providers.
# Asked for with an id that nothing has, so that a role without the permission is still told from one with it.
LEADS_NOWHERE = {
    *("key_id", "session_id", "upload_id", "decision_id", "link_id"),
    *("record_id", "change_id", "location_id", "text_id", "batch_id", "merge_id", "verdict_id"),
}
WORDS = {
    "kind": "services",
    "need": "housing",
    "name": "housing",
    "copy": "file",
    "form": "html",
    "state": "MD",
    "key": "lapsed",
}
BODIES: Mapping[str, dict[str, Any]] = {
    "api_referrals.create_referral": {"service_id": "service_id"},
    "referrals.print_letter": {"format": "html"},
    "consents.print_form": {"format": "html"},
}


@dataclass(frozen=True)
class Cell:
    """One request: who asks for what, how the case stands to them, and whether they are to be let in."""

    rule: Rule
    method: str
    role: Role
    situation: str
    allowed: bool


@pytest.fixture
def cabinet(database: Database, hire: Callable[..., UUID], office: UUID) -> Cabinet:
    """Somebody of each role, and records that stand to them in each way."""
    return furnish(database, office, {role: hire(role.value) for role in Role})


@pytest.fixture
def clients(app: Flask, cabinet: Cabinet) -> dict[Role, FlaskClient]:
    """Each of them logged in, sending the token of the session with everything."""
    return {role: _logged_in(app, role) for role in cabinet.askers}


@pytest.fixture
def undone(database: Database, monkeypatch: pytest.MonkeyPatch, clients: object) -> None:
    """From here on every change is made and taken back, so that no request finds what another one did."""
    keep = database.writing

    class Undone(Exception):  # noqa: N818 - no error
        pass

    @contextmanager
    def writing() -> Iterator[Session]:
        try:
            with keep() as session:
                yield session
                session.flush()
                raise Undone
        except Undone:
            pass

    monkeypatch.setattr(database, "writing", writing)


def _logged_in(app: Flask, role: Role) -> FlaskClient:
    """A client whose every request carries the same cookie and token, whatever an answer says about them."""
    browser = Browser(app.test_client())
    form = {"email": f"{role.value}@test.example", "password": PASSWORD, "notice": "read"}
    assert browser.post("/log-in", form).status == 302
    token = browser.client.get("/api/session").get_json()["csrf_token"]
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = browser.client.get_cookie(name)
    assert cookie
    client = app.test_client(use_cookies=False)
    client.environ_base |= {"HTTP_COOKIE": f"{name}={cookie.value}", "HTTP_X_CSRFTOKEN": token}
    return client


def reached(role: Role, permission: str, situation: str) -> bool:
    """What the permission table says of a role and a person's record."""
    reach = PERMISSIONS[permission].get(role)
    if reach is None or situation == RESTRICTED:
        return False
    if situation == LET_IN:
        return True
    return situation in REACHES[reach] or (situation == OPENED and permission in READ_IN_EMERGENCY)


def permission_of(app: Flask, rule: Rule) -> str:
    """What opens an address."""
    return str(getattr(app.view_functions[rule.endpoint], "permission", ANYONE))


def rules(app: Flask) -> list[Rule]:
    """Every address that needs somebody logged in."""
    return [rule for rule in app.url_map.iter_rules() if permission_of(app, rule) != ANYONE]


def cells(app: Flask) -> Iterator[Cell]:
    """Every request there is."""
    for rule in rules(app):
        permission = permission_of(app, rule)
        about = rule.arguments & ABOUT_A_PERSON
        for method in sorted(set(rule.methods or ()) - IMPLIED):
            for role in Role:
                for situation in SITUATIONS if about else (ANOTHERS,):
                    by_role = role in PERMISSIONS[permission]
                    free = not about or rule.rule in NAMELESS
                    yield Cell(
                        rule,
                        method,
                        role,
                        situation,
                        by_role if free else reached(role, permission, situation),
                    )


def ids_for(cabinet: Cabinet, role: Role) -> dict[str, UUID]:
    """Ids that lead to no person's record, for one who asks."""
    someone = next(staff_id for other, staff_id in cabinet.askers.items() if other is not role)
    return {**cabinet.others, "staff_id": someone, **{part: uuid4() for part in LEADS_NOWHERE}}


def address(rule: Rule, ids: Mapping[str, object]) -> str:
    """The address with every id in its place."""
    values = {name: ids.get(name, WORDS.get(name)) for name in rule.arguments}
    assert None not in values.values(), f"Teach tests/reentry/access/files.py to fill {rule.rule}."
    built = rule.build(values, append_unknown=False)
    assert built
    return built[1]


def ask(client: FlaskClient, cell: Cell, path: str, ids: Mapping[str, object]) -> tuple[int, str]:
    """The answer to a cell: its status and text."""
    body = {name: str(ids.get(value, value)) for name, value in BODIES.get(cell.rule.endpoint, {}).items()}
    sent: dict[str, Any] = {}
    if cell.method != "GET":
        sent = {"json": body} if path.startswith("/api/") else {"data": body}
    answer = client.open(path, method=cell.method, headers={"If-Match": '"0"'}, **sent)
    if answer.status_code == 302 and "/log-in?next" in answer.headers["Location"]:
        return 401, ""
    # A PDF is no text; what it tells in the clear is read all the same.
    return answer.status_code, answer.get_data().decode(errors="replace")


def wrong(cell: Cell, status: int, told: list[str], *, seen: bool) -> str:
    """What is wrong with an answer; nothing where it is as it must be."""
    what = f"{cell.method} {cell.rule.rule} as {cell.role}, {cell.situation}"
    if status >= 500 or status == 401:
        return f"{what}: answered {status}"
    refusals = (403,) if cell.rule.arguments & LEADS_NOWHERE else REFUSED
    if (status not in refusals) is not cell.allowed:
        return f"{what}: {'refused' if cell.allowed else 'let in'} with {status}"
    return "" if seen or not told else f"{what}: tells {told}"


@pytest.mark.security
@pytest.mark.usefixtures("undone")
def test_every_cell_is_answered_as_the_table_says(
    app: Flask, database: Database, cabinet: Cabinet, clients: dict[Role, FlaskClient]
) -> None:
    free = {role: ids_for(cabinet, role) for role in Role}
    tried, found = 0, []

    for cell in cells(app):
        if not database.is_embedded and not is_sampled(cell):
            continue
        file = cabinet.files[cell.role, cell.situation]
        ids = {**free[cell.role], **(file.ids if cell.rule.arguments & ABOUT_A_PERSON else {})}
        path = address(cell.rule, ids)
        status, text = ask(clients[cell.role], cell, path, ids)
        seen = reached(cell.role, permission_of(app, cell.rule), cell.situation)
        told = unexpected(cell, file, text, path)
        found.append(wrong(cell, status, told, seen=seen))
        tried += 1

    found = [line for line in found if line]
    figures.record("permission cells", tried, len(found))
    assert not found, "\n".join([f"{len(found)} of {tried} cells:", *found])


def is_sampled(cell: Cell) -> bool:
    """Whether a cell is of the half that is asked on the server too: of each address some of each role's situations."""
    return (
        len(cell.rule.rule)
        + len(cell.method)
        + list(Role).index(cell.role)
        + SITUATIONS.index(cell.situation)
    ) % 2 == 0


def unexpected(cell: Cell, file: File, text: str, path: str) -> list[str]:
    """What an answer tells of the person beyond what the address itself said."""
    return [word for word in file.told_in(text) if word not in path]


@pytest.mark.security
@pytest.mark.usefixtures("undone")
def test_lists_search_and_counts_hold_exactly_those_who_open(
    app: Flask, cabinet: Cabinet, clients: dict[Role, FlaskClient]
) -> None:
    tried, found = 0, []
    lists = [rule for rule in rules(app) if not rule.arguments and "GET" in (rule.methods or ())]

    for role, client in clients.items():
        pages = {rule.rule: client.get(rule.rule).get_data(as_text=True) for rule in lists}
        for situation in SITUATIONS:
            file = cabinet.files[role, situation]
            for rule in lists:
                permission = PEOPLE_ON.get(rule.rule, permission_of(app, rule))
                tried += 1
                if file.told_in(pages[rule.rule]) and not reached(role, permission, situation):
                    found.append(f"{rule.rule} tells {role} of {situation}")
            for path in ("/search", "/people", "/api/people"):
                name = file.words[1]
                text = client.get(path, query_string={"q": name}).get_data(as_text=True)
                tried += 1
                if (str(file.ids["person_id"]) in text) is not reached(role, "person.read", situation):
                    found.append(f"{path}?q=… is wrong for {role}, {situation}")

    figures.record("permission cells", tried, len(found))
    assert found == []


@pytest.mark.security
@pytest.mark.usefixtures("undone")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_id_that_is_nobodys_or_of_another_kind_leads_nowhere(
    app: Flask, cabinet: Cabinet, clients: dict[Role, FlaskClient]
) -> None:
    """Asked by a supervisor, victim services and an administrator, who between them open every page with an id."""
    tried, found = 0, []

    for role in (Role.SUPERVISOR, Role.VICTIM_SERVICES, Role.ADMINISTRATOR):
        right = {**ids_for(cabinet, role), **cabinet.files[role, OWN].ids}
        for cell in (each for each in cells(app) if each.role is role and each.situation in (OWN, ANOTHERS)):
            for name in sorted(part for part in cell.rule.arguments if part.endswith("_id")):
                for foreign in foreign_ids(cabinet, role, name):
                    ids = {**right, name: foreign}
                    path = address(cell.rule, ids)
                    status, text = ask(clients[role], cell, path, {**ids, **right})
                    hidden = [cabinet.files[role, each] for each in (ELSEWHERE, RESTRICTED)]
                    told = [word for file in hidden for word in unexpected(cell, file, text, path)]
                    tried += 1
                    if status not in REFUSED or told:
                        found.append(f"{cell.method} {cell.rule.rule}, foreign {name}: {status} {told}")

    figures.record("foreign ids", tried, len(found))
    assert not found, "\n".join([f"{len(found)} of {tried}:", *dict.fromkeys(found)])


def foreign_ids(cabinet: Cabinet, role: Role, name: str) -> list[UUID]:
    """An id nobody has, one of another kind, and the same kind's of a record out of bounds."""
    own, restricted = cabinet.files[role, OWN], cabinet.files[role, RESTRICTED]
    kind = "plan_id" if name == "person_id" else "person_id"
    mixed = (
        [restricted.ids[name]] if name in restricted.ids and name not in ("clearance_id", "staff_id") else []
    )
    return [uuid4(), own.ids[kind], *mixed]


def test_an_address_with_an_id_nobody_knows_is_found() -> None:
    rule = Rule("/new/<uuid:unheard_of_id>", endpoint="new")
    Map([rule])

    with pytest.raises(AssertionError, match=re.escape("Teach tests/reentry/access/files.py")):
        address(rule, {})
