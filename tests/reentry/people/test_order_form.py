"""What matching checks of an order, as it goes through the form and back: areas, approved hours, travel permission."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from agency.database import Database
from matching.conditions import ConditionsSchema
from reentry.people import conditions
from reentry.people.people import Person
from tests.browser import Browser

LogIn = Callable[..., Browser]
TakeIn = Callable[..., UUID]
CORNERS = [[39.29, -76.61], [39.29, -76.605], [39.3, -76.6]]
WINDOW = {"purpose": "work", "days": ["MO", "WE"], "from": "20:00", "to": "23:30"}
ORDER = {
    "curfew": {"from": "20:00", "to": "06:00"},
    "zones": [
        {"kind": "exclusion", "polygon": CORNERS},
        {"kind": "residence", "latitude": 39.3, "longitude": -76.6, "radius_m": 305.0},
    ],
    "approved": [WINDOW],
    "permitted_states": ["VA", "DC"],
}


def ordered(database: Database, person_id: UUID) -> dict[str, Any]:
    """What matching checks of the conditions in force, as an intake states it."""
    with database.reading() as session:
        person = session.get_one(Person, person_id)
        terms = conditions.terms_of(person.conditions, person.travel_minutes)
        told = ConditionsSchema().dump(terms)
        return {name: value for name, value in told.items() if name in ORDER}


def test_an_order_goes_through_the_form_untouched(database: Database, log_in: LogIn, take_in: TakeIn) -> None:
    person_id = take_in(conditions=ORDER)
    supervisor = log_in("supervisor")
    before = ordered(database, person_id)

    typed = supervisor.get(f"/people/{person_id}/edit").typed
    answer = supervisor.post(f"/people/{person_id}", typed, f"/people/{person_id}/edit")

    assert answer.status == 303
    assert ordered(database, person_id) == before == ORDER


def test_an_order_is_entered_by_typing_its_corners_and_hours(
    database: Database, log_in: LogIn, take_in: TakeIn
) -> None:
    person_id = take_in(conditions={})
    supervisor = log_in("supervisor")
    edit = f"/people/{person_id}/edit"
    typed = supervisor.get(edit).typed | {
        "conditions.zones.0.kind": "presence",
        "conditions.zones.0.polygon": "39.29, -76.61\r\n39.29 -76.605\r\n39.3,-76.6\r\n",
        "conditions.approved.0.purpose": "medical",
        "conditions.approved.0.days": ["TU", "FR"],
        "conditions.approved.0.from": "05:00",
        "conditions.approved.0.to": "07:00",
        "conditions.permitted_states": "VA; DC",
    }

    answer = supervisor.post(f"/people/{person_id}", typed, edit)

    assert answer.status == 303, answer.text
    assert ordered(database, person_id) == {
        "zones": [{"kind": "presence", "polygon": CORNERS}],
        "approved": [{"purpose": "medical", "days": ["TU", "FR"], "from": "05:00", "to": "07:00"}],
        "permitted_states": ["VA", "DC"],
    }
    page = supervisor.get(f"/people/{person_id}").text
    for words in ("an area of 3 corners", "approved for medical care: Tue, Fri", "permission for VA, DC"):
        assert words in page


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"conditions.zones.0.polygon": "39.29, -76.61\n39.3, -76.6"}, "from 3 to 200 corners"),
        ({"conditions.zones.0.polygon": "here\nthere\nthen"}, "Write one corner a line"),
        ({"conditions.zones.0.polygon": "52, 179.9\n52, -179.9\n52.1, 179.9"}, "180 meets -180"),
        ({"conditions.zones.0.radius_m": "300"}, "not both"),
        ({"conditions.approved.0.days": []}, "Missing data"),
        ({"conditions.approved.0.purpose": "fun"}, "Must be one of"),
        ({"conditions.zones.0.corners": "1, 2"}, "Unknown field"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    database: Database, log_in: LogIn, take_in: TakeIn, change: dict[str, Any], told: str
) -> None:
    person_id = take_in(conditions=ORDER)
    supervisor = log_in("supervisor")
    edit = f"/people/{person_id}/edit"

    answer = supervisor.post(f"/people/{person_id}", supervisor.get(edit).typed | change, edit)

    assert answer.status == 422
    assert told in answer.text
    assert ordered(database, person_id) == ORDER
    for value in change.values():
        if isinstance(value, str) and told != "Must be one of" and told != "Unknown field":
            assert value.split("\n")[0] in answer.text


def test_what_an_intake_no_longer_states_is_ended(database: Database, take_in: TakeIn) -> None:
    person_id = take_in(conditions=ORDER)

    take_in(conditions={"curfew": ORDER["curfew"]})

    assert ordered(database, person_id) == {"curfew": ORDER["curfew"], "zones": []}
