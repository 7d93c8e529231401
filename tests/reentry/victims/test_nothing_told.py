"""A protected place changes nothing that any other role is answered: no page, list, order, count, copy or entry."""

import io
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from pypdf import PdfReader
from sqlalchemy import select

from agency.access.permissions import ANYONE, PERMISSIONS
from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from agency.staff.staff import Role
from app import furnish
from reentry.people.clerk import Clerk
from resources.records.organizations import Organization
from resources.records.services import Service
from tests import figures
from tests.browser import Answer, Browser
from tests.conftest import CountQueries
from tests.guards.source import ROOT, product
from tests.guards.test_floors import imported
from tests.reentry.victims.conftest import ORDERED, STREET, Choice, settle
from tests.reentry.victims.test_views import protect

# Whoever reads the trail comes first, while nothing else has been written into it.
OTHERS = (
    Role.AUDITOR,
    Role.ADMINISTRATOR,
    Role.OFFICER,
    Role.SUPERVISOR,
    Role.CASEWORKER,
    Role.COORDINATOR,
)
# What differs from one answer to the next whatever is in them: tokens, nonces, digests and blind marks.
CHANGING = re.compile(r"I[\w-]{50,}\.[\w-]{6}\.[\w-]{27}|nonce=\"[^\"]+\"|\b[0-9a-f]{32,}\b")
# Parts of an address that a test can fill in; addresses with others are about records that are not here.
SEARCHES = {"/people": "?q=Finchwing", "/search": "?q=Finchwing", "/directory": "?q=Finchwing", "/audit": ""}
Answers = dict[str, tuple[int, str]]


def addresses(app: Flask, role: Role, values: Mapping[str, object]) -> Iterator[str]:
    """Every page of the service that this role may open, about the records at hand."""
    for rule in app.url_map.iter_rules():
        permission = getattr(app.view_functions[rule.endpoint], "permission", ANYONE)
        open_to = permission != ANYONE and role in PERMISSIONS[permission]
        if "GET" in (rule.methods or ()) and open_to and set(rule.arguments) <= set(values):
            with app.test_request_context():
                built = rule.build({name: values[name] for name in rule.arguments}, append_unknown=False)
            assert built is not None
            yield built[1]
            if built[1] in SEARCHES:
                yield built[1] + SEARCHES[built[1]]


def told(answer: Answer) -> tuple[int, str]:
    """An answer as it reads, without what changes anyway."""
    if answer.headers["Content-Type"] == "application/pdf":
        pages = PdfReader(io.BytesIO(answer.data)).pages
        return answer.status, "\n".join(page.extract_text() for page in pages)
    return answer.status, CHANGING.sub("#", answer.text)


@pytest.fixture
def staff(
    log_in: Callable[..., Browser], officer: UUID, desk: Browser, keeper: Browser
) -> dict[Role, Browser]:
    """Somebody of each role, logged in."""
    there = {Role.OFFICER: desk, Role.VICTIM_SERVICES: keeper}
    return {role: there.get(role) or log_in(role.value) for role in (*OTHERS, Role.VICTIM_SERVICES)}


@pytest.fixture
def world(
    app: Flask, database: Database, settings: Settings, clock: FixedClock, tmp_path: Path
) -> Callable[[str], None]:
    """Puts the service on a copy of the database as it stands now."""

    def begin(name: str) -> None:
        source = Path(settings.database_url.removeprefix("sqlite:///"))
        app.extensions["database"].close()
        assert not source.with_name(f"{source.name}-wal").exists()
        copy = tmp_path / f"{name}.db"
        shutil.copy(source, copy)
        furnish(app, replace(settings, database_url=f"sqlite:///{copy}"), clock)

    return begin


def pages(
    app: Flask, staff: Mapping[Role, Browser], roles: Iterable[Role], values: Mapping[str, object]
) -> Answers:
    """What staff of these roles are answered on every page they may open."""
    return {
        f"{role} {address}": told(staff[role].get(address))
        for role in roles
        for address in addresses(app, role, values)
    }


def papers(officer: Browser, values: Mapping[str, object]) -> Answers:
    """What the copies of the plan say on paper."""
    page = f"/plans/{values['plan_id']}/print/"
    return {
        copy: told(officer.post(f"{page}{copy}.pdf", page=f"{page}{copy}")) for copy in ("board", "person")
    }


