"""Telephone numbers out of a cell as people fill it: several numbers, extensions, letters, what each is for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import phonenumbers

from resources.details.number_labels import EXTENSION, Beside, words_beside
from resources.details.reading import Reading

# Spaces may stand anywhere: text that was cut out of a PDF breaks lines within a number.
_DIGITS = r"(?:\+?1[\s.\-(]*)?\(?\s*\d\s*\d\s*\d\s*\)?[\s./-]*\d\s*\d\s*\d[\s.-]*\d\s*\d\s*\d\s*\d(?!\d)"
_LETTERS = (
    r"(?:1[\s.-]*)?\(?\d{3}\)?[\s.-]*(?=[A-Z0-9 -]*[A-Z]{3})(?:[A-Z0-9][\s-]*){6,9}[A-Z0-9](?:\s*\(\d{4}\))?"
)
_SHORT = r"(?<![\d-])(?:[2-9]11|988)(?!-?\d)"
_NUMBER = re.compile(f"(?P<digits>{_DIGITS})|(?P<letters>{_LETTERS})|(?P<short>{_SHORT})")
# In a text of many words fewer forms are numbers: a list of ZIP codes is none, and room 211 is not dialed.
_AREA = r"(?:\([2-9]\d{2}\)\s?|[2-9]\d{2}[./-]\s?|[2-9]\d{2}\s)"
_IN_PROSE = re.compile(
    rf"(?<![\w.$-])(?P<digits>(?:\+?1[\s.-]?)?{_AREA}[2-9]\d{{2}}[\s.-]{{1,2}}\d{{4}}(?!\w|-\d))"
    r"|(?P<letters>(?!))|(?i:(?<=dial )|(?<=call )|(?<=text ))(?P<short>[2-9]11|988)(?![\w-])"
)
# What a spreadsheet makes of a number without punctuation.
_AS_NUMBER = re.compile(r"(?<![\d.])(?:(\d{10,11})\.0+|(\d\.\d{9,10})[Ee]\+?(0?9|10))(?!\d)")
_CLEAR = 0.95
_BEFORE, _AFTER = 40, 25
_SENTENCE_END = re.compile(
    r"(?<!\btel)(?<!\bfax)(?<!\bph)(?<!\bext)(?<!\bno)(?<!:)(?<!: )[.;!?\n]\s", re.IGNORECASE
)
# Words that stand before the number they tell of.
_LABEL = re.compile(
    r"((\b(fax|phone|tel(ephone)?|tty|tdd|hotline|cell|office|main|toll[ -]?free)|[A-Za-z][A-Za-z ]*:)\W*)$",
    re.IGNORECASE,
)
# What of the words before a number does not tell of it.
_PART, _AROUND = re.compile(r"[;,|\n]|\band\b|\bor\b"), " \n,;:-–.("
# No list of numbers is longer; the patterns would be busy with it for minutes.
_LONGEST = 2000
_ABROAD = re.compile(r"\+\s*[2-9]")
_KINDS = tuple(
    (kind, re.compile(words, re.IGNORECASE))
    for kind, words in (
        ("fax", r"\b(fax|facsimile)\b|^\W*F\W*$"),
        ("tty", r"\b(tty|tdd|relay)\b"),
        ("hotline", r"hot\s?line|help\s?line|crisis line|lifeline|\b24\s?(-\s?)?(hours?|hrs?|/\s?7)\b"),
        ("text", r"\btext\b"),
    )
)


@dataclass(frozen=True, slots=True)
class TelephoneNumber:
    """One number as people dial it, its type as HSDS names it, and what was said about it.

    clear is False where the text could not be read as a number and stands as it was written.
    """

    number: str
    type: str = "voice"
    extension: str = ""
    description: str = ""
    clear: bool = True

    def columns(self, extension: str = "") -> dict[str, str]:
        """What is kept of it; an extension from a cell of its own counts for more."""
        kept = {"number": self.number, "type": self.type, "description": self.description}
        return kept | {"extension": extension or self.extension}


def read_numbers(text: str, kind: str = "", about: str = "") -> list[TelephoneNumber]:
    """Every number of a cell; kind and about are what other cells say of it. Nothing written gives nothing."""
    text = _AS_NUMBER.sub(_written_out, text[:_LONGEST])
    if not re.search(r"[A-Za-z0-9]", text):
        return []
    matches = [] if _ABROAD.search(text) else list(_NUMBER.finditer(text))
    if not matches:
        return [TelephoneNumber(" ".join(text.split()), _kind((about, text), kind), "", about, clear=False)]
    beside = words_beside(_gaps(text, matches))
    found = [_read(match, words, kind, about) for match, words in zip(matches, beside, strict=True)]
    return list({(each.number, each.extension): each for each in reversed(found)}.values())[::-1]


def read(text: str) -> list[Reading]:
    """The numbers in a text of many words, each once, with the kind that the words beside it tell."""
    matches = list(_IN_PROSE.finditer(text))
    found: dict[str, Reading] = {}
    for match, words in zip(matches, _in_sentences(_gaps(text, matches)), strict=True):
        number = _in_prose(match, words)
        if number and number.number not in found:
            quote = text[match.start() : match.end()]
            found[number.number] = Reading("phones", number.columns(), quote, _CLEAR)
    return list(found.values())


def _written_out(number: re.Match[str]) -> str:
    return number[1] or f"{float(number[0]):.0f}"


def unclear(number: TelephoneNumber) -> str:
    """What a coordinator is told of a number that could not be read."""
    return f"“{number.number[:80]}” cannot be read as a telephone number; it is kept as written."


def _gaps(text: str, matches: list[re.Match[str]]) -> list[str]:
    ends = [0, *(match.end() for match in matches)]
    # A number takes in the spaces before it, and with them the end of a line.
    starts = [*(match.end() - len(match[0].lstrip()) for match in matches), len(text)]
    return [text[end:start] for end, start in zip(ends, starts, strict=True)]


def _in_sentences(gaps: list[str]) -> list[Beside]:
    """The words of each number of a text: those of its own sentence that stand close to it."""
    found: list[Beside] = []
    row: list[str] = []
    for at, gap in enumerate(gaps):
        sentences = _SENTENCE_END.split(gap)
        if 0 < at < len(gaps) - 1 and len(sentences) == 1 and len(gap) < _BEFORE + _AFTER:
            row.append(gap)
            continue
        if row:
            found += words_beside([*row, sentences[0][:_AFTER]])
        row = [sentences[-1][-_BEFORE:]]
    return found


def _read(match: re.Match[str], words: Beside, kind: str, about: str) -> TelephoneNumber:
    before = _PART.split(words.before.rstrip(_AROUND))[-1]
    beside = EXTENSION.match(about)
    label = found[0] if (found := _LABEL.search(words.before)) else ""
    extension = EXTENSION.match(words.after)
    note = _note(f"{label} {words.after[extension.end() :] if extension else words.after}")
    description = ", ".join(
        part for part in (_note(about[beside.end() :]) if beside else about, note) if part
    )
    number = _dialed(match)
    return TelephoneNumber(
        number or match[0].strip(),
        _kind((about, before, words.after), kind),
        each[1] if (each := extension or beside) else "",
        description,
        clear=number is not None,
    )


def _in_prose(match: re.Match[str], words: Beside) -> TelephoneNumber | None:
    """The number, its kind told by the words beside it; None where it cannot be dialed."""
    extension = EXTENSION.match(words.after)
    number = _dialed(match)
    # One that is given in no area has no punctuation of its own.
    if number is None or (number.isdigit() and not match["short"]):
        return None
    return TelephoneNumber(number, _kind(words, ""), extension[1] if extension else "")


def _dialed(match: re.Match[str]) -> str | None:
    if match["short"]:
        return match["short"]
    written = re.sub(r"\(\d{4}\)$", "", match[0]) if match["letters"] else re.sub(r"[^\d+]", "", match[0])
    try:
        number = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _note(text: str) -> str:
    words = " ".join(re.sub(r"[()]", " ", text).split()).lstrip(" .").strip(" ,;:/-&")
    return (
        "" if words.casefold() in ("phone", "tel", "telephone", "fax", "tty", "tdd", "or", "and") else words
    )


def _kind(told: Iterable[str], given: str) -> str:
    """The type of a number; a word that decides counts for more than the "voice" that files write everywhere."""
    said = list(told)
    for kind, pattern in _KINDS:
        if any(pattern.search(words) for words in said):
            return kind
    return given if given in ("fax", "tty", "hotline", "text", "cell", "pager", "sms") else "voice"
