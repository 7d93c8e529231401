"""A sheet: one text with its words, what was read from it and decided, and where it counts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from resources.readings import deciding
from resources.readings.decision import ReadingDecision
from resources.readings.items import Item
from resources.readings.kinds import KINDS
from resources.readings.texts import ReadText
from resources.records.locations import Location
from resources.records.services import Service, ServiceAtLocation
from resources.secrecy.secret_places import patterns
from resources.secrecy.secret_words import removed


@dataclass(frozen=True)
class Line:
    """One item of a text: at how many services it waits, or how it was decided."""

    item: Item
    services: int
    decision: ReadingDecision | None = None


@dataclass(frozen=True)
class Piece:
    """A stretch of the words, with the items that rest on it."""

    words: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One text as it is decided on; plans: the open plans that rest on its services."""

    text_id: UUID
    kind: str
    words: str
    services: Sequence[Service]
    plans: int
    lines: Sequence[Line]

    @property
    def waiting(self) -> list[Line]:
        """What is still to be decided."""
        return [line for line in self.lines if line.decision is None]

    def line(self, item_id: str) -> Line | None:
        """What waits under this id."""
        return next((line for line in self.waiting if line.item.id == item_id), None)

    def after(self, decided: Sequence[str]) -> str:
        """The item to look at once these are decided: the next one, or the first that is left; empty for none."""
        ids = [line.item.id for line in self.waiting]
        place = max((ids.index(own) for own in decided if own in ids), default=-1)
        left = [own for own in [*ids[place + 1 :], *ids[: place + 1]] if own not in decided]
        return left[0] if left else ""

    @property
    def pieces(self) -> list[Piece]:
        """The words cut wherever an item's own begin or end."""
        spans = [(line.item.id, *span) for line in self.lines for span in self._spans(line.item)]
        cuts = sorted({0, len(self.words), *(cut for _, *ends in spans for cut in ends)})
        return [
            Piece(self.words[start:end], tuple(own for own, first, last in spans if first <= start < last))
            for start, end in pairwise(cuts)
        ]

    def _spans(self, item: Item) -> list[tuple[int, int]]:
        found = (_find(quote, self.words) for quote in item.quotes if quote.strip())
        return [match.span() for match in found if match]


def lay_out(session: Session, text: UUID, open_plans: Mapping[UUID, int]) -> Sheet:
    """The sheet of a text, without the street of a place that must not be told; NotFoundError where there is none."""
    kind, services = KINDS[deciding.kind_of(session, text)], deciding.services_of(session, text)
    raw = next((getattr(each, kind.prose) for each in services), "")
    secret = patterns(_secret_places(session, text))
    waiting = [Line(item, count) for item, count in kind.waiting_items(session, text, raw)]
    decided = [Line(_decided(each), 0, each) for each in deciding.decisions_of(session, text)]
    lines = [
        Line(Item(own.id, own.value, _told(own.quotes, secret), own.confidence), each.services, each.decision)
        for each in (*waiting, *decided)
        for own in (each.item,)
    ]
    plans = sum(open_plans.get(each.id, 0) for each in services)
    words = removed(raw, secret)
    return Sheet(text, kind.name, words, services, plans, sorted(lines, key=lambda line: _place(line, words)))


def _place(line: Line, words: str) -> int:
    """Items keep their place, decided or not: that of their words."""
    found = [match.start() for quote in line.item.quotes if (match := _find(quote, words))]
    return min(found, default=len(words))


def _decided(decision: ReadingDecision) -> Item:
    quotes = (decision.read["quote"],) if isinstance(decision.read, dict) else ()
    return Item(decision.item_id, decision.read, quotes)


def _told(quotes: Iterable[str], secret: tuple[re.Pattern[str], ...]) -> tuple[str, ...]:
    return tuple(removed(quote, secret) for quote in quotes)


def _find(quote: str, words: str) -> re.Match[str] | None:
    """Where the words of a quote stand, however they are spaced, and not inside of others."""
    spaced = r"\s+".join(map(re.escape, quote.split()))
    whole = re.search(rf"(?<!\w){spaced}(?!\w)", words, re.IGNORECASE)
    return whole or re.search(spaced, words, re.IGNORECASE)


def _secret_places(session: Session, text: UUID) -> Sequence[Location]:
    rows = (
        select(Location)
        .join(ServiceAtLocation, ServiceAtLocation.location_id == Location.id)
        .join(Service, Service.id == ServiceAtLocation.service_id)
        .join(ReadText, ReadText.service_id == Service.id)
        .where(ReadText.text_id == text, or_(Service.victim_services, Location.confidential))
    )
    return session.scalars(rows).unique().all()
