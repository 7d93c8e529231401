"""Hours read from the words on hours: they wait as a proposed change, which is in force only once approved."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session

from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.changes.fields import value_of
from resources.changes.schemas import WEEKDAYS
from resources.hours.reading import read_hours
from resources.readings.items import Item, Said, Signature, item_id, said_since
from resources.readings.texts import ReadText
from resources.records.schedules import Schedule
from resources.records.services import Service

FIELD = "schedules"
_ORIGIN = "reading"
_OVERTAKEN = "The record has other hours by now."
_WAITS = (Change.subject == "service", Change.origin == _ORIGIN, Change.state == "open")
# From midnight to midnight.
_ALWAYS = ("00:00", "00:00")


class OpeningHours:
    """Reads the words on when one may come; all that one text says is one item."""

    name = "hours"
    prose = "hours_description"

    def items(self, text: str) -> Sequence[Item]:
        """The week a text describes; nothing where it names no days and times."""
        said = read_hours(text)
        blocks = [_block(each.days, each.opens, each.closes) for each in said.blocks]
        if said.always_open:
            blocks = [_block(WEEKDAYS, *_ALWAYS)]
        week = in_order(blocks)
        return (Item(item_id(week), week, said.quotes, said.confidence),) if week else ()

    def unclear(self, text: str) -> bool:  # noqa: ARG002
        """Never: what is read in doubt says how sure it is."""
        return False

    def has_own(self, service: Service) -> bool:
        """Whether any hours are on record."""
        return bool(service.schedules)

    def alike(self, value: Said) -> object:
        """The week itself."""
        return item_id(value)

    def taken_out(self, session: Session, service: Service, items: Sequence[Item]) -> set[str]:
        """Hours that were decided on here, and all where the record has hours that were not read from these words."""
        since = said_since(editing.history(session, service.id), self.prose)
        read = [each for each in since if each.origin == _ORIGIN and FIELD in each.fields]
        held = [each.fields[FIELD]["after"] for each in read if each.state == "in_force"]
        now = value_of(service, FIELD)
        if now and now not in held:
            return {item.id for item in items}
        said = {item_id(week) for week in held} | {
            _week_of(each) for each in read if _still_rejected(each, read)
        }
        return {item.id for item in items if item.id in said}

    def overtaken(self, session: Session) -> set[UUID]:
        """Services for which hours wait that were read when there were none, and which have some by now."""
        given = exists().where(Schedule.service_id == Change.subject_id)
        changes = session.scalars(select(Change).where(*_WAITS, given))
        return {change.subject_id for change in changes if not change.fields[FIELD]["before"]}

    def waiting(self) -> Select[UUID, UUID]:
        """Each text with each service for which its hours are proposed."""
        rows = select(ReadText.text_id, ReadText.service_id).join(
            Change, Change.subject_id == ReadText.service_id
        )
        rows = rows.join(Service, Service.id == ReadText.service_id).where(Service.merged_into.is_(None))
        return rows.where(ReadText.kind == self.name, *_WAITS).distinct()

    def waiting_items(self, session: Session, text_id: UUID, text: str) -> Sequence[tuple[Item, int]]:
        """The hours of a text, as they are proposed."""
        rows = select(Change).join(ReadText, ReadText.service_id == Change.subject_id)
        rows = rows.join(Service, Service.id == ReadText.service_id).where(Service.merged_into.is_(None))
        here = rows.where(ReadText.kind == self.name, ReadText.text_id == text_id, *_WAITS)
        weeks = [
            change.fields[FIELD]["after"] for change in session.scalars(here.order_by(Change.proposed_at))
        ]
        counts = Counter(item_id(week) for week in weeks)
        known = {item_id(week): Item(item_id(week), week, ()) for week in weeks}
        known |= {item.id: item for item in self.items(text) if item.id in known}
        return [(known[own], count) for own, count in counts.items()]

    def withdraw(self, session: Session, service: Service, at: datetime) -> None:
        """Take the proposal back."""
        for change in _open(session, service):
            editing.withdraw(session, change, Author(None, at))

    def offer(self, session: Session, service: Service, items: Sequence[Item], at: datetime) -> int:
        """Propose hours that the record does not have yet."""
        new = [item for item in items if item.value != value_of(service, FIELD)]
        for item in new:
            editing.propose(session, service, {FIELD: item.value}, Author(None, at), origin=_ORIGIN)
        return len(new)

    def signed(self, value: Said, signature: Signature) -> Said:  # noqa: ARG002
        """Hours carry no signature of their own; the change names who approved it."""
        return value

    def settle(self, session: Session, service: Service, item: Item, became: Said, author: Author) -> bool:
        """Approve the proposal, or put other hours in its place; where the record has hours by now, they stay."""
        change = next(
            (each for each in _open(session, service) if item_id(each.fields[FIELD]["after"]) == item.id),
            None,
        )
        if change is None:
            return False
        if became is None:
            editing.reject(session, change, author)
        elif value_of(service, FIELD) != change.fields[FIELD]["before"]:
            editing.withdraw(session, change, author, _OVERTAKEN)
            return False
        elif became == item.value:
            editing.approve(session, change, author)
        else:
            editing.reject(session, change, author)
            editing.edit(session, service, {FIELD: became}, author, origin=_ORIGIN)
        return True

    def unsettle(self, session: Session, service: Service, item: Item, became: Said, author: Author) -> bool:
        """Take the hours out of force where they still stand, and propose what was read again."""
        if value_of(service, FIELD) != (became or []) or _open(session, service):
            return False
        if became:
            made = next(
                each
                for each in editing.history(session, service.id, FIELD)
                if each.state == "in_force" and each.fields[FIELD]["after"] == became
            )
            editing.undo(session, made, author)
        return bool(self.offer(session, service, (item,), author.at))

    def came_of(self, session: Session, change: Change, item_id: str, became: Said) -> bool:  # noqa: ARG002
        """Whether a change put the hours there that were accepted, or those in their place."""
        return FIELD in change.fields and bool(change.fields[FIELD]["after"] == became)


def in_order(blocks: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blocks in the order in which a record keeps them."""
    return sorted(blocks, key=lambda block: (block["byday"], block["opens_at"]))


def _open(session: Session, service: Service) -> Sequence[Change]:
    return session.scalars(select(Change).where(*_WAITS, Change.subject_id == service.id)).all()


def _week_of(change: Change) -> str:
    return item_id(change.fields[FIELD]["after"])


def _still_rejected(change: Change, read: Sequence[Change]) -> bool:
    """Whether the hours were rejected, and not offered again since because that was taken back."""
    return change.state == "rejected" and not any(
        change.decided_at
        and each.proposed_at >= change.decided_at
        and each is not change
        and _week_of(each) == _week_of(change)
        for each in read
    )


def _block(days: Sequence[str], opens: str, closes: str) -> dict[str, Any]:
    return {
        "byday": ",".join(days),
        "opens_at": opens,
        "closes_at": closes,
        "description": "",
        "location_id": None,
    }
