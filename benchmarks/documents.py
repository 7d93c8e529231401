"""Rendering: the same letter in each of its three forms."""

from collections.abc import Iterator
from datetime import date

from agency.documents.blocks import Document, Heading, KeyValues, Letterhead, Paragraph, Section
from agency.documents.docx import render_docx
from agency.documents.html import render_html
from agency.documents.pdf import render_pdf
from agency.settings import ROOT
from benchmarks.measure import Measured, measure

LETTER = Document(
    title="Referral R-EXAMPLE",
    author="Example Office",
    date=date(2026, 11, 21),
    form="letter",
    sections=(
        Section(
            (
                Letterhead("Example Office", "Main office", ("1 Example Way", "Example, MD 21000")),
                Heading("Referral R-EXAMPLE", 1),
                *(Paragraph("We refer the person named below to your service. " * 4) for _ in range(4)),
                KeyValues((("Need", "Housing"), ("Call", "(410) 555-0100"))),
            )
        ),
    ),
)


def run() -> Iterator[Measured]:
    """HTML, PDF and DOCX."""
    fonts = ROOT / "static" / "vendor" / "fonts"
    yield measure("letter", "html", 1, lambda: render_html(LETTER))
    yield measure("letter", "pdf", 1, lambda: render_pdf(LETTER, fonts=fonts))
    yield measure("letter", "docx", 1, lambda: render_docx(LETTER))
