"""Rules read from the words on eligibility: each waits as an unconfirmed rule, which rules nobody out."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, aliased

from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.changes.fields import value_of
from resources.prose.reading import Reading, read_eligibility
from resources.readings.items import Item, Said, Signature, item_id, said_since
from resources.readings.texts import ReadText
from resources.records.requirements import ServiceRequirement as Row
from resources.records.services import Service
from resources.records.sources import PROSE, STAFF

FIELD = "requirements"
# What a rule asks, whoever says so and in whatever words.
_MEANING = ("rule", "mode", "value", "alt", "part")
_WAITS = (Row.source == PROSE, Row.confirmed_on.is_(None))


class Rules:
    """Reads the words on who is taken."""

    name = "eligibility"
    prose = "eligibility_description"
    field = FIELD

    def items(self, text: str) -> Sequence[Item]:
        """The requirements a text states."""
        found = (_item(reading) for reading in read_eligibility(text))
        return tuple({item.id: item for item in found}.values())

    def unclear(self, text: str) -> bool:  # noqa: ARG002
        """Never: what is read in doubt says how sure it is."""
        return False

    def has_own(self, service: Service) -> bool:
        """Whether there is a rule that was not read from prose here."""
        return any(row.source != PROSE or row.imported_at for row in service.requirements)

    def alike(self, value: Said) -> object:
        """What a rule asks and of whom."""
        return json.dumps([value[name] for name in _MEANING if name != "alt"])

    def taken_out(self, session: Session, service: Service, items: Sequence[Item]) -> set[str]:
        """Rules that were decided on here, or taken out of the record by hand."""
        since = said_since(editing.history(session, service.id), self.prose)
        gone = {
            self.alike(each)
            for change in since
            if FIELD in change.fields and change.state == "in_force" and change.origin != "import"
            for each in _removed(change).values()
        }
        return {item.id for item in items if self.alike(item.value) in gone}

    def overtaken(self, session: Session) -> set[UUID]:
        """Services with rules of a source beside the ones that wait, unless they came together."""
        other = aliased(Row)
        given = exists().where(other.service_id == Row.service_id, other.source.not_in((PROSE, STAFF)))
        later = or_(Row.imported_at.is_(None), other.imported_at > Row.imported_at)
        return set(session.scalars(select(Row.service_id).where(*_WAITS, given.where(later))))

    def waiting(self) -> Select[UUID, UUID]:
        """Each text with each service that has an undecided rule from it."""
        rows = select(ReadText.text_id, ReadText.service_id).join(Row, Row.service_id == ReadText.service_id)
        rows = rows.join(Service, Service.id == ReadText.service_id).where(Service.merged_into.is_(None))
        return rows.where(ReadText.kind == self.name, *_WAITS).distinct()

    def waiting_items(self, session: Session, text_id: UUID, text: str) -> Sequence[tuple[Item, int]]:
        """The undecided rules of a text, as they stand at its services."""
        rows = select(Row).join(ReadText, ReadText.service_id == Row.service_id)
        rows = rows.join(Service, Service.id == Row.service_id).where(Service.merged_into.is_(None))
        here = rows.where(ReadText.kind == self.name, ReadText.text_id == text_id, *_WAITS)
        sure = {item.id: item.confidence for item in self.items(text)}
        found: dict[str, tuple[Item, int]] = {}
        for row in session.scalars(here.order_by(Row.position, Row.service_id)):
            own = row.fingerprint or ""
            item = found[own][0] if own in found else Item(own, value(row), (row.quote,), sure.get(own))
            found[own] = (item, found.get(own, (item, 0))[1] + 1)
        return list(found.values())

    def withdraw(self, session: Session, service: Service, at: datetime) -> None:  # noqa: ARG002
        """Take the undecided rules away; nobody had said they hold."""
        service.requirements = [row for row in service.requirements if not _waits(row)]

    def offer(self, session: Session, service: Service, items: Sequence[Item], at: datetime) -> int:  # noqa: ARG002
        """Let rules stand unconfirmed, but for those that are there already."""
        there = [_meaning(value(row)) for row in service.requirements]
        new = [item for item in items if _meaning(item.value) not in there]
        last = max((row.position for row in service.requirements), default=-1)
        service.requirements += [
            Row(**item.value, source=PROSE, fingerprint=item.id, position=last + number)
            for number, item in enumerate(new, 1)
        ]
        return len(new)

    def signed(self, value: Said, signature: Signature) -> Said:
        """The rule as confirmed by whoever accepted it."""
        return {**value, "confirmed_by": signature.name, "confirmed_on": signature.on.isoformat()}

    def settle(self, session: Session, service: Service, item: Item, became: Said, author: Author) -> bool:
        """Put a confirmed rule where the undecided one stood, or nothing; the service's own words stay with it."""
        rules = value_of(service, FIELD)
        place = next(
            (n for n, row in enumerate(service.requirements) if _waits(row) and row.fingerprint == item.id),
            None,
        )
        if place is None:
            return False
        here = [{**became, "quote": rules[place]["quote"]}] if became else []
        after = [*rules[:place], *here, *rules[place + 1 :]]
        editing.edit(session, service, {FIELD: after}, author, origin="reading")
        return True

    def unsettle(self, session: Session, service: Service, item: Item, became: Said, author: Author) -> bool:
        """Put the undecided rule back where the confirmed one stands, or where it stood when it was rejected."""
        rules = value_of(service, FIELD)
        made = _made(session, service, item.id)
        stood: dict[str, Any] = {**item.value, **(_removed(made)[item.id] if made else {})}
        if became is None:
            place, rest = self._place(rules, stood, service, made), rules
        else:
            wordless = [{**each, "quote": ""} for each in rules]
            if {**became, "quote": ""} not in wordless:
                return False
            place = wordless.index({**became, "quote": ""})
            stood = {**stood, "quote": rules[place]["quote"]}
            rest = [*rules[:place], *rules[place + 1 :]]
        if _meaning(stood) in map(_meaning, rest):
            return False
        after = [*rest[:place], stood, *rest[place:]]
        undone = editing.edit(session, service, {FIELD: after}, author, origin="undo")
        if made:
            undone.undoes = made.id
            editing.give_back(service, made)
        row = service.requirements[place]
        row.source, row.fingerprint = PROSE, item.id
        return True

    def came_of(self, session: Session, change: Change, item_id: str, became: Said) -> bool:  # noqa: ARG002
        """Whether a change took the undecided rule away; no other change of the same decision does."""
        return FIELD in change.fields and item_id in _removed(change)

    def _place(self, rules: Sequence[Said], stood: Said, service: Service, made: Change | None) -> int:
        """Where a rule that was taken away goes back: between those that stand before and after it in the words."""
        said = [_meaning(item.value) for item in self.items(getattr(service, self.prose))]
        own, *numbers = (_number(said, _meaning(each)) for each in (stood, *rules))
        if own is not None:
            later = [place for place, number in enumerate(numbers) if number is not None and number > own]
            earlier = [place for place, number in enumerate(numbers) if number is not None and number < own]
            if later or earlier:
                return min(later) if later else max(earlier) + 1
        return min(made.fields[FIELD]["before"].index(stood), len(rules)) if made else len(rules)


