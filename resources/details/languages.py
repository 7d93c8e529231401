"""Languages a provider works in, as people write them: "Spanish and ASL", "Creole-speaking staff"."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from babel import Locale

from resources.details.reading import LONGEST, Reading

_SURE, _MENTIONED = 0.9, 0.4
_SIGN = "American Sign Language"
_WORD = re.compile(
    r"(?P<sign>\b(?:American )?Sign(?:ing)? Language\b|\bA\.?S\.?L\b|\bSign(?=\W*(?:$|[,;.&]|and\b)))"
    r"|\bHaitian Creole\b|[^\W\d_]+",
    re.IGNORECASE,
)
# Places and peoples before they are languages, and words that are mostly something else.
_NO_LANGUAGES = (
    *(
        "alabama",
        "bavarian",
        "carib",
        "cherokee",
        "cheyenne",
        "chickasaw",
        "choctaw",
        "cree",
        "dakota",
        "delaware",
    ),
    *(
        "duala",
        "even",
        "fang",
        "gothic",
        "lamba",
        "latin",
        "mari",
        "mende",
        "mohawk",
        "mongo",
        "nama",
        "prussian",
    ),
    *("sango", "scots", "sena", "seneca", "seri", "shan", "slave", "taita", "venda"),
)
# English is taught to people who speak something else.
_TAUGHT = re.compile(
    r"[\s-]*(?:as an?\b|classes|class\b|profic|litera|learn|skills?|instruct|courses?|lessons?|for\b|speakers of)",
    re.I,
)
_LEARNED = re.compile(r"\b(?:limited|learn(?:ing|s)?|teach(?:es|ing)?|improve|non)[\s-]*$", re.IGNORECASE)
_CUE = re.compile(
    r"\bhabla\w*|\bparl(?:ons|e)\b|\bfalamos\b|\bpale\b|\bsp(?:eaks?|eaking|eakers?|oken)\b|lingual\b|\binterpret|\btranslat|\blanguages?\b"
    r"|\b(?:available|offered|provided|services|also|staff|provide[sd]?) in\b",
    re.IGNORECASE,
)
# A sentence about these says nothing of those who serve.
_OF_THINGS = re.compile(r"\b(?:volunteer|book|collection|material|class(?:es)?\b|course)", re.IGNORECASE)
# What may stand beside languages where a text is a list of them.
_LIST = re.compile(
    r"(?:\W|\b(?:and|or|also|some|limited|only|interpret\w*|translat\w*|available|accommodations?|possible|for|other"
    r"|languages?|line)\b)*",
    re.IGNORECASE,
)
# "Lombard Street" and "Danish Village" are where somebody lives.
_NAME = re.compile(
    r"\s+(?:St(?:reet)?|Ave(?:nue)?|R(?:oa)?d|Lane|Ln|Drive|Dr|Blvd|Boulevard|Court|Place|Square|Village|House|Hill"
    r"|Heights|Park|County|Church|Town)\b"
)
_NEAR = 40
_SENTENCE = re.compile(r"[^.;!?\n]+")
# Languages that are said to be missing, and what joins two of them.
_DENIED = re.compile(
    r"\b(?:no|not|nor|without|never|cannot|can['’]t|don['’]t|doesn['’]t|sin)\s+"
    r"(?:(?:speak\w*|spoken|have|has|offer\w*|provide\w*|any|in|hablamos|habla|available|staff|who|yet)\s+){0,3}$",
    re.IGNORECASE,
)
_DENIED_AFTER = re.compile(
    r"[\s-]*(?:speaking\s+)?(?:staff|speakers?|interpreters?|services?)?\s*(?:is\s+|are\s+)?(?:currently\s+)?"
    r"(?:not\b|unavailable\b|isn['’]t\b|aren['’]t\b)(?!\s+(?:only|just)\b)",
    re.IGNORECASE,
)
_OR = re.compile(r"\s*(?:,|,?\s*\b(?:or|nor)\b|/)\s*", re.IGNORECASE)
# In a cell of languages, where a word has no other sense.
_SHORT = {
    **dict.fromkeys(("en", "eng", "engl"), "English"),
    **dict.fromkeys(("es", "sp", "spa", "span", "esp"), "Spanish"),
    **dict.fromkeys(("fr", "fre", "fren"), "French"),
    **dict.fromkeys(("port", "por"), "Portuguese"),
    **dict.fromkeys(("rus", "russ"), "Russian"),
    **dict.fromkeys(("chin", "mand"), "Chinese"),
    **dict.fromkeys(("viet",), "Vietnamese"),
    **dict.fromkeys(("kor",), "Korean"),
    **dict.fromkeys(("arab",), "Arabic"),
    **dict.fromkeys(("amh",), "Amharic"),
    **dict.fromkeys(("ger",), "German"),
    **dict.fromkeys(("pol",), "Polish"),
}
# As those who speak them write them, which needs no capital letter.
_OWN = {
    **dict.fromkeys(("español", "espanol", "castellano"), "Spanish"),
    **dict.fromkeys(("français", "francais"), "French"),
    **dict.fromkeys(("português", "portugues"), "Portuguese"),
    **dict.fromkeys(("kreyòl", "kreyol"), "Haitian Creole"),
    **dict.fromkeys(("русский", "по-русски"), "Russian"),
    **dict.fromkeys(("中文", "普通话"), "Chinese"),
    **dict.fromkeys(("한국어",), "Korean"),
    **dict.fromkeys(("العربية",), "Arabic"),
}


class _Mention(NamedTuple):
    start: int
    end: int
    name: str


def languages(text: str) -> list[str]:
    """The languages that a cell names, in English and in its order; "accommodations possible" names none."""
    return list(dict.fromkeys(each.name for each in _mentions(text[:LONGEST], _SHORT)))


def read(text: str) -> list[Reading]:
    """The languages that a text says are spoken; those that it only mentions are unsure, those it teaches are none."""
    named = (each for each in _mentions(text) if _is_a_name(text, each))
    found = [each for each in named if not _is_taught(text, each) and not _NAME.match(text, each.end)]
    sure = found if _is_list(text, found) else [each for each in found if _is_spoken(text, each)]
    counted = sure or found
    if not counted:
        return []
    names = tuple(dict.fromkeys(each.name for each in counted))
    quote = text[counted[0].start : counted[-1].end]
    return [Reading("languages", names, quote, _SURE if sure else _MENTIONED)]


def _mentions(text: str, short: Mapping[str, str] = MappingProxyType({})) -> Iterator[_Mention]:
    """The languages that a text names and does not deny; short: abbreviations that stand for some."""
    denied: _Mention | None = None
    for match in _WORD.finditer(text):
        word = match[0].casefold()
        name = _SIGN if match["sign"] else _names().get(word) or _OWN.get(word) or short.get(word)
        if not name:
            continue
        mention = _Mention(match.start(), match.end(), name)
        if _is_denied(text, mention) or (denied and _OR.fullmatch(text, denied.end, mention.start)):
            denied = mention
        else:
            yield mention


def _is_denied(text: str, mention: _Mention) -> bool:
    before = text[max(0, mention.start - _NEAR) : mention.start]
    return bool(_DENIED.search(before) or _DENIED_AFTER.match(text, mention.end))


def _is_a_name(text: str, mention: _Mention) -> bool:
    written = text[mention.start : mention.end]
    return written[0].isupper() or written.casefold() in _OWN


def _is_taught(text: str, mention: _Mention) -> bool:
    before = text[max(0, mention.start - 20) : mention.start]
    return mention.name == "English" and bool(_TAUGHT.match(text, mention.end) or _LEARNED.search(before))


def _is_list(text: str, mentions: list[_Mention]) -> bool:
    rest, end = "", 0
    for each in mentions:
        rest, end = f"{rest} {text[end : each.start]}", each.end
    return _LIST.fullmatch(f"{rest} {text[end:]}") is not None


def _is_spoken(text: str, mention: _Mention) -> bool:
    sentence = next(each for each in _SENTENCE.finditer(text) if each.end() > mention.start)
    return not _OF_THINGS.search(sentence[0]) and (
        mention.name == _SIGN or _CUE.search(sentence[0]) is not None
    )


@cache
def _names() -> dict[str, str]:
    names = Locale("en").languages.values()
    known = {name.casefold(): name for name in names if name.isalpha() and len(name) > 3}
    spoken = {name: known[name] for name in known if name not in _NO_LANGUAGES}
    return spoken | {
        "farsi": "Persian",
        "mandarin": "Chinese",
        "cantonese": "Cantonese",
        "creole": "Haitian Creole",
        "haitian creole": "Haitian Creole",
    }
