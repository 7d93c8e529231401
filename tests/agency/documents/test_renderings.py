"""One document, three renderings: what holds for all of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import html
from pypdf import PdfReader

from agency.documents import blocks
from agency.documents.blocks import Block, Document, Part, Section
from agency.documents.docx import render_docx
from agency.documents.html import render_html
from agency.documents.pdf import render_pdf
from agency.documents.square_code import code_png
from agency.documents.words import Emphasis, Strong

HOSTILE = (
    '#eval("1") #import "x" *a* _b_ $x^2$ @ref <script>alert(1)</script> {{ 7*7 }} {% x %} \\n & "q" ``` //'
)

EVERY_BLOCK: dict[type[Block], Block] = {
    type(block): block
    for block in (
        blocks.Heading("Title words", 1),
        blocks.Paragraph(("Plain words, ", Strong("strong words"), " and ", Emphasis("quoted words"))),
        blocks.BulletList(("First point", ("Second ", Strong("point")))),
        blocks.CheckList((blocks.Box("Birth certificate", ticked=True), blocks.Box("Card", blank=True))),
        blocks.Table(
            (blocks.Column("Need"), blocks.Column("By", "right")), (("Bed", "Feb 15"),), "Table title"
        ),
        blocks.KeyValues((("Hearing", "December 9"), ("Level", "Moderate")), across=2),
        blocks.Notice("Notice words", "Notice title", "warning"),
        blocks.Signatures((blocks.Signer("Dana Whitlock", "Senior Agent", "Date signed"),)),
        blocks.Letterhead(
            "Tidewater Supervision", "Harborview Office", ("2100 Example Street", "410-555-0142")
        ),
        blocks.AddressBlock(("Harbor Step House", "418 Lantern Court")),
        blocks.Code("https://reply.tidewater.example/7K", "Square code for the reply", "Reply online:"),
        blocks.ReplySlip(
            "Cut here",
            "Reply slip",
            "Please answer.",
            (blocks.Box("Accepted"),),
            ("Your name", "Your telephone"),
        ),
    )
}


def document_of(*content: Block, **furniture: Any) -> Document:
    return Document("A title", "An agency", date(2026, 11, 23), (Section(content),), **furniture)


def text_of_html(document: Document) -> str:
    return " ".join(str(text) for text in html.fromstring(render_html(document)).itertext())


def text_of_pdf(document: Document) -> str:
    reader = PdfReader(BytesIO(render_pdf(document, fonts=None)))
    return "\n".join(page.extract_text() for page in reader.pages)


def text_of_docx(document: Document) -> str:
    word = docx.Document(BytesIO(render_docx(document)))
    return "\n".join(str(node.text) for node in word.element.body.iter("{*}t"))


LANDMARKS = (
    "Harborview Field Office",
    "November 23, 2026",
    "418 Lantern Court",
    "RE: Referral for a recovery residence",
    "Dear Ms. Quill",
    "Age on that day",
    "8 pm–6 am, every day",
    "Insurance card",
    "42 CFR part 2",
    "Thank you.",
    "Dana Whitlock",
    "Cut here and return",
    "Please answer by",
    "7K2M-9QXT",
    "We cannot, because",
    "Name and title",
)

READERS: list[Callable[[Document], str]] = [text_of_html, text_of_pdf, text_of_docx]


def texts(part: Any) -> Iterator[str]:
    """Every text of a part that a reader should find in print, in order."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from texts(item)
    elif isinstance(part, blocks.Column):
        yield part.label
    elif isinstance(part, blocks.Code):
        yield from (part.caption, part.address)
    elif isinstance(part, Part | Strong | Emphasis):
        for field in fields(part):
            if field.name not in {"size", "kind", "across"}:
                yield from texts(getattr(part, field.name))


def squeezed(text: str) -> str:
    """The text without spaces and hyphens: where lines break is the renderer's business."""
    return re.sub(r"[\s\-\u00ad]+", "", text)