def value(row: Row) -> dict[str, Any]:
    """A rule as the field's value has it."""
    confirmed = row.confirmed_on.isoformat() if row.confirmed_on else None
    names = (*_MEANING, "quote", "basis", "confirmed_by")
    return {name: getattr(row, name) for name in names} | {"confirmed_on": confirmed}


def let_wait(row: Row) -> None:
    """Let a rule that was read elsewhere, and that nobody accepted there, wait here as if it had been read here."""
    row.source, row.fingerprint = PROSE, item_id(value(row))


def _item(reading: Reading) -> Item:
    listed = list(reading.value) if isinstance(reading.value, tuple) else reading.value
    said = {
        "rule": reading.rule,
        "mode": reading.mode,
        "value": listed,
        "quote": reading.quote,
        "basis": "",
        "alt": reading.alt or "",
        "part": reading.part or "",
        "confirmed_by": "",
        "confirmed_on": None,
    }
    return Item(item_id(said), said, (reading.quote,), reading.confidence)


def _waits(row: Row) -> bool:
    return row.source == PROSE and row.confirmed_on is None


def _made(session: Session, service: Service, item: str) -> Change | None:
    """The decision's own change of a service: the last that took the undecided rule away."""
    changes = editing.history(session, service.id, FIELD)
    decided = (each for each in changes if each.state == "in_force" and each.origin == "reading")
    return next((each for each in decided if item in _removed(each)), None)


def _removed(change: Change) -> dict[str, Said]:
    """The rules that were there before a change and not after it, by their ids as items."""
    said = change.fields[FIELD]
    return {item_id(each): each for each in said["before"] if each not in said["after"]}


def _number(said: Sequence[tuple[Any, ...]], meaning: tuple[Any, ...]) -> int | None:
    """Where the words say it; none where they do not."""
    return said.index(meaning) if meaning in said else None


def _meaning(rule: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(rule[name] for name in _MEANING)
