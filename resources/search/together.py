"""Services by words that are not all of one name: of the service, its provider, its site and its city together."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from resources.search.spelling import spelled


@dataclass(frozen=True, slots=True)
class Line:
    """A service with all that it is called by; held: only those who decide about held records may see it."""

    service_id: UUID
    words: str
    held: bool = False


class Together:
    """The lines of all services, searched in memory, in the order in which they were given."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = [(f" {spelled(each.words)}", each) for each in lines]

    def find(self, text: str, limit: int, *, held: bool = False) -> list[UUID]:
        """The first services in whose line every word begins a word; nothing where nothing was typed."""
        words = [f" {word}" for word in spelled(text).split()]
        if not words:
            return []
        # The longest is in the fewest lines.
        longest, *others = sorted(words, key=len, reverse=True)
        found = (
            each.service_id
            for line, each in self._lines
            if longest in line and (held or not each.held) and all(word in line for word in others)
        )
        return [service_id for service_id, _ in zip(found, range(limit), strict=False)]
