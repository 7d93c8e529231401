"""Languages: the sentences of the product in each language it speaks; English is the one they are written in."""

from collections.abc import Callable
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from agency.settings import ROOT

WRITTEN_IN = "en"
LANGUAGES = {WRITTEN_IN: "English", "es": "Español"}
CATALOGS = ROOT / "translations"


def to_translate(text: str) -> str:
    """Marks a sentence kept in a table, so that it is found when the translations are gathered."""
    return text


def translator(language: str) -> Callable[[str], str]:
    """Turns a sentence into a language of LANGUAGES; one that nobody has translated yet stays English."""
    return _translations(language).gettext


def locale_of(language: str) -> str:
    """How dates and numbers are written for readers of a language in the United States: "es_US"."""
    return f"{language}_US"


@cache
def _translations(language: str) -> NullTranslations:
    if language == WRITTEN_IN:
        return NullTranslations()
    with (CATALOGS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalog = read_po(file, locale=language, abort_invalid=True)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return GNUTranslations(compiled)
