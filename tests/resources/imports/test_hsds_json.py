"""HSDS 3 JSON, with our additions and without."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from resources.imports.batch import Batch
from resources.imports.rows import Outcome

SERVICE: dict[str, Any] = {
    "id": "night-shelter",
    "name": "Night shelter",
    "status": "active",
    "assured_date": "2026-11-09",
    "phones": [{"number": "410-555-0101", "type": "voice", "extension": 12}],
    "schedules": [
        {"byday": "MO, TU", "opens_at": "9:00:00", "closes_at": "17:00"},
        {"description": "Every third Sunday by arrangement"},
    ],
    "cost_options": [{"amount": 12.5, "currency": "USD", "amount_description": "a night"}],
    "languages": [{"name": "Spanish", "code": "es"}],
    "service_areas": [{"name": "Baltimore City"}],
    "service_at_locations": [{"location_id": "elm-street"}],
    "reentry": {
        "needs": [{"need": "housing", "main": True}],
        "requirements": [{"rule": "minimum_age", "mode": "must", "value": 18, "quote": "18 and older"}],
        "capacity": [{"said_on": "2026-11-19", "said_by": "desk", "unit": "beds", "available": 3}],
    },
}
LOCATION: dict[str, Any] = {
    "id": "elm-street",
    "location_type": "physical",
    "name": "Elm Street",
    "latitude": 39.29,
    "longitude": -76.61,
    "addresses": [
        {"address_1": "12 Elm St", "city": "Baltimore", "state_province": "MD", "postal_code": "21202"}
    ],
}
ORGANIZATION: dict[str, Any] = {
    "id": "harbor-step",
    "name": "Harbor Step",
    "phones": [],
    "locations": [LOCATION],
    "services": [SERVICE],
}


@pytest.fixture
def judge_json(write: Callable[..., Any], judge: Callable[..., Batch]) -> Callable[[Any], Batch]:
    """Judges one JSON file."""
    return lambda content: judge(write(directory_json=json.dumps(content)))


def test_an_organization_goes_in_with_all_that_hangs_on_it(judge_json: Callable[[Any], Batch]) -> None:
    batch = judge_json([ORGANIZATION])

    (service,) = batch.of_kind("service")
    assert (service.values["cost_cents"], service.values["cost_period"]) == (1250, "a night")
    assert service.values["hours_description"] == "Every third Sunday by arrangement"
    assert "held" not in service.values
    (block,) = batch.of_kind("schedule")
    assert (block.values["byday"], block.values["opens_at"]) == ("MO,TU", "09:00")
    (rule,) = batch.of_kind("requirement")
    assert (rule.values["rule"], rule.values["value"]) == ("minimum_age", 18)
    (address,) = batch.of_kind("address")
    assert address.values["region"] == "Baltimore City"
    assert len(batch.rows) == 3
    assert batch.problems == []


def test_what_everybody_pays_is_the_cost_and_other_prices_keep_their_words(
    judge_json: Callable[[Any], Batch],
) -> None:
    costs = [
        {"amount": 40, "option": "couples"},
        {"amount": 12.5, "amount_description": "a night"},
        {"option": "sliding scale"},
        {"amount": 3, "amount_description": "a towel"},
    ]
    service = {**SERVICE, "cost_options": costs}

    batch = judge_json([ORGANIZATION | {"services": [service]}])

    (entry,) = batch.of_kind("service")
    assert (entry.values["cost_cents"], entry.values["cost_period"]) == (1250, "a night")
    assert entry.parts["cost_options"] == [
        {"option": "couples", "amount_cents": 4000, "period": ""},
        {"option": "sliding scale", "amount_cents": None, "period": ""},
        {"option": "a towel", "amount_cents": 300, "period": ""},
    ]


def test_a_page_of_an_api_and_a_service_with_its_organization_are_read(
    judge_json: Callable[[Any], Batch],
) -> None:
    place = {"id": "at", "location": LOCATION}
    service = {"id": "s", "name": "Meals", "status": "active", "service_at_locations": [place]}

    batch = judge_json({"contents": [service | {"organization": {"id": "o", "name": "Canton Table"}}]})

    assert [entry.name for entry in batch.of_kind("location")] == [("location", "elm-street")]
    (found,) = batch.of_kind("service")
    assert found.parts["needs"] == [{"need": "food_and_clothing", "main": True}]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": None}, "services.0.name"),
        ({"status": "asleep"}, "services.0.status"),
        ({"color": "red"}, "services.0.color"),
        ({"phones": [{"type": "voice"}]}, "services.0.phones.0.number"),
        ({"reentry": {"needs": [{"need": "sorcery"}]}}, "services.0.reentry.needs.0.need"),
        (
            {"reentry": {"requirements": [{"rule": "minimum_age", "mode": "must", "value": "old"}]}},
            "services.0.reentry.requirements.0.value",
        ),
        (
            {"service_at_locations": [{"location_id": "nowhere"}]},
            "services.0.service_at_locations.0.location_id",
        ),
    ],
)
def test_a_fault_rejects_the_service_and_names_the_field(
    judge_json: Callable[[Any], Batch], change: dict[str, Any], field: str
) -> None:
    batch = judge_json([ORGANIZATION | {"services": [SERVICE | change]}])

    (problem,) = batch.problems
    assert (problem.row, problem.field) == (1, field)
    assert [entry.kind for entry in batch.entries.values()] == ["organization", "location", "address"]


def test_what_a_rejected_organization_has_is_rejected_too(judge_json: Callable[[Any], Batch]) -> None:
    batch = judge_json([ORGANIZATION | {"name": ""}])

    assert not batch.entries
    assert list(batch.settled.values()) == [Outcome.REJECTED] * 3


@pytest.mark.parametrize("content", [["a word", ORGANIZATION], [ORGANIZATION | {"services": "none"}]])
def test_what_has_the_wrong_shape_is_rejected_and_the_rest_goes_in(
    judge_json: Callable[[Any], Batch], content: Any
) -> None:
    batch = judge_json(content)

    assert [problem.code for problem in batch.problems] == ["invalid"]
    assert ("organization", "harbor-step") in batch.entries


def test_a_file_without_our_additions_is_screened_and_read_by_its_words(
    judge_json: Callable[[Any], Batch],
) -> None:
    plain = {
        "id": "s",
        "name": "Lantern House",
        "description": "Shelter for battered women.",
        "status": "active",
    }

    batch = judge_json([ORGANIZATION | {"services": [plain]}])

    (service,) = batch.of_kind("service")
    assert (service.values["held"], service.values["reach"]) == (True, "telephone")
    assert {need["need"] for need in service.parts["needs"]} == {"homeless_services", "victim_services"}


def test_what_a_repeated_record_says_differently_is_told_with_both_values(
    judge_json: Callable[[Any], Batch],
) -> None:
    again = SERVICE | {"status": "inactive", "name": "Night  shelter"}

    batch = judge_json([ORGANIZATION | {"services": [SERVICE, again]}])

    (told,) = batch.problems
    assert (told.code, told.field) == ("repeat_differs", "status")
    assert "active" in told.message
    assert "inactive" in told.message
