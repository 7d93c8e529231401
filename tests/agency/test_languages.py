"""Each language has every sentence, with the same blanks to fill."""

import re

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from agency.languages import CATALOGS, LANGUAGES, WRITTEN_IN, locale_of, translator
from tests.guards.source import FLOORS, ROOT

OTHERS = [language for language in LANGUAGES if language != WRITTEN_IN]
BLANK = re.compile(r"%\(\w+\)s")
# Nothing but blanks to fill, or a word that both languages share.
ALIKE = {"es": {"%(asks)s — %(found)s", "Fax %(fax)s", "no"}}


@pytest.fixture(params=OTHERS)
def language(request: pytest.FixtureRequest) -> str:
    """Each language but English."""
    name: str = request.param
    return name


def catalog_of(language: str) -> Catalog:
    with (CATALOGS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def translated(language: str) -> dict[str, Message]:
    return {str(message.id): message for message in catalog_of(language) if message.id}


def gathered() -> set[str]:
    """Every sentence that the product marks, read from its source as it is now."""
    found = (extract_from_dir(ROOT / floor, keywords={"to_translate": None}) for floor in FLOORS)
    return {message for floor in found for _, _, message, _, _ in floor if isinstance(message, str)}


def test_the_list_to_translate_is_the_source_as_it_is() -> None:
    with (CATALOGS / "messages.pot").open("rb") as file:
        listed = {message.id for message in read_po(file) if message.id}

    assert listed == gathered(), "Run `make messages`, then fill in what is new in translations/."


def test_every_sentence_is_translated_and_none_is_a_guess(language: str) -> None:
    messages = translated(language)

    assert messages.keys() == gathered()
    assert [text for text, message in messages.items() if not message.string or message.fuzzy] == []
    assert {text for text, message in messages.items() if message.string == text} == ALIKE[language]


def test_a_translation_has_the_blanks_of_the_sentence(language: str) -> None:
    for text, message in translated(language).items():
        says = str(message.string)

        assert sorted(BLANK.findall(says)) == sorted(BLANK.findall(text))
        assert "%" not in BLANK.sub("", says)


def test_a_translation_joins_to_what_stands_beside_it(language: str) -> None:
    """Its blanks at either end, and its last sign, are those of the sentence."""
    for text, message in translated(language).items():
        says = str(message.string)

        assert (says[0] == " ", says[-1] == " ") == (text[0] == " ", text[-1] == " ")
        assert (says[-1] in ".:?") == (text[-1] in ".:?")


def test_english_stands_for_itself() -> None:
    assert translator("en")("Must be a veteran") == "Must be a veteran"
    assert locale_of("en") == "en_US"


def test_a_sentence_nobody_has_translated_stays_english(language: str) -> None:
    assert translator(language)("Nobody wrote this yet") == "Nobody wrote this yet"
