"""Which words belong to which of several telephone numbers: "(fax)" stands behind its number, "Fax:" before it."""

import re
from collections.abc import Sequence
from typing import NamedTuple


class Beside(NamedTuple):
    """The words that tell of one number, before and behind it."""

    before: str
    after: str


EXTENSION = re.compile(r"^\W*(?:ext(?:ension)?|x)\s*[.:#]?\s*(\d{1,6})\b", re.IGNORECASE)
# A slash within "TTY/TDD" or "24/7" parts nothing.
_MARK = r"(?:\s*(?:[;,|&•\n]|(?<!\w)/|/(?!\w)|\b(?:or|and)\b)\s*)+"
_PIECE = re.compile(
    rf"(?P<mark>{_MARK})|(?P<aside>\([^()]*\)\s*:?)|(?P<words>(?:(?!{_MARK})[^(]|\((?![^()]*\)))+)"
)
_NAMES_A_KIND = re.compile(
    r"\b(?:fax|facsimile|phone|tel(?:ephone)?|voice|tty|tdd|relay|hot ?line|help ?line|lifeline|crisis line|text|sms"
    r"|cell|mobile|pager|office|main|direct|reception|desk|toll[ -]?free|24\s?-?\s?h(?:ou)?rs?)\b"
    r"|^\W*[FTPVOMC]\W*$|:\s*$",
    re.IGNORECASE,
)


def words_beside(gaps: Sequence[str]) -> list[Beside]:
    """The words of each number, given what stands before the first, between each two and behind the last.

    A mark parts two numbers; where none does, the first and the last of a row of them tell how it is written.
    """
    if not _names_a_kind(gaps[0]) and all(map(_is_behind_a_mark, gaps[1:])):
        return [Beside(gaps[0] if at == 0 else "", gap) for at, gap in enumerate(gaps[1:])]
    found: list[Beside] = []
    row = [gaps[0]]
    for gap in gaps[1:-1]:
        cut = _parted(gap, named=_names_a_kind(row[0]))
        if cut is None:
            row.append(gap)
        else:
            found += _of_row([*row, gap[:cut]])
            row = [gap[cut:]]
    return [*found, *_of_row([*row, gaps[-1]])]


def _is_behind_a_mark(gap: str) -> bool:
    """Whether a gap has one mark and then a label: "555-0101, fax 555-0102, office" has such after every number."""
    pieces = _pieces(gap)
    return (
        [bool(each["mark"]) for each in pieces] == [True, False]
        and _names_a_kind(gap)
        and not _is_for_next(pieces[1])
    )


def _of_row(gaps: Sequence[str]) -> list[Beside]:
    """The words of numbers that no single mark parts: labels lead all of them or follow all of them."""
    first, last = _names_a_kind(gaps[0]), _names_a_kind(gaps[-1])
    lead = None if first == last else first
    found: list[Beside] = []
    before = gaps[0]
    for gap in gaps[1:-1]:
        pieces = _pieces(gap)
        marks = [at for at, each in enumerate(pieces) if each["mark"]]
        low, high = (marks[0], marks[-1]) if marks else (0, len(pieces))
        leading = (each.start() for each in pieces[low:high] if _leads(each, lead))
        cut = next(leading, _start(gap, pieces, high))
        words = [each for each in pieces if not each["mark"]]
        if words and _is_for_next(words[-1]):
            cut = min(cut, words[-1].start())
        found.append(Beside(before, gap[:cut]))
        before = gap[cut:]
    return [*found, Beside(before, gaps[-1])]


def _parted(gap: str, *, named: bool) -> int | None:
    """Where the one mark of a gap parts it; None where it has none or several. named: a label led the row."""
    pieces = _pieces(gap)
    marks = [at for at, each in enumerate(pieces) if each["mark"]]
    if len(marks) != 1:
        return None
    at = marks[0]
    ends = at == len(pieces) - 1
    if at and ends and (_is_for_next(pieces[at - 1]) or (named and _is_broken_line(pieces))):
        at -= 1
    return _start(gap, pieces, at)


def _pieces(gap: str) -> list[re.Match[str]]:
    """Marks, words and asides behind an extension, which belongs to the number before."""
    begin = found.end() if (found := EXTENSION.match(gap)) else 0
    return [each for each in _PIECE.finditer(gap, begin) if each["mark"] or re.search(r"\w", each[0])]


def _start(gap: str, pieces: Sequence[re.Match[str]], at: int) -> int:
    return pieces[at].start() if at < len(pieces) else len(gap)


def _names_a_kind(words: str) -> bool:
    return any(_NAMES_A_KIND.search(each[0]) for each in _PIECE.finditer(words))


def _is_for_next(piece: re.Match[str]) -> bool:
    return piece[0].rstrip().endswith(":")


def _leads(piece: re.Match[str], lead: bool | None) -> bool:
    """Whether a piece that no mark gives to either number is the next one's; one in parentheses follows its number."""
    if lead is None:
        lead = not piece["aside"]
    return lead and not piece["mark"] and _NAMES_A_KIND.search(piece[0]) is not None


def _is_broken_line(pieces: Sequence[re.Match[str]]) -> bool:
    """Whether a label at the end of a line belongs to the number below, as in text cut out of a PDF."""
    *_, label, mark = pieces
    return not label["aside"] and mark[0].strip(" ") == "\n" and _NAMES_A_KIND.search(label[0]) is not None
