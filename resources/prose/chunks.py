"""A sentence cut where "and", "or" and commas join its parts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from resources.prose.tokens import HEADS, LINKS, OPENERS, Kind, Token

_STRENGTH = (None, Kind.COMMA, Kind.AND, Kind.OR)


@dataclass(frozen=True, slots=True)
class Chunk:
    """The tokens between two links, and the link before them (None at the start)."""

    link: Kind | None
    tokens: tuple[Token, ...]

    @property
    def head(self) -> int | None:
        """Where in it the person stands whom it is about, None where it is about nobody."""
        for at, token in enumerate(self.tokens):
            if token.kind in OPENERS:
                return None
            if token.kind in HEADS:
                return at
        return None

    @property
    def opens(self) -> bool:
        """Whether it says more of those named before: "with …", "18 and older"."""
        first = self.tokens[0].kind
        return first in OPENERS or (first is Kind.AGE and self.head is None)


def chunks(tokens: Iterable[Token]) -> list[Chunk]:
    """The tokens cut at their links; of several links in a row (", and") the strongest counts."""
    found: list[Chunk] = []
    link: Kind | None = None
    held: list[Token] = []
    for token in tokens:
        if token.kind not in LINKS:
            held.append(token)
            continue
        if held:
            found.append(Chunk(link, tuple(held)))
            link, held = None, []
        if found:
            link = max(link, token.kind, key=_STRENGTH.index)
    return [*found, Chunk(link, tuple(held))] if held else found


def demanded(named: list[Chunk]) -> list[Chunk]:
    """The chunks of a demand, in which "and" asks for more: "18 and a veteran or homeless" is 18 in any case."""
    opener = named[0].tokens[0]
    if opener.kind is not Kind.BEING:
        return named
    return [
        Chunk(chunk.link, (opener, *chunk.tokens))
        if chunk.link is Kind.AND and _asks(before, chunk)
        else chunk
        for before, chunk in zip([named[0], *named], named, strict=False)
    ]


def _asks(before: Chunk, chunk: Chunk) -> bool:
    """Whether it says what one must be, and names nobody beside those before ("men and women")."""
    if chunk.head is None:
        return not chunk.opens
    head = chunk.tokens[chunk.head]
    beside = before.head is not None and before.tokens[before.head].merges and head.merges
    return head.kind is Kind.PERSON and not beside and not head.of_child


def is_choice(run: Sequence[Chunk]) -> bool:
    """Whether a run of chunks is closed by "and" or "or" ("homeless, disabled and low-income people").

    A comma alone adds ("homeless, single men" are both), two make a list. The run ends with the first person named.
    """
    for at, chunk in enumerate(run):
        if chunk.opens:
            return chunk.link is Kind.OR
        if chunk.link in (Kind.AND, Kind.OR) or at == 1:
            return True
        if chunk.head is not None:
            return False
    return False
