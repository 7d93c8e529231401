"""Reading what has not been read: after an import, after an edit of the words, and on command."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agency.audit import audit
from resources.changes import editing
from resources.changes.editing import Author
from resources.changes.fields import Record
from resources.readings.decision import ReadingDecision
from resources.readings.has import DETAIL_FIELDS
from resources.readings.items import Item, Kind
from resources.readings.kinds import DETAILS, KINDS
from resources.readings.texts import ReadText, text_id
from resources.records.services import Service

_AT_ONCE = 500


@dataclass
class Read:
    """What a reading brought: services whose words were read, and by kind what waits and what was decided before."""

    services: int = 0
    waiting: Counter[str] = field(default_factory=Counter)
    decided: Counter[str] = field(default_factory=Counter)
    # Texts with prices of which nobody could tell which is whose.
    unclear: int = 0

    def as_dict(self) -> dict[str, Any]:
        """The same as the command prints it."""
        kinds = {
            name: {"waiting": self.waiting[name], "decided_before": self.decided[name]} for name in KINDS
        }
        return {"services": self.services, **kinds, "unclear": self.unclear}


def read_texts(
    session: Session,
    at: datetime,
    *,
    source: str = "",
    again: bool = False,
    show: Callable[[int, int], None] = lambda _done, _all: None,
) -> Read:
    """Read the words of every service, or of one source's, that were not read yet; again: also those that were.

    show is told how many services are done, of how many.
    """
    session.flush()
    tidied = _tidy(session, None)
    reader = _Reader(session, at, again=again)
    due = reader.due(source)
    for start in range(0, len(due), _AT_ONCE):
        reader.read(due[start : start + _AT_ONCE])
        show(min(len(due), start + _AT_ONCE), len(due))
    told = reader.told
    if due or tidied:
        waiting, decided = told.waiting.total(), told.decided.total()
        audit.record(
            session, "directory.read", None, services=told.services, waiting=waiting, decided=decided
        )
    return told


def follow_edit(session: Session, record: Record, fields: Mapping[str, Any], at: datetime) -> None:
    """Read the words of a service again where an edit changed them; what it says by now waits no longer."""
    if not isinstance(record, Service):
        return
    if any(kind.prose in fields for kind in KINDS.values()):
        _Reader(session, at).read([record.id])
    if not DETAIL_FIELDS.isdisjoint(fields):
        _tidy(session, [record.id])


def _tidy(session: Session, services: Sequence[UUID] | None) -> int:
    gone = sum(kind.tidy(session, services) for kind in DETAILS.values())
    session.flush()
    return gone


editing.FOLLOWERS.append(follow_edit)


class _Reader:
    def __init__(self, session: Session, at: datetime, *, again: bool = False) -> None:
        self.session, self.at, self.again = session, at, again
        self.told = Read()
        # Where what was read stands beside what came from elsewhere since.
        self.overtaken = {name: kind.overtaken(session) for name, kind in KINDS.items()}

    def due(self, source: str) -> list[UUID]:
        """The services of a source, or all, with words that are to be read."""
        known = {
            (each.service_id, each.kind): each.text_id for each in self.session.scalars(select(ReadText))
        }
        rows = select(Service.id, *(getattr(Service, kind.prose) for kind in KINDS.values()))
        rows = rows.where(Service.merged_into.is_(None)).order_by(Service.id)
        found = self.session.execute(rows.where(Service.source == source) if source else rows)
        return [
            own
            for own, *texts in found
            if any(
                self._is_due(own, kind, text, known.get((own, kind)))
                for kind, text in zip(KINDS, texts, strict=True)
            )
        ]

    def read(self, ids: Sequence[UUID]) -> None:
        """Read what is due of some services."""
        fresh = select(Service).where(Service.id.in_(ids)).execution_options(populate_existing=True)
        fresh = fresh.options(selectinload(Service.requirements), selectinload(Service.schedules))
        services = self.session.scalars(fresh.order_by(Service.id)).all()
        rows = self.session.scalars(select(ReadText).where(ReadText.service_id.in_(ids)))
        known = {(row.service_id, row.kind): row for row in rows}
        self.told.services += len(services)
        for kind in KINDS.values():
            decisions = self._decisions(kind, services)
            for service in services:
                before = known.get((service.id, kind.name))
                text = getattr(service, kind.prose)
                if self._is_due(service.id, kind.name, text, before.text_id if before else None):
                    self._read(service, kind, before, decisions)
        self.session.flush()

    def _is_due(self, service_id: UUID, kind: str, text: str, known: UUID | None) -> bool:
        if not text.strip():
            return known is not None
        return self.again or known != text_id(kind, text) or service_id in self.overtaken[kind]

    def _read(
        self,
        service: Service,
        kind: Kind,
        before: ReadText | None,
        decisions: Mapping[tuple[UUID, str], ReadingDecision],
    ) -> None:
        """What waited of older words goes; what the new ones say waits, or was decided for the same words before."""
        if before is not None:
            kind.withdraw(self.session, service, self.at)
        text = getattr(service, kind.prose)
        if not text.strip():
            self.session.delete(before)
            return
        if before is None:
            before = ReadText(service_id=service.id, kind=kind.name, passed_over=True)
            self.session.add(before)
        overtaken, own = service.id in self.overtaken[kind.name], text_id(kind.name, text)
        known, before.text_id = before.text_id == own, own
        before.passed_over = kind.has_own(service) and (before.passed_over or overtaken)
        if not before.passed_over:
            items = kind.items(text)
            self.told.unclear += kind.unclear(text)
            decided = kind.taken_out(self.session, service, items) if known else set()
            rejected = _rejected(kind, decisions, own)
            left = [
                each for each in items if each.id not in decided and kind.alike(each.value) not in rejected
            ]
            self._offer(service, kind, [(item, decisions.get((own, item.id))) for item in left])

    def _offer(
        self, service: Service, kind: Kind, found: Collection[tuple[Item, ReadingDecision | None]]
    ) -> None:
        waiting = kind.offer(self.session, service, [item for item, _ in found], self.at)
        for item, decision in found:
            if decision is not None:
                author = Author(None, self.at)
                settled = kind.settle(self.session, service, item, decision.became, author)
                waiting -= settled
                self.told.decided[kind.name] += settled
        self.told.waiting[kind.name] += waiting

    def _decisions(
        self, kind: Kind, services: Sequence[Service]
    ) -> Mapping[tuple[UUID, str], ReadingDecision]:
        texts = {text_id(kind.name, getattr(service, kind.prose)) for service in services}
        rows = self.session.scalars(select(ReadingDecision).where(ReadingDecision.text_id.in_(texts)))
        return {(row.text_id, row.item_id): row for row in rows}


def _rejected(kind: Kind, decisions: Mapping[tuple[UUID, str], ReadingDecision], text: UUID) -> set[object]:
    """What was rejected of a text; a better reader, which finds it in other words of the text, does not ask again."""
    return {
        kind.alike(each.read) for each in decisions.values() if each.text_id == text and each.became is None
    }
