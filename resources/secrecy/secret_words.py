"""Words that must not be told, found however somebody wrote them: names, streets, telephone numbers."""

import re
from collections.abc import Iterable, Iterator

REMOVED = "[withheld]"
# Shorter than any name that could be told from ordinary words.
SHORTEST = 3
# A name of fewer letters than this is as likely a word of its own.
SHORTEST_ALONE = 5

# What cannot be seen, and would hide a name from whoever looks for it.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_ALIKE = {mark: f"[{marks}]" for marks in ("'’‘`´", "-‐‑‒–—", '"“”') for mark in marks}
STOPS = "[.,]*"
_AND = {"&", "and", "+"}
DIRECTIONS = {"n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west"} | {
    f"{one}{other}" for one in ("north", "south") for other in ("east", "west")
}
_UNITS = {"apt", "apartment", "suite", "ste", "unit", "floor", "fl", "room", "rm", "bldg", "building", "#"}
# What providers are called by; the name that tells one from another stands before it.
_KINDS = re.compile(
    r"recovery|treatment|counseling|outpatient|inpatient|residential|behavioral|addictions?|substance|detox|rehab"
    r"|rehabilitation|methadone|clinics?|centers?|health|healthcare|medical|mental|wellness|care|services?|programs?"
    r"|houses?|homes?|hall|place|shelter|foundation|institute|network|partners|group|associates|ministry|ministries"
    r"|community|family|solutions|inc|llc|incorporated|corporation|corp|company|of|for|at|in|the|and|an?",
    re.IGNORECASE,
)


def pattern_of(word: str) -> re.Pattern[str]:
    """The word in any case and spacing; a telephone number however it is punctuated, with or without its 1."""
    digits = re.findall(r"\d", word)
    body = r"(?:1\D{0,3})?" + r"\D{0,3}".join(digits) if len(digits) >= 7 else _phrase(word)
    return re.compile(rf"(?<!\w){body}(?!\w)", re.IGNORECASE)


def short_pattern_of(name: str, ordinary: Iterable[str] = ()) -> re.Pattern[str] | None:
    """What people call a provider for short: the name before its kind, as a name is written; None where it has none.

    ordinary: names of places and people, which are no provider's alone.
    """
    lead: list[str] = []
    for word in re.split(r"[\s,/]+", re.sub(r"(?i)^the\s+", "", name.strip())):
        if _KINDS.fullmatch(word.strip(".&()")) or not word:
            break
        lead.append(word)
    short = " ".join(lead)
    taken = {each.casefold() for each in ordinary}
    if len(re.sub(r"\W", "", short)) < SHORTEST_ALONE or short.casefold() in taken | {name.casefold()}:
        return None
    spellings = "|".join(map(_phrase, sorted({short, short.upper()})))
    return re.compile(rf"(?<!\w)(?:{spellings})(?!\w)")


def street_key(line: str) -> str:
    """A street with its number as two ways of writing it have in common; empty where the line has no number."""
    number, *rest = line.casefold().replace(",", " ").split() or [""]
    named = [word.strip(".") for word in before_unit(rest) if word.strip(".") not in DIRECTIONS]
    name = named[:-1] or named
    return f"{number} {' '.join(name)}" if number[:1].isdigit() and name else ""


def seen(text: str) -> str:
    """The text as a reader sees it, without characters that have no width."""
    return text.translate(_UNSEEN)


def removed(text: str, patterns: Iterable[re.Pattern[str]]) -> str:
    """The text without what must not be told."""
    text = seen(text)
    for pattern in patterns:
        text = pattern.sub(REMOVED, text)
    return text


def words_of(text: str) -> frozenset[str]:
    """The words of a text, whatever their case, to see quickly that a name cannot stand in it."""
    return frozenset(re.findall(r"\w+", seen(text).casefold())) - _AND


def _phrase(words: str) -> str:
    return r"\s+".join(map(_piece, words.split())).removesuffix(STOPS)


def _piece(word: str) -> str:
    if word.casefold() in _AND:
        return r"(?:&|and|\+)"
    core = word.rstrip(".,") or word
    body = "".join(_ALIKE.get(mark, re.escape(mark)) for mark in core)
    return body + (STOPS if core[-1].isalnum() else re.escape(word[len(core) :]))


def before_unit(words: Iterable[str]) -> Iterator[str]:
    """The words of a street line up to its apartment, floor or suite."""
    for word in words:
        if word.casefold().strip(".") in _UNITS or word.startswith("#"):
            return
        yield word
