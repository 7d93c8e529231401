"""Text that nobody can see is no text, whatever it is made of and however deep it stands in what was sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError, fields, validate

from agency.edge.forms import StrictSchema, blank

# Spaces, a joiner, a mark with no letter, the fillers that Unicode calls letters, an empty Braille cell.
BLANKS = ("", "   ", "\n\t", "\u00a0", "\u200b", "\u200b \u2060", "\ufeff", "\u0301", "\u3164", "\u2800")
SEEN = ("J", " Lee ", "\u200bJ", "Ω", "李", "7", "—", "🏠", "e\u0301")


class Line(StrictSchema):
    """A line of a form."""

    name = fields.String(required=True, validate=validate.Length(min=1))


class Form(Line):
    """A form with text at each depth."""

    note = fields.String(load_default="")
    names = fields.List(fields.String(validate=validate.Length(min=1)))
    lines = fields.List(fields.Nested(Line))


@pytest.mark.parametrize("text", BLANKS)
def test_blank_text_is_refused_wherever_an_empty_one_is(text: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Form().load({"name": text, "names": ["Lee", text], "lines": [{"name": text}]})

    assert refused.value.messages_dict == {
        "name": ["Shorter than minimum length 1."],
        "names": {1: ["Shorter than minimum length 1."]},
        "lines": {0: {"name": ["Shorter than minimum length 1."]}},
    }


@pytest.mark.parametrize("text", BLANKS)
def test_blank_text_that_nobody_needs_is_empty(text: str) -> None:
    assert Form().load({"name": "Lee", "note": text})["note"] == ""


@pytest.mark.parametrize("text", SEEN)
def test_text_with_anything_to_see_stays_to_the_letter(text: str) -> None:
    assert Form().load({"name": text}) == {"name": text, "note": ""}


@given(st.text(), st.sampled_from(BLANKS))
def test_what_is_blank_stays_so_among_blanks(text: str, other: str) -> None:
    assert blank(other + text + other) == blank(text)
