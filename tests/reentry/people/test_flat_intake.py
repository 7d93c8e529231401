"""A form and a spreadsheet row say the same thing in the same flat words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.edge.forms import by_path
from reentry.people import flat_intake
from reentry.people.flat_intake import nested

NAMES = st.text("abcdefgh_", min_size=1, max_size=8)
TEXTS = st.text(min_size=1, max_size=12).map(str.strip).filter(bool)


def test_dotted_names_become_groups_and_numbered_ones_a_list() -> None:
    flat = {
        "number": "TD-1",
        "facts.offenses.felony": "true",
        "orders.1.text": "Second",
        "orders.0.text": "First",
        "orders.2.text": " ",
    }

    assert nested(flat) == {
        "number": "TD-1",
        "facts": {"offenses": {"felony": "true"}},
        "orders": [{"text": "First"}, {"text": "Second"}],
    }


@pytest.mark.parametrize(
    ("flat", "unknown"),
    [
        ({"number": "TD-1", "number.x": "a"}, "number.x"),
        ({"facts": "yes", "facts.veteran": "true"}, "facts.veteran"),
        ({"a." * 2_000 + "b": "a"}, "a." * 2_000 + "b"),
        ({"orders." + "9" * 5_000: "a"}, "orders"),
    ],
)
def test_a_name_that_fits_into_no_group_stays_as_it_is(flat: dict[str, str], unknown: str) -> None:
    assert unknown in nested(flat)


@pytest.mark.parametrize(
    ("name", "text", "read"),
    [
        ("needs", "housing; jobs", ["housing", "jobs"]),
        ("facts.languages", "English, Spanish", ["English", "Spanish"]),
        ("strengths", "Reads well\n\nHas a trade, and tools", ["Reads well", "Has a trade, and tools"]),
        ("given_name", "  Marcus ", "Marcus"),
    ],
)
def test_what_holds_several_values_is_split_and_the_rest_is_not(name: str, text: str, read: object) -> None:
    found = nested({name: text})

    for part in name.split("."):
        found = found[part]
    assert found == read


@given(
    st.dictionaries(
        NAMES.filter(lambda name: name not in flat_intake.LINES + flat_intake.WORDS), TEXTS, max_size=5
    )
)
def test_plain_names_and_texts_come_through_unchanged(flat: dict[str, str]) -> None:
    assert nested(flat) == flat


def test_errors_stand_under_the_name_of_their_field() -> None:
    errors = {"facts": {"birth_date": ["Not a valid date."]}, "orders": {0: {"kind": ["Choose one."]}}}

    assert by_path(errors) == {
        "facts.birth_date": ["Not a valid date."],
        "orders.0.kind": ["Choose one."],
    }


def test_an_agencys_own_headings_are_understood() -> None:
    assert [flat_intake.column(heading) for heading in ("Date of Birth", "ZIP_code", "facts.veteran")] == [
        "facts.birth_date",
        "place.postal_code",
        "facts.veteran",
    ]
