"""A change that another site asks for in somebody's name is refused, and nothing of it happens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from agency.access.permissions import ANYONE, PERMISSIONS
from agency.database import Database
from tests import figures
from tests.browser import Answer, Browser
from tests.conftest import PASSWORD
from tests.guards.routes import IMPLIED
from tests.security.caseload import Ids
from tests.security.conftest import Desks
from tests.security.contents import contents
from tests.security.walk import Walked

pytestmark = pytest.mark.security

CHANGES = {"POST", "PUT", "PATCH", "DELETE"}
WORDS = {"need": "housing", "name": "housing", "copy": "board", "form": "html", "kind": "services"}
REFUSED = ("This form can no longer be sent", "The token is missing or not of this session")


@dataclass(frozen=True)
class Change:
    """One request that would change something, by a role that may do it."""

    rule: str
    role: str
    method: str
    address: str
    fields: tuple[tuple[str, str], ...] = ()

    def send(self, browser: Browser, token: str | None, *, in_header: bool = False) -> Answer:
        """Send it with a token or without one."""
        carried = {} if token is None or in_header else {"csrf_token": token}
        headers = {"X-CSRFToken": token} if token is not None and in_header else {}
        sent: dict[str, Any] = {"data": {**dict(self.fields), **carried}}
        if self.rule.startswith("/api/"):
            sent = {"json": dict(self.fields)}
        return Answer(browser.client.open(self.address, method=self.method, headers=headers, **sent))


def changes(app: Flask, walked: Walked, ids: Ids) -> Iterator[Change]:
    """Every change the service offers: as it stands on a page, else at an address of the officer's own case."""
    for rule in app.url_map.iter_rules():
        for method in (set(rule.methods or ()) - IMPLIED) & CHANGES:
            form = walked.forms.get((method, rule.rule))
            if form:
                fields = form.untouched if any(value for _, value in form.untouched) else form.filled
                yield Change(rule.rule, form.role, method, form.address, tuple(fields))
                continue
            values = {name: WORDS.get(name) or ids.get(name, UUID(int=0)) for name in rule.arguments}
            address = app.url_map.bind("localhost").build(rule.endpoint, values, method)
            yield Change(rule.rule, _may(app, rule.endpoint), method, address)


def _may(app: Flask, endpoint: str) -> str:
    permission = str(getattr(app.view_functions[endpoint], "permission", ANYONE))
    return "officer" if permission == ANYONE else next(iter(PERMISSIONS[permission])).value


def refused(answer: Answer) -> bool:
    """Whether it was taken for forged."""
    return answer.status == 400 and any(words in answer.text for words in REFUSED)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_change_is_made_without_the_token_of_the_very_session(
    app: Flask, database: Database, desks: Desks, walked: Walked, cases: list[Ids]
) -> None:
    offered = list(changes(app, walked, cases[0]))
    before, tried, accepted = contents(database), 0, []

    for change in offered:
        another = "coordinator" if change.role != "coordinator" else "officer"
        tokens = {
            "no token": None,
            "an empty token": "",
            "a wrong token": "x" * 91,
            "the token of another session": desks.tokens[another],
            "the token from before the log-in": desks.before[change.role],
        }
        for what, token in tokens.items():
            for in_header in (False, True):
                tried += 1
                if not refused(change.send(desks.browsers[change.role], token, in_header=in_header)):
                    accepted.append(f"{change.method} {change.rule} with {what}")

    changed = [table for table, rows in contents(database).items() if rows != before[table]]
    figures.record("forged requests", tried, len(accepted) + len(changed))
    assert (accepted, changed) == ([], [])
    assert taken_for_forged(desks, offered) == []


def taken_for_forged(desks: Desks, offered: list[Change]) -> list[str]:
    """What is refused with the right token, too, and so says nothing when it is refused without."""
    found = []
    for change in offered:
        in_header = change.rule.startswith("/api/")
        if refused(change.send(desks.browsers[change.role], desks.tokens[change.role], in_header=in_header)):
            found.append(change.rule)
        if not desks.is_in(change.role):
            desks.sit_down(change.role)
    return found


REFERERS = {
    "https://localhost/log-in": 302,
    "": 400,
    "https://localhost.evil.example/log-in": 400,
    "https://evil.example/localhost": 400,
    "http://localhost/log-in": 400,
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_over_https_a_form_comes_from_a_page_of_this_host(
    app: Flask, hire: Callable[..., UUID], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SESSION_COOKIE_SECURE", "WTF_CSRF_SSL_STRICT"):
        monkeypatch.setitem(app.config, name, True)
    hire("officer")
    https, answers, changed = "https://localhost", {}, {}

    for referer in reversed(REFERERS):
        client, before = app.test_client(), contents(database)
        token = Answer(client.get("/log-in", base_url=https)).token
        form = {"email": "officer@test.example", "password": PASSWORD, "notice": "read", "csrf_token": token}
        sent = client.post("/log-in", base_url=https, data=form, headers={"Referer": referer})
        answers[referer], changed[referer] = sent.status_code, contents(database) != before

    figures.record(
        "forged requests", len(REFERERS), sum(answers[each] != REFERERS[each] for each in REFERERS)
    )
    assert answers == REFERERS
    assert changed == {referer: status == 302 for referer, status in REFERERS.items()}
