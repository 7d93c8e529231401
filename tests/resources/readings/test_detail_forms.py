"""A detail is told in a few words, stands whole in its form, and comes back as it was typed."""

from typing import Any

import pytest

from agency.errors import InvalidError
from resources.readings.detail_forms import boxes_of, corrected_detail, told, typed_detail

FAX = {"number": "(410) 555-0188", "extension": "12", "type": "fax", "description": "Intake"}
OPTION = {"option": "others", "amount_cents": 2000, "period": "a visit"}
SCALE = {"option": "Sliding scale", "amount_cents": None, "period": ""}
COST = {"cost_cents": 2550, "cost_period": "a week"}
CASES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    (COST, [("Cost", "$25.50 a week")]),
    ({"cost_cents": 0}, [("Cost", "Free")]),
    ({"season_from": "11-01", "season_to": "03-31"}, [("Season", "Nov 1 to Mar 31")]),
    ({"languages": ["Spanish", "Amharic"]}, [("Languages", "Spanish, Amharic")]),
    ({"url": "https://rooms.example"}, [("Website", "https://rooms.example")]),
    ({"email": "desk@rooms.example"}, [("E-mail", "desk@rooms.example")]),
    ({"cost_options": [OPTION]}, [("others", "$20 a visit")]),
    ({"cost_options": [{**OPTION, "amount_cents": 0}]}, [("others", "Free")]),
    ({"cost_options": [SCALE]}, [("Sliding scale", "it depends")]),
    ({"phones": [FAX]}, [("Fax", "(410) 555-0188, extension 12, Intake")]),
]


def read(fields: dict[str, Any]) -> dict[str, Any]:
    return {"fields": fields, "quote": "as written"}


def typed(fields: dict[str, Any], **other: str) -> dict[str, str]:
    """The form of a detail as it is sent, with something else typed."""
    return {**typed_detail(read(fields)), "item": "one", **other}


@pytest.mark.parametrize(("fields", "words"), CASES)
def test_a_detail_is_told_by_what_it_is_of(fields: dict[str, Any], words: list[tuple[str, str]]) -> None:
    assert told(read(fields)) == words


@pytest.mark.parametrize("fields", [fields for fields, _ in CASES])
def test_a_form_sent_as_it_was_opened_says_what_was_read(fields: dict[str, Any]) -> None:
    assert corrected_detail(typed(fields), read(fields)) == read(fields)
    assert {box.name for box in boxes_of(read(fields))} >= typed_detail(read(fields)).keys()


def test_what_is_typed_takes_the_place_of_what_was_read_and_keeps_its_words() -> None:
    became = corrected_detail(typed(COST, cost_cents="$30", cost_period="a month"), read(COST))

    assert became == {"fields": {"cost_cents": 3000, "cost_period": "a month"}, "quote": "as written"}


def test_a_cost_need_not_be_for_a_stretch_of_time() -> None:
    assert corrected_detail(typed(COST, cost_period=""), read(COST))["fields"]["cost_period"] == ""


@pytest.mark.parametrize(
    ("fields", "other", "wrong"),
    [
        (COST, {"cost_cents": "a lot"}, {"cost_cents"}),
        (COST, {"cost_cents": ""}, {"cost_cents"}),
        ({"season_from": "11-01", "season_to": "03-31"}, {"season_to": "March"}, {"season_to"}),
        ({"season_from": "11-01", "season_to": "03-31"}, {"season_to": ""}, {"season_to"}),
        ({"url": "https://rooms.example"}, {"url": "rooms"}, {"url"}),
        ({"email": "desk@rooms.example"}, {"email": "desk"}, {"email"}),
        ({"phones": [FAX]}, {"number": ""}, {"number"}),
        ({"cost_options": [OPTION]}, {"option": ""}, {"option"}),
        ({"cost_options": [OPTION]}, {"amount_cents": "some"}, {"amount_cents"}),
        ({"phones": [FAX]}, {"type": "drum"}, {"type"}),
        ({"languages": ["Spanish"]}, {"languages": " \n"}, {"languages"}),
        (COST, {"alert": "Closed"}, {"alert"}),
    ],
)
def test_what_is_wrong_is_told_by_its_box(
    fields: dict[str, Any], other: dict[str, str], wrong: set[str]
) -> None:
    with pytest.raises(InvalidError) as refused:
        corrected_detail(typed(fields, **other), read(fields))

    assert refused.value.fields.keys() == wrong
