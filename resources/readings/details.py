"""Details read from prose: cost, season, languages, addresses on the web, telephones; each waits for a decision."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.changes.fields import value_of
from resources.details.reader import read_details
from resources.details.reading import Reading
from resources.readings.decision import ReadingDecision
from resources.readings.detail import ReadDetail
from resources.readings.has import news
from resources.readings.items import Item, Said, Signature, item_id
from resources.readings.texts import ReadText, text_id
from resources.records.services import Service

_ORIGIN = "reading"
# Fields of which neither says anything without the other.
_TOGETHER = {"cost_period": "cost_cents", "season_to": "season_from"}
# The record's field names languages besides this one.
_ENGLISH = "English"
_WAITS = ReadDetail.change_id.is_(None)


class Details:
    """Reads one of the texts of a service; what its record says already is not offered."""

    def __init__(self, name: str, prose: str) -> None:
        self.name, self.prose = name, prose

    def items(self, text: str) -> Sequence[Item]:
        """The details a text states, each of several prices by itself, but for prices that nobody could tell apart."""
        found: dict[str, Item] = {}
        for fields, quote, confidence in _joined(read_details(text, self.prose)):
            said = {"fields": fields, "quote": quote}
            found.setdefault(item_id(said), Item(item_id(said), said, (quote,), confidence))
        return tuple(found.values())

    def unclear(self, text: str) -> bool:
        """Whether it names prices of which nobody could tell which is whose."""
        return any(each.value is None for each in read_details(text, self.prose))

    def has_own(self, service: Service) -> bool:  # noqa: ARG002
        """Never for the text as a whole: each detail is compared with the record by itself."""
        return False

    def alike(self, value: Said) -> object:
        """What a detail says of which fields."""
        return json.dumps(value["fields"], sort_keys=True)

    def taken_out(self, session: Session, service: Service, items: Sequence[Item]) -> set[str]:
        """Details that were put in force from these words before, whatever became of them."""
        text = text_id(self.name, getattr(service, self.prose))
        decided = {
            self.alike(row.said)
            for row in self._rows(session, service)
            if not row.waits and row.text_id == text
        }
        return {item.id for item in items if self.alike(item.value) in decided}

    def overtaken(self, session: Session) -> set[UUID]:  # noqa: ARG002
        """None: what the record says by now is taken away one by one."""
        return set()

    def tidy(self, session: Session, services: Sequence[UUID] | None) -> int:
        """Take away what waits and the record says by now, at some services or at all; how many."""
        rows = select(ReadDetail, Service).join(Service, Service.id == ReadDetail.service_id)
        rows = rows.where(ReadDetail.kind == self.name)
        if services is not None:
            rows = rows.where(ReadDetail.service_id.in_(services))
        here: dict[Service, list[ReadDetail]] = {}
        for row, service in session.execute(rows):
            here.setdefault(service, []).append(row)
        known = [row for service, held in here.items() for row in self._known(session, service, held)]
        for row in known:
            session.delete(row)
        return len(known)

    def waiting(self) -> Select[UUID, UUID]:
        """Each text with each service at which a detail from it waits."""
        rows = select(ReadText.text_id, ReadText.service_id)
        rows = rows.join(
            ReadDetail,
            (ReadDetail.service_id == ReadText.service_id) & (ReadDetail.kind == ReadText.kind),
        )
        rows = rows.join(Service, Service.id == ReadText.service_id)
        return rows.where(ReadText.kind == self.name, _WAITS, Service.merged_into.is_(None)).distinct()

    def waiting_items(self, session: Session, text_id: UUID, text: str) -> Sequence[tuple[Item, int]]:
        """The details of a text that wait."""
        rows = select(ReadDetail).join(Service, Service.id == ReadDetail.service_id)
        here = rows.where(ReadDetail.kind == self.name, ReadDetail.text_id == text_id, _WAITS)
        here = here.where(Service.merged_into.is_(None)).order_by(ReadDetail.position, ReadDetail.service_id)
        sure = {item.id: item.confidence for item in self.items(text)}
        found: dict[str, tuple[Item, int]] = {}
        for row in session.scalars(here):
            first = Item(row.item_id, row.said, (row.said["quote"],), sure.get(row.item_id))
            item, count = found.get(row.item_id, (first, 0))
            found[row.item_id] = (item, count + 1)
        return list(found.values())

    def withdraw(self, session: Session, service: Service, at: datetime) -> None:  # noqa: ARG002
        """Take the waiting details away."""
        for row in self._rows(session, service):
            if row.waits:
                session.delete(row)
        session.flush()

    def offer(self, session: Session, service: Service, items: Sequence[Item], at: datetime) -> int:  # noqa: ARG002
        """Let details wait that the record does not have, and that were not put in force from this text before."""
        if not items:
            return 0
        text, held = text_id(self.name, getattr(service, self.prose)), self._rows(session, service)
        there, ours = {row.item_id: row for row in held}, self._ours(session, service, held)
        new = 0
        for position, item in enumerate(items):
            row = there.get(item.id)
            if row is not None and (row.waits or row.text_id == text):
                continue
            if not news(service, item.value["fields"], ours):
                continue
            if row is None:
                row = ReadDetail(service_id=service.id, kind=self.name, item_id=item.id)
                session.add(row)
            row.text_id, row.position, row.said, row.change_id = text, position, item.value, None
            new += 1
        return new

    def signed(self, value: Said, signature: Signature) -> Said:  # noqa: ARG002
        """A detail carries no signature of its own; the change names who accepted it."""
        return value

    def settle(self, session: Session, service: Service, item: Item, became: Said, author: Author) -> bool:
        """Put a detail in force; where the record says something by now, that stays."""
        row = session.get(ReadDetail, (service.id, self.name, item.id))
        if row is None or not row.waits:
            return False
        ours = self._ours(session, service, self._rows(session, service))
        after = news(service, became["fields"], ours) if became else {}
        if not after:
            session.delete(row)
            session.flush()
            return became is None
        change = editing.propose(session, service, after, author, origin=_ORIGIN)
        session.flush()
        # Before it is in force: what it brings along is then taken for this text's own.
        row.change_id = change.id
        editing.approve(session, change, author)
        return True

    def unsettle(self, session: Session, service: Service, item: Item, became: Said, author: Author) -> bool:
        """Take a detail out of force where it still stands, and let it wait again with those it had overtaken."""
        row = session.get(ReadDetail, (service.id, self.name, item.id))
        if became is None:
            return bool(self.offer(session, service, (item,), author.at))
        change = session.get(Change, row.change_id) if row and row.change_id else None
        back = _without(service, change) if change else None
        if row is None or change is None or back is None:
            if row is not None:
                session.delete(row)
            return False
        seen = {field: value_of(service, field) for field in back}
        undone = editing.edit(session, service, back, author, origin="undo", before=seen)
        undone.undoes = change.id
        editing.give_back(service, change)
        row.change_id = None
        session.flush()
        self.offer(session, service, self._undecided(session, service), author.at)
        return True

    def came_of(self, session: Session, change: Change, item_id: str, became: Said) -> bool:  # noqa: ARG002
        """Whether a change is the one by which a detail got in force."""
        row = session.get(ReadDetail, (change.subject_id, self.name, item_id))
        return row is not None and row.change_id == change.id

    def _known(self, session: Session, service: Service, held: Sequence[ReadDetail]) -> Iterator[ReadDetail]:
        """What waits of a service and its record says by now."""
        ours = self._ours(session, service, held)
        for row in held:
            if row.waits and not news(service, row.said["fields"], ours):
                yield row

    def _ours(self, session: Session, service: Service, held: Sequence[ReadDetail]) -> set[str]:
        """The fields that say what was accepted from this text before it was edited; newer words replace it."""
        text = text_id(self.name, getattr(service, self.prose))
        ids = [row.change_id for row in held if row.change_id and row.text_id != text]
        changes = session.scalars(select(Change).where(Change.id.in_(ids))) if ids else ()
        return {
            name
            for change in changes
            for name, said in change.fields.items()
            if value_of(service, name) == said["after"]
        }

    def _rows(self, session: Session, service: Service) -> Sequence[ReadDetail]:
        rows = select(ReadDetail).where(ReadDetail.service_id == service.id, ReadDetail.kind == self.name)
        return session.scalars(rows).all()

    def _undecided(self, session: Session, service: Service) -> list[Item]:
        text = getattr(service, self.prose)
        decisions = select(ReadingDecision.item_id)
        decided = set(session.scalars(decisions.where(ReadingDecision.text_id == text_id(self.name, text))))
        return [item for item in self.items(text) if item.id not in decided]


def waiting_at(session: Session, service: Service) -> Mapping[str, Sequence[ReadDetail]]:
    """What waits at one service, by the kind of its text."""
    rows = select(ReadDetail).where(ReadDetail.service_id == service.id, _WAITS)
    found: dict[str, list[ReadDetail]] = {}
    for row in session.scalars(rows.order_by(ReadDetail.kind, ReadDetail.position)):
        found.setdefault(row.kind, []).append(row)
    return found


def _joined(readings: Iterable[Reading]) -> Iterator[tuple[dict[str, Any], str, float]]:
    """Readings as fields of the record, with those that belong together in one."""
    told = [each for each in readings if each.value is not None]
    for each in told:
        fields = _fields(each)
        for other in told:
            if _TOGETHER.get(other.field) == each.field:
                fields[other.field] = other.value
        if each.field not in _TOGETHER and fields:
            yield fields, each.quote, each.confidence


def _fields(reading: Reading) -> dict[str, Any]:
    if isinstance(reading.value, tuple):
        listed = [each for each in reading.value if each != _ENGLISH]
        return {reading.field: listed} if listed else {}
    if isinstance(reading.value, Mapping):
        return {reading.field: [dict(reading.value)]}
    return {reading.field: reading.value}


def _without(service: Service, change: Change) -> dict[str, Any] | None:
    """The fields as they would be without a change; of a list what it added goes. None where it stands no more."""
    back: dict[str, Any] = {}
    for name, said in change.fields.items():
        now, before, after = value_of(service, name), said["before"], said["after"]
        if isinstance(now, list):
            added = [each for each in after if each not in before]
            back[name] = [each for each in now if each not in added]
        elif now == after:
            back[name] = before
        else:
            return None
    return back if any(value_of(service, name) != said for name, said in back.items()) else None
