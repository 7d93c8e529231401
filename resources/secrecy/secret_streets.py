"""A street with its number, found whole however somebody wrote it: "48 Delta Rd.", "48 N Delta Road", "Delta Road 48".

A street that many others share is no secret by itself: without it half a town could not be told. Number and street
together are one door.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from resources.secrecy.secret_words import DIRECTIONS, SHORTEST, before_unit, pattern_of, removed, seen

_FILE = tomllib.loads(
    (Path(__file__).parent.parent / "data" / "street_words.toml").read_text(encoding="utf-8")
)
_TYPES, _ORDINALS = frozenset(_FILE["types"]), _FILE["ordinals"]
_ALIKE = [frozenset(words) for words in _FILE["alike"]]
_WORDS = {str(at): word for at, word in enumerate(_ORDINALS, start=1)} | {
    str(10 * at + one): f"{ten}-{_ORDINALS[one - 1]}"
    for at, ten in enumerate(_FILE["tens"], start=2)
    for one in range(1, 10)
}
_NUMBERS = {word: number for number, word in _WORDS.items()}
# Names of so few letters must have their type beside them, as common ones must: "5 A".
_SHORT, _COMMON = 2, frozenset(_FILE["common"])
_HOUSE = re.compile(r"(?<![\w#])(\d+)(?:-?[a-z])?(?:\s?[-–/]\s?\d+[a-z]?)*(?=[\s,])", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_BETWEEN = r"[\s-]+"
_LETTERS = dict(
    zip("aeiounc", ("[aáàâã]", "[eéèê]", "[iíì]", "[oóòô]", "[uúùü]", "[nñ]", "[cç]"), strict=True)
)
_PLAIN = str.maketrans("áàâãéèêíìóòôúùüñç", "aaaaeeeiiooouuunc")
_MARKS = {"-": r"[\s‐‑‒–—-]+"} | dict.fromkeys("'’‘`´", "['’‘`´]?")


class SecretStreets:
    """The streets of secret places; a text is searched only for those whose number stands in it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._by_number: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for line in sorted(set(lines), key=lambda each: (-len(each), each)):
            if house := _HOUSE.search(line):
                self._by_number[house[1]].append((_landmark(line[house.end() :]), line))

    def removed(self, text: str) -> str:
        """The text without any of these streets."""
        if not self._by_number or not text:
            return text
        read = text if text.isascii() else seen(text)
        plain = read.casefold().translate(_PLAIN)
        known = [each for number in set(_DIGITS.findall(read)) for each in self._by_number.get(number, ())]
        lines = [line for landmark, line in known if landmark in plain]
        patterns = [pattern for line in lines if (pattern := street_pattern(line))]
        return removed(read, patterns) if any(pattern.search(read) for pattern in patterns) else text


@cache
def street_pattern(line: str) -> re.Pattern[str] | None:
    """A street with its number, in all its usual spellings; None where the line says nothing."""
    house = _HOUSE.search(line)
    name, kind = _name_and_type(line[house.end() :]) if house else ([], "")
    if not (house and name):
        return pattern_of(line) if len(line.strip()) >= SHORTEST else None
    number = rf"{house[1]}(?:\s?-?[a-z])?(?:\s?[-–/]\s?\d+[a-z]?)?"
    way, type_ = rf"(?:{_any(DIRECTIONS)}\b\.?\s*)", rf"(?:\.?\s+{_any(_TYPES)}\b)"
    called = way + "{0,2}" + _BETWEEN.join(map(_spelled, name))
    maybe = "" if kind and _is_common(name) else "?"
    spellings = [
        rf"{number}[\s,]+(?:(?:on|in|of|at)\s+)?{called}{type_}{maybe}(?:\.?,?\s+{_any(DIRECTIONS)}\b)?"
    ]
    if kind:
        before = r"\.?,?\s+\(?(?:(?:no|num|núm|number|número|house|at)\b\.?\s*|#\s*)?"
        # "Delta Road, 48 Elm Street" names two doors.
        spellings.append(rf"{called}{type_}{before}{number}(?!\s+\w+{type_})")
    return re.compile(rf"(?<!\w)(?:{'|'.join(spellings)})(?!\w)", re.IGNORECASE)


def _name_and_type(street: str) -> tuple[list[str], str]:
    """The words that name a street, without direction and unit, and its type."""
    words = [word.strip(".").casefold() for word in before_unit(street.replace(",", " ").split())]
    while len(words) > 1 and words[-1] in DIRECTIONS:
        words.pop()
    kind = words.pop() if len(words) > 1 and words[-1] in _TYPES else ""
    while len(words) > 1 and words[0] in DIRECTIONS:
        words.pop(0)
    return words, kind


def _landmark(street: str) -> str:
    """The longest word of a street that has one spelling alone, to see quickly that it cannot stand in a text."""
    name, _ = _name_and_type(street)
    plain = (word.translate(_PLAIN) for word in name if word.isalpha() and word not in _NUMBERS)
    return max((word for word in plain if not any(word in each for each in _ALIKE)), key=len, default="")


def _is_common(name: list[str]) -> bool:
    return len(name) == 1 and (len(name[0]) <= _SHORT or name[0] in _COMMON)


def _spelled(word: str) -> str:
    """A word of a name in its spellings: "First" and "1st", "Saint" and "St.", with accents or without."""
    alike = next((each for each in _ALIKE if word in each), {word})
    figures = re.sub(r"(?<=\d)(st|nd|rd|th)$", "", word)
    number = figures if figures.isdigit() else _NUMBERS.get(word, "")
    spelled = [_letters(each) for each in (*alike, *filter(None, [_WORDS.get(number)]))]
    if number:
        # "12 21 days" is no 21st Street.
        spelled += [
            number + "(?:st|nd|rd|th)",
            rf"{number}(?=\.?\s+{_any(_TYPES)}\b)",
            rf"(?<=[^\W\d][\s.]){number}",
        ]
    return _any(spelled) + r"\.?"


def _letters(word: str) -> str:
    return "".join(
        _LETTERS.get(letter, _MARKS.get(letter, re.escape(letter))) for letter in word.translate(_PLAIN)
    )


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted(words, key=len, reverse=True))})"
