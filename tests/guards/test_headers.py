"""Every answer, good or bad, carries the headers that keep a browser from doing more than the page needs."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.wrappers import Response

from agency.access.permissions import ANYONE
from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from app import create_app
from reentry.people import intake
from reentry.people.clerk import Clerk
from tests import figures
from tests.browser import Browser
from tests.conftest import MASTER_KEY, NOW
from tests.reentry.conftest import MARCUS

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'nonce-?'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# What stands in an address besides ids.
FILLED = {
    "filename": "icon.svg",
    "kind": "services",
    "form": "pdf",
    "key": "lapsed",
    "copy": "board",
    "need": "housing",
    "name": "housing",
    "state": "sent",
}


@pytest.fixture
def failing(site: Flask) -> Flask:
    """The service with an address that fails, and a small limit on what may be sent."""

    def fail() -> str:
        raise RuntimeError("as a test wishes")

    setattr(fail, "permission", ANYONE)  # noqa: B010 - a function, not a class of ours
    site.add_url_rule("/failing", view_func=fail)
    site.add_url_rule("/api/failing", endpoint="api_failing", view_func=fail)
    site.config["MAX_CONTENT_LENGTH"] = 100
    return site


def policy(answer: Response) -> dict[str, str]:
    """The content security policy by directive, its nonce made a question mark."""
    text = re.sub(r"'nonce-[\w-]+'", "'nonce-?'", answer.headers["Content-Security-Policy"])
    return dict(part.split(" ", 1) for part in text.split("; "))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/log-in", 200),
        ("GET", "/", 302),
        ("GET", "/healthz", 200),
        ("GET", "/static/icon.svg", 200),
        ("GET", "/static/nothing.css", 404),
        ("GET", "/nothing", 404),
        ("GET", "/log-out", 405),
        ("OPTIONS", "/log-in", 200),
        ("POST", "/log-in", 413),
        ("POST", "/log-out", 413),
        ("GET", "/failing", 500),
        ("GET", "/api/nothing", 404),
        ("GET", "/api/failing", 500),
    ],
)
def test_every_answer_carries_the_headers(failing: Flask, method: str, path: str, status: int) -> None:
    sent = {"email": "x" * 200} if status == 413 else None

    with failing.test_client().open(path, method=method, data=sent) as answer:
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
        assert policy(answer) == POLICY


def _asked(app: Flask, person_id: UUID) -> Iterator[tuple[str, str]]:
    """Every address with every method, right or wrong; ids are a person's, whose record is there."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        given = {name: FILLED.get(name, person_id) for name in rule.arguments}
        path = adapter.build(rule.endpoint, given)
        yield from ((method, path) for method in ("GET", "HEAD", "OPTIONS", "POST", "DELETE"))


@pytest.mark.security
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_answer_of_every_address_carries_the_headers(
    app: Flask, database: Database, office: UUID, log_in: Callable[..., Browser]
) -> None:
    with database.writing() as session:
        person_id = intake.take_in(session, MARCUS, Clerk(None, office, NOW)).id
    statuses, without = Counter[int](), []
    asking = [app.test_client(), *(log_in(role).client for role in ("supervisor", "administrator"))]

    for client in asking:
        for method, path in _asked(app, person_id):
            # Logging out would end the pass through the pages of whoever is logged in.
            if (method, path) == ("POST", "/log-out"):
                continue
            with client.open(path, method=method) as answer:
                statuses[answer.status_code] += 1
                full = {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS
                if not full or policy(answer) != POLICY or "Cache-Control" not in answer.headers:
                    without.append(f"{method} {path} {answer.status_code}")

    figures.record("headers", statuses.total(), len(without))
    assert without == []
    assert {200, 302, 400, 403, 404, 405} <= set(statuses)
    assert 500 not in statuses


def test_what_a_page_shows_is_not_kept_by_the_browser(site: Flask) -> None:
    kept = {}
    for path in ("/log-in", "/nothing", "/static/icon.svg"):
        with site.test_client().get(path) as answer:
            kept[path] = answer.headers["Cache-Control"]

    assert kept == {"/log-in": "no-store", "/nothing": "no-store", "/static/icon.svg": "public, max-age=3600"}


def test_no_two_answers_share_a_nonce(site: Flask) -> None:
    answers = [site.test_client().get("/log-in").headers["Content-Security-Policy"] for _ in range(2)]

    assert answers[0] != answers[1]


def test_map_tiles_are_allowed_from_the_one_host_that_is_set(tmp_path: Path) -> None:
    plain = Settings(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, (MASTER_KEY,))
    with_tiles = replace(plain, tile_url="https://{s}.tiles.example/{z}/{x}/{y}.png")

    answer = create_app(with_tiles, FixedClock(NOW)).test_client().get("/log-in")

    assert policy(answer) == {**POLICY, "img-src": "'self' data: https://*.tiles.example"}


@pytest.mark.parametrize("secure", [True, False])
def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(tmp_path: Path, *, secure: bool) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, (MASTER_KEY,), secure_cookies=secure)

    cookie = create_app(settings, FixedClock(NOW)).test_client().get("/log-in").headers["Set-Cookie"]

    assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert ("Secure" in cookie.split("; ")) is secure


@pytest.mark.parametrize("secure", [True, False])
def test_a_browser_is_kept_to_https_where_there_is_https(tmp_path: Path, *, secure: bool) -> None:
    settings = Settings(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, (MASTER_KEY,), secure_cookies=secure)

    headers = create_app(settings, FixedClock(NOW)).test_client().get("/log-in").headers

    assert headers.get("Strict-Transport-Security") == ("max-age=31536000" if secure else None)
