"""The PDF: tagged, on US Letter, one section a page."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from agency.documents.blocks import Column, Document, Paragraph, Section, Table
from agency.documents.pdf import render_pdf


def read(document: Document, fonts: Path | None = None) -> PdfReader:
    return PdfReader(BytesIO(render_pdf(document, fonts=fonts)))


def root(document: Document) -> Any:
    return read(document).root_object


def structure(node: Any) -> Iterator[Any]:
    """The tagged elements of a PDF in reading order."""
    if "/S" in node:
        yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        element = kid.get_object()
        if isinstance(element, DictionaryObject):
            yield from structure(element)


def test_it_claims_and_carries_what_pdf_ua_asks_for(letter: Document) -> None:
    reader = read(letter)

    catalog: Any = reader.root_object
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert catalog["/Lang"] == "en-US"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == letter.title
    assert reader.metadata.author == letter.author


def test_headings_lists_and_tables_are_tagged_as_such(plan: Document) -> None:
    found = [element["/S"] for element in structure(root(plan)["/StructTreeRoot"])]

    assert found.index("/H1") < found.index("/H2") < found.index("/H3")
    assert found.count("/Table") == 3
    assert found.count("/TH") == 4 + 3 + 8
    assert found.count("/LI") == 10 + 3 + 5


def test_a_code_is_a_figure_with_words_for_it(letter: Document) -> None:
    found = [element for element in structure(root(letter)["/StructTreeRoot"]) if element["/S"] == "/Figure"]

    assert [figure.get("/Alt") for figure in found] == [
        "Square code that opens the reply page, address beside it"
    ]


def test_the_date_is_the_document_s_own(letter: Document) -> None:
    metadata = read(letter).metadata

    assert metadata is not None
    assert metadata.creation_date is not None
    assert metadata.creation_date.date() == letter.date


@pytest.mark.parametrize("name", ["letter", "plan"])
def test_pages_are_us_letter(name: str, request: pytest.FixtureRequest) -> None:
    pages = read(request.getfixturevalue(name)).pages

    assert {(float(page.mediabox.width), float(page.mediabox.height)) for page in pages} == {(612.0, 792.0)}


def test_a_letter_with_its_slip_takes_one_page_in_the_pages_typeface(
    letter: Document, fonts: Path | None
) -> None:
    if fonts is None:
        pytest.skip("Public Sans comes with the browser assets, which are not installed")

    pages = read(letter, fonts).pages

    resources: Any = pages[0]["/Resources"]
    assert len(pages) == 1
    assert "page 1 of 1" in pages[0].extract_text()
    assert all("PublicSans" in font["/BaseFont"] for font in resources["/Font"].values())


def test_each_section_of_a_plan_begins_a_page(plan: Document) -> None:
    pages = [page.extract_text() for page in read(plan).pages]

    starts = [
        next(number for number, text in enumerate(pages) if title in text)
        for title in ("What this plan does", "Where he will live", "The first 72 hours", "The week")
    ]
    assert starts == sorted(set(starts))


def test_a_long_table_repeats_its_header_on_the_next_page(plan: Document) -> None:
    pages = [page.extract_text() for page in read(plan).pages]

    on_pages = [text for text in pages if "who is there to help" in text]

    assert len(on_pages) == 2
    assert all("What and where" in text for text in on_pages)
    assert sum(text.count("Step 24:") for text in pages) == 1


def test_every_page_says_whose_it_is_and_which(plan: Document) -> None:
    pages = [page.extract_text() for page in read(plan).pages]

    assert all(plan.footer in text for text in pages)
    assert all(f"page {number} of {len(pages)}" in text for number, text in enumerate(pages, start=1))
    assert [plan.header in text for text in pages] == [False] + [True] * (len(pages) - 1)


def test_a_spanish_letter_is_spanish_throughout(letter: Document) -> None:
    spanish = replace(letter, language="es-US", page_label="página {page} de {pages}")

    assert root(spanish)["/Lang"] == "es-US"
    assert "página 1 de" in read(spanish).pages[0].extract_text()


def test_a_character_that_no_typeface_has_costs_the_claim_and_not_the_page(letter: Document) -> None:
    unknown = replace(letter, header="", sections=(Section((Paragraph("Name: \U0010fffd"),)),))

    reader = read(unknown)

    assert "Name:" in reader.pages[0].extract_text()
    assert "/StructTreeRoot" in reader.root_object
    assert b"pdfuaid" not in root(unknown)["/Metadata"].get_data()


def test_a_cell_longer_than_a_page_goes_on_overleaf(letter: Document) -> None:
    words = tuple(f"word{number}" for number in range(2000))
    table = Table((Column("Notes"), Column("By")), ((" ".join(words), "Agent"),))

    pages = [page.extract_text() for page in read(replace(letter, sections=(Section((table,)),))).pages]

    shown = [word for text in pages for word in text.split() if word.startswith("word")]
    assert len(pages) > 1
    assert shown == list(words)
