"""What holds of every text, whatever is read from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.details.reader import read_details
from resources.details.reading import Reading

PIECES = (
    *(
        "$25",
        "/week",
        "per night",
        "free",
        "None.",
        "sliding fee scale",
        "no charge",
        "up to",
        "-",
        ",",
        ". ",
        "\n",
    ),
    *(
        "Spanish",
        "ASL",
        "speak",
        "English",
        "and",
        "Nov 1",
        "March",
        "through",
        "May",
        "closed",
        "2025",
        "11/15",
    ),
    *(
        "www.Harbor.example",
        "Desk@Harbor.Example",
        "http://",
        "(410) 555-0101",
        "410-555-0102",
        "fax",
        "ext. 4",
    ),
    *("call 211", "24 hour hotline", "TTY", "21202, 21218", "(", ")", "for", "of"),
)
texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
fields = st.sampled_from(("description", "fees_description"))


@given(texts, fields)
def test_every_text_is_read_in_its_own_words(text: str, field: str) -> None:
    for each in read_details(text, field):
        assert each.quote
        assert each.quote in text
        assert 0 < each.confidence <= 1


@given(texts)
def test_what_was_read_reads_as_the_same(text: str) -> None:
    found = read_details(text)
    for each in found:
        if (plain := _written(each, found)) is not None:
            assert each.value in [again.value for again in read_details(plain) if again.field == each.field]


def _written(reading: Reading, found: list[Reading]) -> str | None:
    """A value as the record shows it."""
    values = {each.field: each.value for each in found}
    match reading.value:
        case None:
            return None
        # A price with its words stands alone once it is taken out of the list, and is the cost then.
        case _ if "cost_options" in values:
            return None
        case int(cents):
            return f"${cents / 100:.2f} {values.get('cost_period', '')}"
        case tuple(names):
            return ", ".join(names)
        case str(words) if reading.field.startswith("season"):
            return f"{values['season_from']} to {values['season_to']}" if words else None
        case str(words):
            return words if reading.field != "cost_period" else f"$1 {words}"
        case phone:
            extension = f" ext. {phone['extension']}" if phone["extension"] else ""
            return f"{phone['type']}: call {phone['number']}{extension}"


def test_a_text_is_read_whole_and_in_its_order() -> None:
    text = (
        "Winter beds, Nov 1 - Mar 31, $5 a night. Call 410-555-0101 (fax 410-555-0102). Staff speak Spanish."
    )

    assert [(each.field, each.value) for each in read_details(text)] == [
        ("season_from", "11-01"),
        ("season_to", "03-31"),
        ("cost_cents", 500),
        ("cost_period", "a night"),
        ("phones", {"number": "(410) 555-0101", "type": "voice", "description": "", "extension": ""}),
        ("phones", {"number": "(410) 555-0102", "type": "fax", "description": "", "extension": ""}),
        ("languages", ("Spanish",)),
    ]


@pytest.mark.parametrize(
    "text", ["21202, 21211, 21218", "Room 211", "Case 410-555-01012", "Grant $410 555 0101"]
)
def test_other_numbers_are_no_telephone_numbers(text: str) -> None:
    assert [each for each in read_details(text) if each.field == "phones"] == []


def test_a_huge_text_is_read_in_no_time() -> None:
    assert read_details("free $1 per " * 100_000)
