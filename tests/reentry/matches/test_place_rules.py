"""The agency's rules about places: how distances are measured, registrants where children are, state lines."""

import json
import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.offices import Agency
from matching.measuring import BY_POINTS, Measuring
from reentry.matches import place_rules
from reentry.matches.place_rules import PlaceRules, conditions_for
from reentry.people.people import Person
from tests.browser import Browser

LogIn = Callable[..., Browser]
TakeIn = Callable[..., UUID]
LINES = {"method": "property_lines", "half_width_ft": "50", "source": "Board order 7, 2026"}
AREA = [[39.29, -76.61], [39.29, -76.605], [39.3, -76.6]]


@pytest.fixture
def administrator(log_in: LogIn, database: Database) -> Browser:
    """Somebody who may change the agency's rules, in an agency that is set up."""
    with database.writing() as session:
        if session.get(Agency, 1) is None:
            session.add(Agency(name="Invented Agency", neutral_name="Invented Office", state="MD"))
    return log_in("administrator")


def save(browser: Browser, **change: str) -> Any:
    return browser.post("/agency/places", {"method": "points", "minors": "ask"} | change, "/agency/places")


def rules(database: Database) -> PlaceRules:
    with database.reading() as session:
        return place_rules.of(session)


def test_there_is_no_usual_distance_and_nobody_is_ruled_out_until_the_agency_says_so(
    database: Database,
) -> None:
    assert rules(database) == PlaceRules()
    assert rules(database).usual_distance_ft is None
    assert (rules(database).measuring, rules(database).minors) == (BY_POINTS, "ask")


def test_the_agency_says_how_it_measures_and_whose_rule_that_is(
    administrator: Browser, database: Database
) -> None:
    answer = save(administrator, **LINES, usual_distance_ft="1000")

    assert answer.status == 302
    assert rules(database).measuring == Measuring("property_lines", half_width_m=50 * 0.3048)
    assert administrator.get("/agency/places").typed["half_width_ft"] == ["50"]
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.event == "agency.changed")).all()
        assert [entry.details for entry in entries] == [
            {"fields": "half_width_ft, method, source, usual_distance_ft"}
        ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({**LINES, "source": ""}, "source"),
        ({"usual_distance_ft": "1000"}, "source"),
        ({**LINES, "half_width_ft": ""}, "half_width_ft"),
        ({"method": "by eye"}, "method"),
        ({"detour": "far"}, "detour"),
    ],
)
def test_a_rule_without_its_source_or_figures_is_refused(
    administrator: Browser, database: Database, change: dict[str, str], field: str
) -> None:
    answer = save(administrator, **change)

    assert answer.status == 422
    assert f'id="field-{field}-error"' in answer.text or f'href="#field-{field}"' in answer.text
    assert answer.text.count("<h1>") == 1
    assert rules(database) == PlaceRules()


def test_switching_the_text_of_law_on_keeps_which_law_was_read(
    administrator: Browser, database: Database
) -> None:
    save(administrator, minors="barred")

    assert rules(database).minors == "barred"
    assert rules(database).minors_law == "Maryland Code, Criminal Procedure §11-722, as of November 1, 2026"
    save(administrator)
    assert rules(database) == PlaceRules()


def test_nobody_else_changes_the_rules(log_in: LogIn) -> None:
    for role in ("supervisor", "officer", "coordinator"):
        assert log_in(role).get("/agency/places").status == 403


def test_the_usual_distance_is_told_beside_the_form_and_drawn_nowhere(
    administrator: Browser, log_in: LogIn, take_in: TakeIn
) -> None:
    person_id = take_in(conditions={})
    save(administrator, **LINES, usual_distance_ft="1000")
    supervisor = log_in("supervisor")

    form = supervisor.get(f"/people/{person_id}/edit").text
    page = supervisor.get(f"/people/{person_id}/matches/housing").text

    assert "1,000 ft is usual" in form
    assert "Board order 7, 2026" in form
    assert drawn(page) == []


def drawn(page: str) -> Any:
    """The zones that the map of a page draws."""
    [given] = re.findall(r"<script type=\"application/json\" data-map-data>(.*?)</script>", page, re.S)
    return json.loads(given)["zones"]


def test_an_area_of_the_order_is_drawn_by_its_corners(log_in: LogIn, take_in: TakeIn) -> None:
    person_id = take_in(conditions={"zones": [{"kind": "exclusion", "polygon": AREA}]})

    page = log_in("supervisor").get(f"/people/{person_id}/matches/housing").text

    assert drawn(page) == [{"kind": "exclusion", "polygon": AREA, "name": "Exclusion zone of the order"}]


@pytest.mark.parametrize(
    ("intake", "state"),
    [
        ({"kind": "parole"}, "Maryland"),
        ({"kind": "parole", "place": {"state": "VA"}}, "VA"),
        ({"kind": "probation"}, None),
        ({"kind": "probation", "orders": [{"kind": "travel", "text": "Stay in the state."}]}, "Maryland"),
    ],
)
def test_who_may_leave_a_state_with_permission_only(
    database: Database, take_in: TakeIn, intake: dict[str, Any], state: str | None
) -> None:
    person_id = take_in(
        **({"place": {}, "orders": [], "facts": {"residence": {"state": "Maryland"}}} | intake)
    )

    with database.reading() as session:
        assert conditions_for(session.get_one(Person, person_id)).confined_to == state
