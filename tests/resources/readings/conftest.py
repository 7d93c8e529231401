"""Invented services whose words are read, and a coordinator who decides."""

from collections.abc import Callable
from itertools import product
from typing import Any
from uuid import UUID

import pytest

from agency.clock import Clock
from agency.database import Database
from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.changes.fields import value_of
from resources.readings import deciding, queue, sheets
from resources.readings.items import Signature
from resources.readings.kinds import KINDS
from resources.readings.reading import Read, read_texts
from resources.readings.rules import value
from resources.readings.sheets import Sheet
from resources.readings.texts import text_id
from resources.records.services import Service
from tests.resources.directory_records import keep, place, service

MEN = "Men 18 and older. No sex offenders."
WEEKDAYS = "Monday to Friday 9 am to 5 pm"


@pytest.fixture
def coordinator(hire: Callable[..., UUID], clock: Clock) -> Author:
    return Author(hire("coordinator"), clock.now(), "Test Coordinator")


class Desk:
    """Services by name, what waits at them, and one word for each thing a coordinator does."""

    def __init__(self, database: Database, author: Author) -> None:
        self.database, self.author = database, author

    def add(self, name: str, eligibility: str = "", hours: str = "", **more: Any) -> UUID:
        """Keep a service with these words; nothing is read yet."""
        made = service(name, place(), eligibility_description=eligibility, hours_description=hours, **more)
        return keep(self.database, f"{name} Inc.", made).services[0].id

    def read(self, *, again: bool = False) -> Read:
        """Read what was not read."""
        with self.database.writing() as session:
            return read_texts(session, self.author.at, again=again)

    def sheet(self, words: str, kind: str = "eligibility") -> Sheet:
        """The sheet of a text."""
        with self.database.reading() as session:
            session.expire_on_commit = False
            found = sheets.lay_out(session, text_id(kind, words), {})
            for line in found.lines:
                assert line.decision is None or line.decision.decider
            return found

    def decide(self, words: str, verdict: str, *rules: str, kind: str = "eligibility") -> int:
        """Accept or reject the items of a text with these rules; all of them without any."""
        chosen = [
            line.item.id
            for line in self.sheet(words, kind).waiting
            if not rules or line.item.value["rule"] in rules
        ]
        signature = Signature(self.author.name, self.author.at.date())
        with self.database.writing() as session:
            return deciding.decide(
                session,
                text_id(kind, words),
                chosen,
                verdict,
                self.author,
                lambda said: KINDS[kind].signed(said, signature) if verdict == "accepted" else None,
            )

    def correct(self, words: str, became: object, kind: str = "eligibility") -> int:
        """Put something else in the place of the first item of a text."""
        first = self.sheet(words, kind).waiting[0].item.id
        with self.database.writing() as session:
            return deciding.decide(
                session, text_id(kind, words), [first], "corrected", self.author, lambda _said: became
            )

    def take_back(self, words: str, rule: str = "", kind: str = "eligibility") -> int:
        """Undo what was decided of a text on one rule; everything without one."""
        with self.database.writing() as session:
            found = deciding.decisions_of(session, text_id(kind, words))
            # Only rules are told apart by what they are about.
            made = [each for each in found if kind != "eligibility" or rule in ("", each.read["rule"])]
            return deciding.take_back(
                session, text_id(kind, words), [each.item_id for each in made], self.author
            )

    def state(self, service_id: UUID, *words: str) -> tuple[Any, ...]:
        """Everything a decision could change: the record, what waits of it, what is decided, and the queue."""
        with self.database.reading() as session:
            own = session.get_one(Service, service_id)
            rows = [(value(row), row.source, row.fingerprint, row.position) for row in own.requirements]
            waiting = [(each.origin, each.fields) for each in editing.pending(session, service_id)]
            undecided, decided = [], []
            for kind, each in product(KINDS.values(), words):
                text = text_id(kind.name, each)
                undecided += [(item.id, count) for item, count in kind.waiting_items(session, text, each)]
                decided += [decision.item_id for decision in deciding.decisions_of(session, text)]
            line = queue.line_up(session, {})
            return rows, value_of(own, "schedules"), waiting, undecided, decided, line

    def undo(self, change_id: UUID, note: str = "") -> int:
        """Take one change back, as the history of its record does."""
        with self.database.writing() as session:
            return editing.take_back(session, session.get_one(Change, change_id), self.author, note)

    def rules(self, service_id: UUID) -> list[tuple[str, str]]:
        """The rules of a service, each with "waits", "confirmed" or "unconfirmed"."""
        with self.database.reading() as session:
            rows = session.get_one(Service, service_id).requirements
            return [
                (
                    row.rule,
                    "confirmed" if row.confirmed_on else "waits" if row.source == "prose" else "unconfirmed",
                )
                for row in rows
            ]

    def hours(self, service_id: UUID) -> list[tuple[str, str, str]]:
        """The hours in force."""
        with self.database.reading() as session:
            rows = session.get_one(Service, service_id).schedules
            return [(row.byday, row.opens_at, row.closes_at) for row in rows]


@pytest.fixture
def desk(database: Database, coordinator: Author) -> Desk:
    return Desk(database, coordinator)
