"""A document as a tagged PDF (PDF/UA-1) on US Letter, set by Typst."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from agency.documents.blocks import Code, Document, Part
from agency.documents.square_code import code_svg
from agency.documents.words import Emphasis, Strong

_TEMPLATE = Path(__file__).with_name("document.typ").read_bytes()
# Best first; the last is part of Typst itself, so that there is always one.
_TYPEFACES = ("Public Sans", "Liberation Sans", "Libertinus Serif")


def render_pdf(document: Document, *, fonts: Path | None) -> bytes:
    """The document as it is printed, mailed or faxed, and as a screen reader hears it.

    `fonts` is the folder with Public Sans; without it, Typst's own typefaces are used. Where no typeface has
    a character of the text, the page shows an empty box for it, and the file, though still tagged, does not
    claim PDF/UA-1, which forbids that. The same document gives the same bytes.
    """
    try:
        return _compile(document, fonts, accessible=True)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _compile(document, fonts, accessible=False)


def _compile(document: Document, folder: Path | None, accessible: bool) -> bytes:
    fonts = _fonts(folder)
    known = set(fonts.families())
    data = {**_data(document), "typefaces": [name for name in _TYPEFACES if name in known]}
    pdf: bytes = typst.compile(
        _TEMPLATE,
        format="pdf",
        font_paths=fonts,
        # Data, never markup: the template reads it as JSON and evaluates nothing.
        sys_inputs={"document": json.dumps(data)},
        pdf_standards=["ua-1"] if accessible else [],
        timestamp=datetime.combine(document.date, time(), UTC),
    )
    return pdf


@cache
def _fonts(folder: Path | None) -> typst.Fonts:
    """The typefaces, read once: looking for them takes longer than setting a letter."""
    return typst.Fonts(font_paths=[folder] if folder and folder.is_dir() else [])


def _data(value: Any) -> Any:  # noqa: ANN401 - walks every type a field may have
    """The tree as JSON values; each part says its type, which the template has a function for."""
    match value:
        case Part() | Strong() | Emphasis():
            data = {field.name: _data(getattr(value, field.name)) for field in fields(value)}
            drawing = {"svg": code_svg(value.address)} if isinstance(value, Code) else {}
            return {"type": type(value).__name__, **data, **drawing}
        case tuple():
            return [_data(item) for item in value]
        case bytes():
            return list(value)
        case date():
            return {"year": value.year, "month": value.month, "day": value.day}
    return value
