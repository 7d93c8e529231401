"""Deciding what was read: once for a text, in force at every service with the same words, and taken back likewise."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from agency.audit import audit
from agency.errors import UNSEEN, ConflictError, NotFoundError
from resources.changes.editing import Author
from resources.readings.decision import VERDICTS, ReadingDecision
from resources.readings.items import Item
from resources.readings.kinds import KINDS
from resources.readings.texts import ReadText
from resources.records.services import Service

GONE = "This is no longer there to be decided: the words were changed meanwhile. Nothing was changed."


def kind_of(session: Session, text: UUID) -> str:
    """Of which kind a text is; NotFoundError where no service has it and nothing was decided of it."""
    kind = session.scalar(select(ReadText.kind).where(ReadText.text_id == text).limit(1))
    if kind is None:
        raise NotFoundError(UNSEEN)
    return kind


def services_of(session: Session, text: UUID) -> Sequence[Service]:
    """The services with these words from which something was taken, by name."""
    rows = select(Service).join(ReadText, ReadText.service_id == Service.id)
    rows = rows.where(
        ReadText.text_id == text, ReadText.passed_over.is_(False), Service.merged_into.is_(None)
    )
    loaded = (selectinload(Service.requirements), selectinload(Service.schedules))
    return session.scalars(rows.order_by(Service.name, Service.id).options(*loaded)).all()


def decisions_of(session: Session, text: UUID) -> Sequence[ReadingDecision]:
    """What was decided of a text, oldest first."""
    rows = select(ReadingDecision).where(ReadingDecision.text_id == text)
    return session.scalars(rows.order_by(ReadingDecision.decided_at, ReadingDecision.item_id)).all()


def decide(
    session: Session,
    text: UUID,
    items: Sequence[str],
    verdict: str,
    author: Author,
    becomes: Callable[[Any], Any],
) -> int:
    """Decide on some items of a text, named by their ids; at how many services it made a difference.

    becomes gives what an item's value is to be from now on, none where it goes. ConflictError where somebody decided
    on one of them meanwhile; then none is decided.
    """
    _hold(session, text)
    kind, services = KINDS[kind_of(session, text)], services_of(session, text)
    _refuse_decided(session, text, items)
    words = next((getattr(each, kind.prose) for each in services), "")
    waiting = {item.id: item for item, _ in kind.waiting_items(session, text, words)}
    if not items or not waiting.keys() >= set(items):
        raise ConflictError(GONE)
    touched = 0
    for item in (waiting[own] for own in items):
        became = becomes(item.value)
        session.add(
            ReadingDecision(
                kind=kind.name,
                text_id=text,
                item_id=item.id,
                read=item.value,
                verdict=verdict,
                became=became,
                decided_by=author.staff_id,
                decided_at=author.at,
            )
        )
        touched += sum(kind.settle(session, each, item, became, author) for each in services)
    _told(session, text, verdict, touched, author)
    return touched


def take_back(session: Session, text: UUID, items: Sequence[str], author: Author) -> int:
    """Undo decisions: what was read waits again wherever the record still says what the decision made of it."""
    _hold(session, text)
    kind, services = KINDS[kind_of(session, text)], services_of(session, text)
    made = [each for each in decisions_of(session, text) if each.item_id in items]
    if not made:
        raise ConflictError("This was taken back already. Nothing was changed.")
    touched = 0
    for decision in made:
        item = Item(decision.item_id, decision.read, ())
        touched += sum(kind.unsettle(session, each, item, decision.became, author) for each in services)
        session.delete(decision)
    _told(session, text, "undone", touched, author)
    return touched


def catch_up(session: Session, service: Service, at: datetime) -> None:
    """Let what was decided while a service led to another record hold for it too, once it stands for itself again."""
    read = select(ReadText).where(ReadText.service_id == service.id, ReadText.passed_over.is_(False))
    for text in session.scalars(read).all():
        for decision in decisions_of(session, text.text_id):
            item = Item(decision.item_id, decision.read, ())
            KINDS[text.kind].settle(session, service, item, decision.became, Author(None, at))


def _hold(session: Session, text: UUID) -> None:
    """Two who decide on the same text at once wait for each other here."""
    session.execute(select(ReadText.service_id).where(ReadText.text_id == text).with_for_update()).all()


def _refuse_decided(session: Session, text: UUID, items: Sequence[str]) -> None:
    for decision in decisions_of(session, text):
        if decision.item_id in items:
            who = decision.decider.name if decision.decider else "Somebody"
            what = VERDICTS[decision.verdict].lower()
            raise ConflictError(
                f"{who} {what} this meanwhile. Your decision was not kept, and nothing was changed by it."
            )


def _told(session: Session, text: UUID, verdict: str, services: int, author: Author) -> None:
    audit.record(
        session, "directory.reading_decided", author.staff_id, text, verdict=verdict, services=services
    )
    session.flush()
