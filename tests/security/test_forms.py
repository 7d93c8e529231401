"""Whatever is sent to a page or a form is answered: by no fault of ours, and with none of its markup alive."""

from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask import Flask, Response, request

from agency.settings import ROOT
from tests import figures
from tests.browser import Browser
from tests.conftest import DATABASES
from tests.guards.source import told
from tests.security import hostile
from tests.security.caseload import Ids
from tests.security.conftest import FUZZ, FUZZ_SEED, Desks
from tests.security.hostile import Sent
from tests.security.pages import headless, missed, pages
from tests.security.trial import Trial
from tests.security.walk import Field, Form, Walked

pytestmark = pytest.mark.security

# After these a case is there no longer for most roles.
CLOSING = ("/restriction", "/erase")
# Shown on the way in, and so by tests of log-ins.
OF_THE_LOG_IN = {
    *("code.html", "set_up.html", "recovery_codes.html", "new_password.html"),
    *("key_form.html", "touch_key.html", "new_key.html"),
}


@pytest.fixture
def rendered(app: Flask, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Notes every template that takes part in a page, by its name."""
    noted, usual = set[str](), app.jinja_env.get_template

    def note(name: Any, *given: Any, **named: Any) -> Any:
        noted.add(str(name))
        return usual(name, *given, **named)

    monkeypatch.setattr(app.jinja_env, "get_template", note)
    return noted


# The server is asked by the larger doses of `make security`.
@pytest.mark.parametrize("database_url", DATABASES if FUZZ > 1 else DATABASES[:1], indirect=True)
def test_every_page_and_form_stands_up_to_whatever_is_sent(
    app: Flask, rendered: set[str], desks: Desks, walked: Walked, cases: list[Ids], database_url: str
) -> None:
    trial, places, ids = Trial(desks, FUZZ_SEED), app.url_map.bind("localhost"), cases[0]
    filled, asked = (2 * FUZZ, FUZZ) if database_url.startswith("postgres") else (4 * FUZZ, 2 * FUZZ)
    assert not (found := missed(app, walked)), told("Give tests/security/caseload.py what these need.", found)
    assert not (found := walked.faults), told("These pages fail as they stand.", found)
    assert not (found := headless(walked)), told(
        "One h1 a page, and its title begins it: layout.html.", found
    )

    for form in sorted(walked.forms.values(), key=ends_something):
        trial.many(filled, hostile.forms(form, ids), partial(trial.fill, form))
        for sent in hostile.honest(form):
            trial.fill(form, sent)
    for form in walked.met:
        trial.many(filled, hostile.forms(form, ids), partial(trial.send, form.role))
    for role, endpoint, values in pages(app, walked, ids):
        strategy = hostile.addresses(partial(places.build, endpoint), values, ids)
        trial.many(asked, strategy, partial(trial.send, role))
    for role, address in {visit for visits in walked.pages.values() for visit in visits}:
        if hostile.broken_out(trial.look(role, address).text):
            trial.alive.append(f"{address} to {role}")

    hollow = [rule for method, rule in walked.forms if method == "POST" and ("POST", rule) not in trial.read]
    figures.record("form fuzz", trial.count, len(trial.faults))
    assert hollow == [], "Whatever was sent to these was refused before it was read."
    assert trial.count > filled * len(walked.forms)
    assert (trial.faults, trial.alive, trial.lost) == ([], [], [])
    assert unseen(ROOT, rendered) == set(), "No test shows these templates."


def ends_something(form: Form) -> tuple[bool, int]:
    """What is ended is there no longer for the forms that follow: buttons alone come last."""
    return form.rule.endswith(CLOSING), -len(form.fields)


def unseen(root: Path, rendered: set[str]) -> set[str]:
    """The templates that took part in no page."""
    folder = root / "templates"
    there = {path for path in folder.rglob("*.html") if path.name not in OF_THE_LOG_IN}
    return {path.relative_to(folder).as_posix() for path in there} - rendered


def test_a_fault_markup_that_lives_and_a_loss_are_found() -> None:
    careless, empty = Flask("careless"), '<form><input name="note"></form>'
    careless.add_url_rule("/fault", "fault", lambda: Response("", 500))
    careless.add_url_rule("/alive", "alive", lambda: request.args["q"])
    careless.add_url_rule("/form", "form", lambda: empty)
    careless.add_url_rule("/form", "refuse", lambda: Response(empty, 422), methods=["POST"])
    officer = Browser(careless.test_client())
    seats = SimpleNamespace(browsers={"officer": officer}, tokens={"officer": "t"}, rest=lambda: None)
    trial = Trial(cast(Desks, seats), FUZZ_SEED)
    form = Form("officer", "/form", "POST", "/form", "/form", fields={"note": Field("note", "text", [""])})

    for path in ("/fault", f"/alive?q=<b id={hostile.ELEMENT}>"):
        trial.send("officer", Sent("GET", path))
    trial.fill(form, Sent("POST", "/form", b"note=two+words", changed={"note": "two words"}))

    assert trial.count == 3
    assert [len(each) for each in (trial.faults, trial.alive, trial.lost)] == [1, 1, 1]


def test_markup_that_comes_alive_is_found() -> None:
    for text in hostile.BREAKING_OUT[:3]:
        assert hostile.broken_out(f"<p>{text}</p>"), text
    for text in hostile.BREAKING_OUT[3:5]:
        assert hostile.broken_out(f"<input value=\"{text}\"><input value='{text}'>"), text
    assert hostile.broken_out("<p>42000006</p>")
    assert hostile.broken_out('<a href="JavaScript:alert(1)">')
    assert not hostile.broken_out('<p>&lt;b id=canary&gt; <input value="&quot; data-canary=&quot;1&quot;">')
