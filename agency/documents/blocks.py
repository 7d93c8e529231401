"""What a letter, plan or report is made of; content only, the renderers decide how it looks."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from agency.documents.words import Words, printable
from agency.languages import to_translate

# What stands at the foot of each page.
PAGE_LABEL = to_translate("page {page} of {pages}")


def _printable(value: Any) -> Any:  # noqa: ANN401 - a field may hold anything
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, tuple):
        return tuple(_printable(item) for item in value)
    return value


@dataclass(frozen=True)
class Part:
    """Anything a document is made of; its text is cleaned of characters that cannot be printed."""

    def __post_init__(self) -> None:
        for field in fields(self):
            object.__setattr__(self, field.name, _printable(getattr(self, field.name)))
        self.check()

    def check(self) -> None:
        """Raise ValueError, in a sentence, where the content contradicts itself."""


@dataclass(frozen=True)
class Block(Part):
    """A part that can stand by itself in a section; every renderer knows every block."""


@dataclass(frozen=True)
class Heading(Block):
    """The title of the document (level 1) or of a part of it (2–4)."""

    text: str
    level: int = 2

    def check(self) -> None:
        """A heading says something, at a level from 1 to 4."""
        if not 1 <= self.level <= 4:
            raise ValueError(f"Heading {self.text!r} has level {self.level}; levels are 1 to 4.")
        if not self.text.strip():
            raise ValueError("A heading needs words.")


@dataclass(frozen=True)
class Paragraph(Block):
    """A paragraph of running text; `small` is for what is said last and read least, such as a copy line."""

    words: Words
    size: Literal["body", "small"] = "body"


@dataclass(frozen=True)
class BulletList(Block):
    """Points of equal rank, in no order."""

    items: tuple[Words, ...]


@dataclass(frozen=True)
class Box(Part):
    """One box to tick on paper, already ticked where that is known; `blank` adds a line to write on."""

    label: str
    ticked: bool = False
    blank: bool = False


@dataclass(frozen=True)
class CheckList(Block):
    """Boxes to tick, such as the documents to bring."""

    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Column(Part):
    """A column of a table: its heading, how its cells are aligned and its share of the width."""

    label: str
    align: Literal["left", "center", "right"] = "left"
    share: int = 1


@dataclass(frozen=True)
class Table(Block):
    """Rows under a header repeated on every page; `row_headers` where the first cell names its row."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Words, ...], ...]
    caption: str = ""
    row_headers: bool = False

    def check(self) -> None:
        """Every row has one cell for each column."""
        if not self.columns:
            raise ValueError("A table needs columns.")
        for number, row in enumerate(self.rows, start=1):
            if len(row) != len(self.columns):
                raise ValueError(f"Row {number} has {len(row)} cells for {len(self.columns)} columns.")


@dataclass(frozen=True)
class KeyValues(Block):
    """Facts with their names, such as the dates on a cover sheet; `across` 2 sets them in two columns."""

    pairs: tuple[tuple[str, Words], ...]
    across: Literal[1, 2] = 1


@dataclass(frozen=True)
class Notice(Block):
    """Something the reader must not miss, or that the law says must be there."""

    words: Words
    title: str = ""
    kind: Literal["info", "warning", "legal"] = "info"


@dataclass(frozen=True)
class Signer(Part):
    """A line to sign on: the signer's name and role, and a place for the date where `date_label` is given."""

    name: str
    role: str
    date_label: str = ""


@dataclass(frozen=True)
class Signatures(Block):
    """The lines on which people sign, kept together on a page."""

    signers: tuple[Signer, ...]


@dataclass(frozen=True)
class Logo(Part):
    """The agency's mark as PNG data, with the words that stand for it where it cannot be seen."""

    png: bytes
    alternate: str


@dataclass(frozen=True)
class Letterhead(Block):
    """Who writes: the agency and its office; then address, telephone and the like, a line each."""

    agency: str
    office: str
    lines: tuple[str, ...]
    logo: Logo | None = None


@dataclass(frozen=True)
class AddressBlock(Block):
    """To whom it goes, as on the envelope, a line each."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Code(Block):
    """A square code for a telephone's camera, and the address it holds in print for everyone else."""

    address: str
    alternate: str
    caption: str = ""

    def check(self) -> None:
        """A code leads somewhere and can be told to those who cannot see it."""
        if not self.address.strip() or not self.alternate.strip():
            raise ValueError("A code needs an address and words that stand for it.")


@dataclass(frozen=True)
class ReplySlip(Block):
    """What the recipient ticks, fills in and sends back; it stands below a cut line, last on its page."""

    cut_label: str
    title: str
    instruction: Words
    boxes: tuple[Box, ...]
    fields: tuple[str, ...]
    code: Code | None = None


@dataclass(frozen=True)
class Section(Part):
    """Blocks that belong together; `new_page` where they begin a page of their own."""

    blocks: tuple[Block, ...]
    new_page: bool = False


@dataclass(frozen=True)
class Document(Part):
    """A whole letter, plan or report, to be rendered as it is: its date and every word come with it.

    `language` is an IETF tag ("en-US", "es-US"). `footer` stands on each page, `header` from the second on;
    `page_label` holds {page} and {pages}. A "letter" is set plainly, a "report" with large titles.
    """

    title: str
    author: str
    date: date
    sections: tuple[Section, ...]
    language: str = "en-US"
    form: Literal["letter", "report"] = "letter"
    header: str = ""
    footer: str = ""
    page_label: str = PAGE_LABEL

    def check(self) -> None:
        """The title is there, pages can be numbered, and no heading skips a level (PDF/UA-1)."""
        if not self.title.strip():
            raise ValueError("A document needs a title.")
        if "{page}" not in self.page_label or "{pages}" not in self.page_label:
            raise ValueError(f"{self.page_label!r} must hold {{page}} and {{pages}}.")
        self._check_headings()

    def _check_headings(self) -> None:
        above = 0
        for heading in self.blocks():
            if isinstance(heading, Heading):
                if heading.level > above + 1:
                    raise ValueError(f"Heading {heading.text!r}: level {heading.level} after level {above}.")
                above = heading.level

    def blocks(self) -> Iterator[Block]:
        """Every block in reading order."""
        for section in self.sections:
            yield from section.blocks