@pytest.mark.security
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_nobody_else_is_answered_anything_else_once_a_place_is_protected(
    app: Flask,
    database: Database,
    staff: dict[Role, Browser],
    chosen: Choice,
    take_in: Callable[..., UUID],
    world: Callable[[str], None],
) -> None:
    other_id = take_in(number="TD-2002", family_name="Oystershell")
    asked = staff[Role.OFFICER].post(f"{chosen.page}/place-check", page=chosen.page)
    assert "The answer will stand here." in staff[Role.OFFICER].get(chosen.page).text
    with database.reading() as session:
        values = {
            "person_id": chosen.person_id,
            "plan_id": chosen.plan_id,
            "step_id": chosen.step_id,
            "organization_id": session.scalars(select(Organization.id).order_by(Organization.name)).first(),
            "service_id": session.scalars(select(Service.id).order_by(Service.name)).first(),
            "need": "housing",
            "name": "housing",
            "copy": "board",
        }
    assert asked.status == 303
    keeper = staff[Role.VICTIM_SERVICES]

    world("looked")
    for _ in range(3):
        keeper.get(f"/people/{chosen.person_id}/protected-places")
    before = pages(app, staff, OTHERS, values) | papers(staff[Role.OFFICER], values)
    world("protected")
    keeper.get(f"/people/{chosen.person_id}/protected-places")
    assert protect(keeper, chosen.person_id) == 303
    after = pages(app, staff, OTHERS, values) | papers(staff[Role.OFFICER], values)
    world("other")
    keeper.get(f"/people/{other_id}/protected-places")
    assert protect(keeper, other_id) == 303
    trail = pages(app, staff, OTHERS[:2], values)

    assert [status for status, _ in after.values()].count(200) > 80
    assert "Place check" in after["board"][1]
    drawn = f"/people/{chosen.person_id}/matches/housing"
    assert {f"{Role.ADMINISTRATOR} /agency/places", f"{Role.OFFICER} {drawn}"} <= set(after)
    assert "data-map-data" in after[f"{Role.OFFICER} {drawn}"][1]
    assert "polygon" in after[f"{Role.OFFICER} {drawn}"][1]
    # The trail as a whole says that a place was entered; whose it is changes nothing at all.
    whole = {f"{role} {address}" for role in OTHERS[:2] for address in ("/audit", "/audit/export")}
    changed = {name for name in before if before[name] != after[name]} - whole
    changed |= {name for name in trail if trail[name] != after[name]}
    changed |= {name for name in after if "Finchwing" in after[name][1] and "?q=Finchwing" not in name}
    figures.record("canaries", len(after) + len(trail), len(changed))
    assert changed == set()


def test_asking_takes_the_same_way_whether_or_not_there_is_a_protected_place(
    database: Database,
    take_in: Callable[..., UUID],
    clerk: Clerk,
    chosen: Choice,
    desk: Browser,
    keeper: Browser,
    count_queries: CountQueries,
) -> None:
    beside = settle(database, take_in(number="TD-2002", conditions=ORDERED, transport="bus"), clerk)
    protect(keeper, beside.person_id)
    # The first request of all makes what every later one finds.
    ways = []

    for each in (chosen, beside):
        page = desk.get(each.page)
        with count_queries() as sent:
            form = {"csrf_token": page.token}
            answer = desk.client.post(f"{each.page}/place-check", data=form)
        assert answer.status_code == 303
        ways.append(sent)

    assert ways[0] == ways[1]
    assert STREET not in "".join(ways[1])


def test_matching_and_plans_know_nothing_of_protected_places() -> None:
    rule = {
        module.name: {name for _, name in imported(module) if name.startswith("reentry.victims")}
        for module in product(ROOT)
    }

    secret = ("protected_places", "measures", "trail", "forms")
    outside = {
        name: found
        for name, found in rule.items()
        if not name.startswith(("reentry.victims", "reentry.demo"))
        and any(each.split(".")[2:3] and each.split(".")[2] in secret for each in found)
    }
    assert outside == {}
    judging = ("reentry.matches", "matching", "resources", "agency")
    assert {name for name, found in rule.items() if found and name.startswith(judging)} == set()
    assert rule["reentry.plans.place_checks"]
