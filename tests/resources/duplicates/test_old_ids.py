"""After a merge no address is lost: every one that takes an id of a provider, a service or a place follows it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from resources.changes.editing import Author
from resources.duplicates.uniting import Choices, Side, unite
from resources.provider import links
from resources.records.organizations import Organization
from tests.browser import Answer, Browser
from tests.resources.directory_records import keep, place, service

# What of the address is an id of a directory's record, by its name; others name people, changes, calls, imports.
SUBJECTS = {
    "organization_id": "organizations",
    "service_id": "services",
    "location_id": "locations",
    "place_id": "locations",
}
KINDS = ("organizations", "services", "locations")
# Places of a person's, which nobody merges.
OTHERS = ("/people/<uuid:person_id>/protected-places",)
NOBODY = UUID(int=0)


@dataclass(frozen=True)
class United:
    """The ids of a provider, its service and its place: of those that went, and of those that stand for them."""

    old: dict[str, UUID]
    kept: dict[str, UUID]
    token: str


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An agency that has published its directory."""
    return replace(settings, publish_directory=True)


@pytest.fixture
def united(database: Database, hire: Callable[..., UUID], clock: FixedClock) -> United:
    """Two providers, their places and services made one, with a link that had been sent before."""
    two = [keep(database, name, service(name, place())) for name in ("Step House", "Step House, Inc.")]
    keeper = hire("coordinator", email="keeper@test.example")
    author = Author(keeper, clock.now())
    ids = [dict(zip(KINDS, (a.id, a.services[0].id, a.locations[0].id), strict=True)) for a in two]
    kept, old = ids
    with database.writing() as session:
        goes = session.get_one(Organization, old["organizations"])
        _, token = links.make(session, goes, "Dana", 30, keeper, clock.now())
        stays, leaves = (Side(each["organizations"], each["locations"]) for each in (kept, old))
        choices = Choices(services={old["services"]: kept["services"]}, place=True)
        unite(session, stays, leaves, choices, author)
    return United(old, kept, token)


def addresses(app: Flask, united: United) -> Iterator[tuple[str, str, str]]:
    """Method, old and kept address of everything in the url map that takes such an id."""
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(OTHERS) or not rule.arguments & {*SUBJECTS, "record_id"}:
            continue
        for kind in KINDS if "record_id" in rule.arguments else ("",):
            old, kept = (_filled(rule, kind, ids, united.token) for ids in (united.old, united.kept))
            for method in {"GET", "POST"} & set(rule.methods or ()):
                yield method, old, kept


def _filled(rule: Rule, kind: str, ids: dict[str, UUID], token: str) -> str:
    values: dict[str, object] = dict.fromkeys(rule.arguments, NOBODY)
    values |= {name: ids[subject] for name, subject in SUBJECTS.items()}
    values |= {"token": token, "kind": kind, "record_id": ids.get(kind)}
    built = rule.build({name: values[name] for name in rule.arguments})
    assert built
    return built[1]


def _told(answer: Answer) -> tuple[int, str]:
    """What an answer says, but for what differs from one answer to the next."""
    said = re.sub(r'(name="csrf_token" value|nonce|content|"X-CSRFToken")(=|: )"[^"]*"', "", answer.text)
    return answer.status, said


def test_every_address_of_a_merged_record_answers_as_that_of_the_kept_one(
    app: Flask, united: United, log_in: Callable[..., Browser]
) -> None:
    browser, found = log_in("coordinator"), list(addresses(app, united))
    assert len(found) > 40

    for _, old, kept in (each for each in found if each[0] == "GET"):
        told = _told(browser.get(kept))
        assert told[0] == 200, kept
        assert _told(browser.get(old, follow_redirects=True)) == told, old
    for _, old, kept in (each for each in found if each[0] == "POST"):
        answer = browser.post(kept)
        again = browser.post(old)
        assert (again.status, again.headers.get("Location")) == (
            answer.status,
            answer.headers.get("Location"),
        ), old


def test_an_id_that_an_address_asks_for_follows_a_merge_too(
    united: United, log_in: Callable[..., Browser]
) -> None:
    browser = log_in("coordinator")

    for asked, kind in (
        ("/directory?location={}", "locations"),
        ("/api/services?location={}", "locations"),
        ("/hsds/services?organization_id={}", "organizations"),
    ):
        old, kept = (browser.get(asked.format(ids[kind])) for ids in (united.old, united.kept))
        assert str(united.kept["services"]) in kept.text, asked
        assert _told(old) == _told(kept), asked
