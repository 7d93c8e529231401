"""The words inside a block: plain text, with a few of them strong or emphasized."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# Characters that XML (and so DOCX and tagged PDF) cannot carry; pasted case notes do contain them.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def printable(text: str) -> str:
    """The text without characters that no paper or file can carry, every line end as one line feed."""
    return _UNPRINTABLE.sub("", _LINE_END.sub("\n", text))


@dataclass(frozen=True)
class Strong:
    """Words that must not be overlooked, set in bold."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text))


@dataclass(frozen=True)
class Emphasis:
    """Words set apart from the sentence around them, such as a quoted rule, set in italics."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", printable(self.text))


Words = str | tuple[str | Strong | Emphasis, ...]
"""Text as it is written; a line feed in it starts a new line. Nothing in it is ever read as markup."""


def runs(words: Words) -> Iterator[str | Strong | Emphasis]:
    """The pieces of some words in reading order, whether they were given as one string or as several."""
    if isinstance(words, str):
        yield words
    else:
        yield from words
