"""Taking a decision on what was read back from the history of one of its records: the same as taking it back itself."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author, OverlapError
from resources.changes.fields import value_of
from resources.readings import deciding
from resources.readings.items import Kind, item_id
from resources.readings.kinds import KINDS
from resources.readings.rules import Rules
from resources.readings.texts import ReadText
from resources.records.services import Service


def made_by(session: Session, change: Change) -> tuple[UUID, Sequence[str]] | None:
    """The text, and the items of it, on which a change of one service was the decision.

    None where it is no decision's, where that was taken back since, and where the words are others by now.
    """
    if change.origin != "reading" or change.state != "in_force":
        return None
    rows = ((kind, session.get(ReadText, (change.subject_id, name))) for name, kind in KINDS.items())
    made = ((row.text_id, _items(session, kind, row.text_id, change)) for kind, row in rows if row)
    return next((each for each in made if each[1]), None)


def _items(session: Session, kind: Kind, text: UUID, change: Change) -> Sequence[str]:
    decisions = deciding.decisions_of(session, text)
    return [each.item_id for each in decisions if kind.came_of(session, change, each.item_id, each.became)]


def undo_change(session: Session, change: Change, author: Author, note: str = "") -> int:
    """Take back the decision that a change of one service was, at every service with the same words; at how many.

    OverlapError where that service says something else by now. Nothing and 0 where there is no such decision.
    """
    service, decided = session.get_one(Service, change.subject_id), made_by(session, change)
    if decided is None:
        return _undo_of_older_words(session, service, change, author, note)
    text, items = decided
    before = {field: value_of(service, field) for field in change.fields}
    touched = deciding.take_back(session, text, items, author)
    if all(value_of(service, field) == said for field, said in before.items()):
        raise OverlapError(
            {
                field: {"before": said["after"], "now": before[field], "after": said["before"]}
                for field, said in change.fields.items()
            }
        )
    undone = select(Change).where(Change.undoes == change.id, Change.proposed_at == author.at)
    for each in session.scalars(undone):
        each.note = note
    return touched


def _undo_of_older_words(
    session: Session, service: Service, change: Change, author: Author, note: str
) -> int:
    """A rule that was read from words which are no longer there goes: nobody could decide on it any more."""
    field = Rules.field
    said = change.fields.get(field, {"before": [], "after": []})
    there = {item.id for item in Rules().items(service.eligibility_description)}
    read = [each for each in said["before"] if each not in said["after"] and not each["confirmed_on"]]
    stale = [each for each in read if item_id(each) not in there]
    if not stale:
        return 0
    back = [each for each in said["before"] if each not in stale]
    seen = {field: said["after"]}
    undone = editing.edit(session, service, {field: back}, author, origin="undo", note=note, before=seen)
    undone.undoes = change.id
    editing.give_back(service, change)
    return 1


editing.WAYS_BACK["reading"] = undo_change
