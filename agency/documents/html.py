"""A document as HTML: a fragment for a page of the service, or a file that stands by itself."""

from base64 import b64encode
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from agency.documents.blocks import Code, Document
from agency.documents.square_code import code_svg
from agency.documents.words import Emphasis, Strong, Words, runs

_STYLESHEET = Path(__file__).parents[2] / "static/css/document.css"


def render_html(document: Document, *, top_heading: int = 2) -> str:
    """The document as an `<article class="document">`, for a page that links static/css/document.css.

    `top_heading` is the level its title gets: 2 under the page's own h1. Nothing in it needs an inline style
    or script. A logo is a `data:` image, which the content policy must allow.
    """
    return _TEMPLATES.get_template("document.html.jinja").render(document=document, top_heading=top_heading)


def render_html_file(document: Document) -> str:
    """The document as a whole HTML file with its styles inside, to be saved, mailed or opened anywhere."""
    return _TEMPLATES.get_template("file.html.jinja").render(
        document=document,
        article=Markup(render_html(document, top_heading=1)),  # noqa: S704 - rendered just now, escaped
        stylesheet=Markup(_STYLESHEET.read_text()),  # noqa: S704 - our own file
    )


def _lines(text: str) -> Markup:
    return Markup("<br>").join(text.split("\n"))


def _words(words: Words) -> Markup:
    return Markup().join(_run(run) for run in runs(words))


def _run(run: str | Strong | Emphasis) -> Markup:
    match run:
        case Strong():
            return Markup("<strong>{}</strong>").format(_lines(run.text))
        case Emphasis():
            return Markup("<em>{}</em>").format(_lines(run.text))
    return _lines(run)


def _drawing(code: Code) -> Markup:
    return Markup(code_svg(code.address))  # noqa: S704 - drawn by segno, holds only a path


def _base64(data: bytes) -> str:
    return b64encode(data).decode()


def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"lines": _lines, "words": _words, "drawing": _drawing, "base64": _base64}
    return templates


_TEMPLATES = _templates()
