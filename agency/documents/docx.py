"""A document for Word, to be edited before it is sent: real styles, marked table headers, page fields."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from agency.documents import blocks
from agency.documents.blocks import Block, Box, Document
from agency.documents.square_code import code_png
from agency.documents.word_styles import TEXT_WIDTH, border, field, keep_rows, prepare, rule_table
from agency.documents.words import Emphasis, Strong, Words, runs


def render_docx(document: Document) -> bytes:
    """The document as a Word file on US Letter; the same document gives the same bytes."""
    word = docx.Document()
    prepare(word, document.language, report=document.form == "report")
    _properties(word, document)
    _running_lines(word, document)
    writer = _Writer(word)
    for section in document.sections:
        writer.page_break_due = section.new_page
        for block in section.blocks:
            writer.write(block)
    return _without_clock(word)


class _Writer:
    """Adds blocks at the end of a Word file, one method for each kind."""

    def __init__(self, word: WordDocument) -> None:
        self.word = word
        self.page_break_due = False

    def write(self, block: Block) -> None:
        _WRITERS[type(block)](self, block)

    def paragraph(self, words: Words = "", style: str = "Normal") -> WordParagraph:
        paragraph = self.word.add_paragraph(style=style)
        _add_words(paragraph, words)
        if self.page_break_due:
            paragraph.paragraph_format.page_break_before = True
            self.page_break_due = False
        return paragraph

    def heading(self, block: blocks.Heading) -> None:
        self.paragraph(block.text, f"Heading {block.level}")

    def running_text(self, block: blocks.Paragraph) -> None:
        self.paragraph(block.words, "Small" if block.size == "small" else "Normal")

    def bullet_list(self, block: blocks.BulletList) -> None:
        for item in block.items:
            self.paragraph(item, "List Bullet")

    def check_list(self, block: blocks.CheckList) -> None:
        for box in block.boxes:
            self.box(box)

    def box(self, box: Box) -> None:
        paragraph = self.paragraph(f"{'☒' if box.ticked else '☐'}\t{box.label}", "Check Box")
        if box.blank:
            paragraph.add_run(" \t")
            _line_to(paragraph, TEXT_WIDTH)

    def table(self, block: blocks.Table) -> None:
        if block.caption or self.page_break_due:
            self.paragraph(block.caption, "Caption")
        table = self.word.add_table(rows=1 + len(block.rows), cols=len(block.columns))
        table.autofit = False
        whole = sum(column.share for column in block.columns)
        header = tuple((Strong(column.label),) for column in block.columns)
        for row, cells in zip(table.rows, (header, *block.rows), strict=True):
            for column, cell, words in zip(block.columns, row.cells, cells, strict=True):
                cell.width = Length(TEXT_WIDTH * column.share // whole)
                paragraph = cell.paragraphs[0]
                paragraph.style = self.word.styles["Table Text"]
                paragraph.alignment = _ALIGN[column.align]
                _add_words(paragraph, words, bold=block.row_headers and column is block.columns[0])
        element = table._tbl  # noqa: SLF001 - python-docx has no other way to a table's header and borders
        rule_table(element)
        keep_rows(element)
        self.word.add_paragraph(style="Small")

    def key_values(self, block: blocks.KeyValues) -> None:
        for label, value in block.pairs:
            _add_words(self.paragraph((Strong(label), "\t"), "Fact"), value)

    def notice(self, block: blocks.Notice) -> None:
        style = f"Notice {block.kind.title()}"
        if block.title:
            self.paragraph((Strong(block.title),), style).paragraph_format.keep_with_next = True
        self.paragraph(block.words, style).paragraph_format.space_after = Pt(9)

    def signatures(self, block: blocks.Signatures) -> None:
        for signer in block.signers:
            dated = bool(signer.date_label)
            line = self.paragraph("\t\t\t" if dated else "\t")
            line.paragraph_format.space_before = Pt(26)
            line.paragraph_format.keep_with_next = True
            date_label = f"\t{signer.date_label}" if dated else ""
            name = self.paragraph((Strong(signer.name), f"{date_label}\n{signer.role}"))
            _line_to(line, Length(TEXT_WIDTH * 55 // 100))
            for paragraph in (line, name) if dated else ():
                paragraph.paragraph_format.tab_stops.add_tab_stop(Length(TEXT_WIDTH * 60 // 100))
            if dated:
                _line_to(line, Length(TEXT_WIDTH * 90 // 100))

    def letterhead(self, block: blocks.Letterhead) -> None:
        if block.logo:
            self.picture(block.logo.png, block.logo.alternate, height=Mm(14))
        self.paragraph(block.agency, "Agency")
        self.paragraph(block.office).paragraph_format.space_after = Pt(2)
        last = self.paragraph("\n".join(block.lines), "Small")
        last.paragraph_format.space_after = Pt(16)
        border(last, "bottom", width=8, color="1A4480", space=6)

    def address(self, block: blocks.AddressBlock) -> None:
        paragraph = self.paragraph("\n".join(block.lines))
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(12)

    def code(self, block: blocks.Code) -> None:
        self.picture(code_png(block.address), block.alternate, height=Mm(24))
        self.paragraph((f"{block.caption} " if block.caption else "", Strong(block.address)))

    def picture(self, png: bytes, alternate: str, height: Length) -> None:
        paragraph = self.paragraph()
        paragraph.add_run().add_picture(BytesIO(png), height=height)
        for properties in paragraph.paragraph_format.element.iter(qn("wp:docPr")):
            properties.set("descr", alternate)

    def reply_slip(self, block: blocks.ReplySlip) -> None:
        first = len(self.word.paragraphs)
        self.paragraph(block.cut_label, "Cut Line").alignment = WD_ALIGN_PARAGRAPH.CENTER
        self.paragraph((Strong(block.title),))
        self.paragraph(block.instruction)
        if block.code:
            self.code(block.code)
        for box in block.boxes:
            self.box(box)
        for label in block.fields:
            _line_to(self.paragraph(f"{label} \t"), TEXT_WIDTH)
        for paragraph in self.word.paragraphs[first:-1]:
            paragraph.paragraph_format.keep_with_next = True


_WRITERS: dict[type[Block], Callable[[_Writer, Any], None]] = {
    blocks.Heading: _Writer.heading,
    blocks.Paragraph: _Writer.running_text,
    blocks.BulletList: _Writer.bullet_list,
    blocks.CheckList: _Writer.check_list,
    blocks.Table: _Writer.table,
    blocks.KeyValues: _Writer.key_values,
    blocks.Notice: _Writer.notice,
    blocks.Signatures: _Writer.signatures,
    blocks.Letterhead: _Writer.letterhead,
    blocks.AddressBlock: _Writer.address,
    blocks.Code: _Writer.code,
    blocks.ReplySlip: _Writer.reply_slip,
}

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def _add_words(paragraph: WordParagraph, words: Words, *, bold: bool = False) -> None:
    for piece in runs(words):
        run = paragraph.add_run(piece if isinstance(piece, str) else piece.text)
        run.bold = bold or isinstance(piece, Strong) or None
        run.italic = isinstance(piece, Emphasis) or None


def _line_to(paragraph: WordParagraph, position: Length) -> None:
    """Let the next tab draw a line to write on, up to a position from the left margin."""
    paragraph.paragraph_format.tab_stops.add_tab_stop(position, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)


def _properties(word: WordDocument, document: Document) -> None:
    written = datetime.combine(document.date, time(), UTC)
    properties = word.core_properties
    properties.title, properties.language = document.title, document.language
    properties.author = properties.last_modified_by = document.author
    properties.created = properties.modified = written
    properties.comments = properties.subject = properties.keywords = ""


def _running_lines(word: WordDocument, document: Document) -> None:
    section = word.sections[0]
    section.header.paragraphs[0].text = document.header
    for footer in (section.first_page_footer, section.footer):
        paragraph = footer.paragraphs[0]
        paragraph.style = word.styles["Small"]
        paragraph.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        paragraph.add_run(f"{document.footer}\t")
        before, _, rest = document.page_label.partition("{page}")
        between, _, after = rest.partition("{pages}")
        paragraph.add_run(before)
        field(paragraph, "PAGE")
        paragraph.add_run(between)
        field(paragraph, "NUMPAGES")
        paragraph.add_run(after)
    section.header.paragraphs[0].style = word.styles["Small"]


def _without_clock(word: WordDocument) -> bytes:
    """The file's bytes with the time of packing left out."""
    packed, repacked = BytesIO(), BytesIO()
    word.save(packed)
    with ZipFile(packed) as source, ZipFile(repacked, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name), source.read(name), ZIP_DEFLATED)
    return repacked.getvalue()
