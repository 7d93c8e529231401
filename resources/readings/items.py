"""Items: the single things read from a text, each decided by itself."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from resources.changes.change import Change
from resources.changes.editing import Author
from resources.changes.taken_back import standing
from resources.readings.texts import folded
from resources.records.services import Service

# A rule, or blocks of hours, as resources.changes.fields shapes them.
Said = Any


@dataclass(frozen=True)
class Item:
    """One thing read, and the exact words it rests on.

    confidence is 0 to 1; none where the reader of today would not read it any more.
    """

    id: str
    value: Said
    quotes: tuple[str, ...]
    confidence: float | None = None


@dataclass(frozen=True)
class Signature:
    """Who says yes to a reading, and on which day: what a confirmed rule names."""

    name: str
    on: date


class Kind(Protocol):
    """One kind of prose: what is read from it, how that waits at a service, and how it gets in force."""

    name: str
    # The field of a service that holds the text.
    prose: str

    def items(self, text: str) -> Sequence[Item]:
        """What a text says, in its order, each thing once."""

    def unclear(self, text: str) -> bool:
        """Whether a text says more of what is looked for than could be told apart: that is left to a person."""

    def has_own(self, service: Service) -> bool:
        """Whether staff or the source said themselves what would be read."""

    def alike(self, value: Said) -> object:
        """By what two readings of one text mean the same, in whatever words of it."""

    def taken_out(self, session: Session, service: Service, items: Sequence[Item]) -> set[str]:
        """The items, by their ids, on which staff decided otherwise at a service since it says these words."""

    def overtaken(self, session: Session) -> set[UUID]:
        """The services at which something read waits, and which have it by now from elsewhere."""

    def waiting(self) -> Select[UUID, UUID]:
        """Each text with each service at which something read from it waits for a decision."""

    def waiting_items(self, session: Session, text_id: UUID, text: str) -> Sequence[tuple[Item, int]]:
        """What of a text waits for a decision, with the number of services where it does."""

    def withdraw(self, session: Session, service: Service, at: datetime) -> None:
        """Take back what waits at a service."""

    def offer(self, session: Session, service: Service, items: Sequence[Item], at: datetime) -> int:
        """Let items wait at a service, but for those it says already; how many."""

    def signed(self, value: Said, signature: Signature) -> Said:
        """A value as somebody accepted it."""

    def settle(self, session: Session, service: Service, item: Item, became: Said, author: Author) -> bool:
        """Put in force, in place of an item that waits, what it became; whether it waited there."""

    def unsettle(self, session: Session, service: Service, item: Item, became: Said, author: Author) -> bool:
        """Let an item wait again where the record still says what it became."""

    def came_of(self, session: Session, change: Change, item_id: str, became: Said) -> bool:
        """Whether a change in force put there what an item became."""


def item_id(value: Said) -> str:
    """By what an item is known within its text: what it says, and its words however they are spaced."""
    said = {name: _plain(each) for name, each in value.items()} if isinstance(value, Mapping) else value
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:32]


def said_since(changes: Sequence[Change], prose: str) -> list[Change]:
    """Of a record's history, newest first, what was said since it has these words, but for what was taken back."""
    stand = {each.id for each in standing(changes)}
    since = takewhile(lambda each: each.id not in stand or not _rewords(each, prose), changes)
    return [each for each in since if each.id in stand or each.state != "in_force"]


def _rewords(change: Change, prose: str) -> bool:
    said = change.fields.get(prose)
    return said is not None and folded(said["before"]) != folded(said["after"])


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return folded(value) if isinstance(value, str) else value