def test_every_block_has_an_example() -> None:
    assert set(EVERY_BLOCK) == set(Block.__subclasses__())


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("block", EVERY_BLOCK.values(), ids=lambda block: type(block).__name__)
def test_every_block_is_in_every_rendering(block: Block, read: Callable[[Document], str]) -> None:
    content = (block,) if isinstance(block, blocks.Heading) else (EVERY_BLOCK[blocks.Heading], block)

    found = squeezed(read(document_of(*content)))

    missing = [text for text in texts(block) if squeezed(text) not in found]
    assert missing == []


@pytest.mark.parametrize("read", READERS)
def test_text_stands_once_and_in_reading_order(letter: Document, read: Callable[[Document], str]) -> None:
    found = squeezed(read(letter))
    landmarks = [squeezed(landmark) for landmark in LANDMARKS]

    places = [found.index(text) for text in landmarks]

    assert places == sorted(places)
    assert [found.count(text) for text in landmarks] == [1] * len(landmarks)


@pytest.mark.parametrize("read", READERS)
def test_hostile_text_is_set_as_it_is(read: Callable[[Document], str]) -> None:
    document = document_of(
        blocks.Heading(HOSTILE, 1),
        blocks.Paragraph((HOSTILE, Strong(HOSTILE), Emphasis(HOSTILE))),
        blocks.Table((blocks.Column(HOSTILE),), ((HOSTILE,),), HOSTILE),
        blocks.KeyValues(((HOSTILE, HOSTILE),)),
        blocks.Notice(HOSTILE, HOSTILE),
        blocks.AddressBlock((HOSTILE,)),
        footer=HOSTILE,
    )

    found = squeezed(read(document))

    assert found.count(squeezed(HOSTILE)) >= 11


@pytest.mark.parametrize(
    "render", [render_html, render_docx, lambda document: render_pdf(document, fonts=None)]
)
def test_the_same_document_gives_the_same_bytes(
    letter: Document, render: Callable[[Document], str | bytes]
) -> None:
    first, second = render(letter), render(letter)

    assert first == second


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("name", ["Nguyễn Thị Hạnh", "Łukasz Иванов", "\U0001f600", "x" * 4000])
def test_no_name_stops_a_page_or_is_lost(name: str, read: Callable[[Document], str]) -> None:
    document = document_of(blocks.Paragraph(name), blocks.BulletList((name,)))

    found = squeezed(read(document))

    assert found.count(squeezed(name)) == 2


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("nothing", ["", "\n\n", "\x07"])
def test_an_empty_answer_does_not_stop_a_page(nothing: str, read: Callable[[Document], str]) -> None:
    document = document_of(
        blocks.Paragraph(nothing), blocks.KeyValues(((nothing, nothing),)), blocks.Paragraph("The end")
    )

    found = read(document)

    assert "The end" in found


@pytest.mark.parametrize("read", READERS)
def test_blocks_without_content_do_not_stop_a_page(read: Callable[[Document], str]) -> None:
    document = document_of(
        blocks.Letterhead("An agency", "", ()),
        blocks.AddressBlock(()),
        blocks.Paragraph(()),
        blocks.BulletList(()),
        blocks.CheckList(()),
        blocks.KeyValues((), across=2),
        blocks.KeyValues((("Level", ()),)),
        blocks.Table((blocks.Column("Need"),), ()),
        blocks.Signatures(()),
        blocks.ReplySlip("Cut here", "Reply", (), (), ()),
    )

    found = read(document)

    assert "Reply" in found


def test_a_logo_has_words_for_it_in_every_rendering() -> None:
    logo = blocks.Logo(code_png("any picture"), "Seal of the agency")
    document = document_of(blocks.Letterhead("An agency", "An office", (), logo))

    word = docx.Document(BytesIO(render_docx(document)))
    pdf = PdfReader(BytesIO(render_pdf(document, fonts=None)))

    assert 'alt="Seal of the agency"' in render_html(document)
    assert [picture.get("descr") for picture in word.element.body.iter("{*}docPr")] == ["Seal of the agency"]
    assert len(pdf.pages[0].images) == 1


def test_a_missing_typeface_does_not_stop_a_page(letter: Document, tmp_path: Path) -> None:
    with_none, with_wrong_folder = (
        render_pdf(letter, fonts=None),
        render_pdf(letter, fonts=tmp_path / "nowhere"),
    )

    assert with_none.startswith(b"%PDF")
    assert with_wrong_folder.startswith(b"%PDF")
