"""The sentences of a text, each with the place it stands at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ALIKE = dict.fromkeys("’‘`´", "'") | dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("“”", '"')
# A period after one of these, or after the letters of "D.C.", ends no sentence.
_SHORT = r"(?<!\bdept)(?<!\bdr)(?<!\bst)(?<!\bmt)(?<!\bvs)(?<!\byrs)(?<!\byr)(?<!\be\.g)(?<!\bi\.e)(?<!\b[a-z]\.[a-z])"
# A sentence longer than anybody writes is cut, which bounds the time a hostile text can take.
_LONGEST = 1500
_END = re.compile(
    rf"{_SHORT}\.(?=\s|$|\W)|(?<=\b[ap]\.m)\.(?= +[a-z])"
    r"|(?<=[a-z]{3})\.(?=[a-z]{3,}[ ,])|[;!?•*]|\n(?=[^\S\n]*[\n\-\d])"
)


_MARKS = " .;!?•*"
# What is said in parentheses.
ASIDE = re.compile(r"\([^()]*(?:\)|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a text: its words in lower case with plain marks, and where they start in the text.

    part: what they bind, where they begin by saying so ("Housing: …"); lead: how many characters do.
    """

    words: str
    start: int
    part: str | None = None
    lead: int = 0


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text in order, each character standing where it stands in the text."""
    plain, start = folded(text), 0
    for end in [*(match.start() for match in _END.finditer(plain)), len(plain)]:
        for at in range(start, end, _LONGEST):
            words = plain[at : min(end, at + _LONGEST)].replace("\n", " ")
            lead = len(words) - len(words.lstrip(_MARKS))
            if words.strip(_MARKS):
                yield Sentence(words[lead:].rstrip(), at + lead)
        start = end


def single_spaced(text: str) -> tuple[str, list[int]]:
    """The text with one blank for every run of them, and for each of its characters where that stands in the text."""
    places = [at for at, mark in enumerate(text) if not (_is_blank(mark) and at and _is_blank(text[at - 1]))]
    return "".join(" " if _is_blank(text[at]) else text[at] for at in places), places


def _is_blank(mark: str) -> bool:
    return mark.isspace() and mark != "\n"


def without_asides(words: str) -> str:
    """The words with blanks in place of what is said in parentheses."""
    return ASIDE.sub(lambda aside: " " * len(aside[0]), words)


def folded(text: str) -> str:
    """The text in lower case, its spaces, dashes and quotation marks alike, character for character."""
    return "".join(map(_fold, text))


def _fold(mark: str) -> str:
    if mark.isspace():
        return "\n" if mark == "\n" else " "
    lower = mark.lower()
    return _ALIKE.get(mark, lower if len(lower) == 1 else mark)
