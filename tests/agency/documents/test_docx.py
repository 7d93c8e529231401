"""The Word file: real styles, headers and fields, ready to be edited."""

from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Inches

from agency.documents.blocks import Document
from agency.documents.docx import render_docx


@pytest.fixture(scope="module")
def word_letter(letter: Document) -> WordDocument:
    return docx.Document(BytesIO(render_docx(letter)))


@pytest.fixture(scope="module")
def word_plan(plan: Document) -> WordDocument:
    return docx.Document(BytesIO(render_docx(plan)))


def test_the_page_is_us_letter(word_letter: WordDocument) -> None:
    page = word_letter.sections[0]

    assert (page.page_width, page.page_height) == (Inches(8.5), Inches(11))


def test_headings_are_headings(word_plan: WordDocument) -> None:
    titles = {
        paragraph.text: str(paragraph.style.name) for paragraph in word_plan.paragraphs if paragraph.style
    }

    assert titles["Release plan for Marcus T."] == "Heading 1"
    assert titles["Where he will live"] == "Heading 2"
    assert titles["Primary residence"] == "Heading 3"


def test_the_first_row_of_a_table_is_marked_as_its_header(word_plan: WordDocument) -> None:
    for table in word_plan.element.body.iter(qn("w:tbl")):
        rows = list(table.iter(qn("w:tr")))
        marked = [row.find(f".//{qn('w:tblHeader')}") is not None for row in rows]

        assert marked == [True] + [False] * (len(rows) - 1)


def test_sections_begin_a_page(word_plan: WordDocument) -> None:
    starting = [p.text for p in word_plan.paragraphs if p.paragraph_format.page_break_before]

    assert starting == ["Where he will live", "The first 72 hours", "The week"]


def test_the_footer_counts_pages(word_letter: WordDocument) -> None:
    section = word_letter.sections[0]
    for footer in (section.first_page_footer, section.footer):
        paragraph = footer.paragraphs[0]
        fields = [
            field.get(qn("w:instr")) for field in paragraph.paragraph_format.element.iter(qn("w:fldSimple"))
        ]

        assert paragraph.text.startswith("M.T. · Harbor Step House\tpage ")
        assert fields == ["PAGE", "NUMPAGES"]


def test_it_tells_its_language_title_and_date(letter: Document, word_letter: WordDocument) -> None:
    properties = word_letter.core_properties
    language = word_letter.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val"))

    assert (language, properties.language) == ("en-US", "en-US")
    assert (properties.title, properties.author) == (letter.title, letter.author)
    assert properties.created is not None
    assert properties.created.date() == letter.date


def test_the_code_is_a_picture_with_words_for_it(word_letter: WordDocument) -> None:
    pictures = list(word_letter.element.body.iter(qn("wp:docPr")))

    assert [picture.get("descr") for picture in pictures] == [
        "Square code that opens the reply page, address beside it"
    ]
