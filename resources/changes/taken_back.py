"""Changes that were taken back: what they said counts no more, and their fields are again whose they were before."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from resources.changes.change import LOCAL, Change

# By the id of a change: the one it takes back, and the origin of that one.
Undo = tuple[UUID, UUID, str]
_UNDONE = aliased(Change)


def standing(changes: Sequence[Change]) -> list[Change]:
    """Of the whole history of a record, the changes by which its fields say what they say, in the same order."""
    origins = {each.id: each.origin for each in changes}
    undos = [
        (each.id, each.undoes, origins[each.undoes])
        for each in changes
        if each.state == "in_force" and each.undoes in origins
    ]
    silent = _silent(undos)
    return [each for each in changes if each.state == "in_force" and each.id not in silent]


def taken_back(changes: Iterable[Change]) -> set[UUID]:
    """Of the whole history of a record, the changes that cannot be taken back any more: they are."""
    return _taken_back({each.id: each.undoes for each in changes if each.undoes and each.state == "in_force"})


def local_fields(session: Session) -> dict[UUID, set[str]]:
    """What was said here of each record, by its id, and still stands: by whatever way but an import."""
    undos = select(Change.id, _UNDONE.id, _UNDONE.origin).join(_UNDONE, Change.undoes == _UNDONE.id)
    undos = undos.where(Change.state == "in_force")
    silent = _silent((own, undone, origin) for own, undone, origin in session.execute(undos))
    changes = select(Change.id, Change.subject_id, Change.fields)
    local = changes.where(Change.state == "in_force", Change.origin.in_(LOCAL))
    found: dict[UUID, set[str]] = {}
    for own, subject_id, fields in session.execute(local):
        if own not in silent:
            found.setdefault(subject_id, set()).update(fields)
    return found


def _silent(undos: Iterable[Undo]) -> set[UUID]:
    """The changes that say nothing any more: taken back ones, and those that took back what was said here.

    To take back what an import changed is a word against the file, and stands as one.
    """
    undos = list(undos)
    gone = _taken_back({own: undone for own, undone, _ in undos})
    return gone | {own for own, _, origin in undos if origin != "import"}


def _taken_back(undoing: dict[UUID, UUID]) -> set[UUID]:
    """By what takes back what: where that was taken back itself, the first counts again."""
    gone: set[UUID] = set()
    while undoing:
        last = undoing.keys() - set(undoing.values())
        gone |= {undoing[own] for own in last if own not in gone}
        undoing = {own: undone for own, undone in undoing.items() if own not in last}
    return gone
