"""What a document may be made of."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agency.documents.blocks import Block, Code, Column, Document, Heading, Paragraph, Section, Table
from agency.documents.words import Emphasis, Strong, printable


def document_of(*blocks: Block, page_label: str = "page {page} of {pages}") -> Document:
    return Document("A title", "An agency", date(2026, 11, 23), (Section(blocks),), page_label=page_label)


def test_a_row_has_a_cell_for_each_column() -> None:
    columns = (Column("Need"), Column("Service"))

    with pytest.raises(ValueError, match="Row 2 has 1 cells for 2 columns"):
        Table(columns, (("Housing", "Harbor Step House"), ("Work",)))


def test_a_table_may_have_no_rows_but_not_no_columns() -> None:
    assert Table((Column("Need"),), ()).rows == ()

    with pytest.raises(ValueError, match="needs columns"):
        Table((), ())


@pytest.mark.parametrize("levels", [(2,), (1, 3), (1, 2, 4), (1, 2, 3, 1, 3)])
def test_headings_do_not_skip_a_level(levels: tuple[int, ...]) -> None:
    headings = [Heading("Housing", level) for level in levels]

    with pytest.raises(ValueError, match="after level"):
        document_of(*headings)


def test_headings_may_climb_back_to_any_level() -> None:
    document = document_of(*[Heading("Housing", level) for level in (1, 2, 3, 4, 2, 3, 1, 2)])

    assert len(list(document.blocks())) == 8


def test_headings_are_followed_across_sections() -> None:
    sections = (Section((Heading("Plan", 1),)), Section((Heading("Residence", 3),)))

    with pytest.raises(ValueError, match="'Residence'"):
        Document("Plan", "An agency", date(2026, 11, 23), sections)


@pytest.mark.parametrize("level", [0, 5])
def test_there_are_four_levels_of_heading(level: int) -> None:
    with pytest.raises(ValueError, match="levels are 1 to 4"):
        Heading("Housing", level)


def test_pages_must_be_numbered() -> None:
    with pytest.raises(ValueError, match="must hold"):
        document_of(page_label="page {page}")


def test_a_code_is_told_to_those_who_cannot_see_it() -> None:
    with pytest.raises(ValueError, match="words that stand for it"):
        Code("https://reply.tidewater.example/7K2M", alternate=" ")


def test_pasted_text_loses_what_cannot_be_printed_and_keeps_its_lines() -> None:
    paragraph = Paragraph(("call\x00 first\r\nthen", Strong("walk\x0bin"), Emphasis("\ud800quoted")))

    assert paragraph.words == ("call first\nthen", Strong("walk\nin"), Emphasis("quoted"))


@given(st.text(alphabet=st.characters(min_codepoint=0x20, blacklist_categories=("Cc", "Cs", "Zl", "Zp"))))
def test_printable_text_stays_as_it_was(text: str) -> None:
    kept = text.replace("\ufffe", "").replace("\uffff", "")

    assert printable(text) == kept
