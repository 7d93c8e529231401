"""Text is read as it was meant, whatever other programs did to it on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.imports.tables import clean


@pytest.mark.parametrize(
    ("given_as", "meant"),
    [
        (None, ""),
        ("Wren&#39;s House &amp; Garden", "Wren's House & Garden"),
        ("Wren&amp;#39;s House", "Wren's House"),
        ("&quot;Wren&quot;&nbsp;House", '"Wren" House'),
        ("Wren &#x2013; House", "Wren – House"),
        ("Bread & Roses; Q&A; AT&T;", "Bread & Roses; Q&A; AT&T;"),
        ("&nosuch; &#0;", "&nosuch; \ufffd"),
        ("CafÃ©", "Café"),
    ],
)
def test_what_another_program_wrote_for_a_character_is_that_character(
    given_as: str | None, meant: str
) -> None:
    assert clean(given_as) == meant


@given(st.text(st.sampled_from("&#;x0123amplt<'é "), max_size=30))
def test_what_was_read_once_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)
