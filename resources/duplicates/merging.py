"""How two records become one, and two again: fields by choice, what hangs on the one goes to the other."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from agency.audit import audit
from agency.errors import ConflictError
from resources.changes import editing
from resources.changes.change import Change
from resources.changes.editing import Author
from resources.changes.fields import (
    LISTS,
    MODELS,
    POINT,
    SCALARS,
    Record,
    in_order,
    rows_of,
    subject_of,
    value_of,
)
from resources.duplicates.belongings import bring
from resources.duplicates.merge import Merge
from resources.duplicates.moves import MOVED_ON, Moves, recall, reverse
from resources.readings.deciding import catch_up
from resources.records.locations import Location
from resources.records.services import Service

# Whose value of a field stays; of a list, both records' rows may.
KEPT, MERGED, BOTH = "kept", "merged", "both"
# A place keeps its own address and point: where the other's is right, the other is the one to keep. What was said of
# room comes along as it was said.
_OWN = ("addresses", "point", "capacity")
# What protects somebody holds for the kept record if it held for either.
_PROTECTING: Mapping[str, tuple[str, ...]] = {
    "organization": ("serves_survivors_and_offenders",),
    "service": ("part_2_program", "held", "victim_services"),
    "location": ("confidential",),
}


def scalars_of(subject: str) -> list[str]:
    """The fields of which one record's value stays."""
    return [name for name in SCALARS[subject] if name not in (*_OWN, *_PROTECTING[subject])]


def lists_of(subject: str) -> list[str]:
    """The fields of which both records' rows may stay."""
    return [name for name in LISTS[subject] if name not in _OWN]


def merge(
    session: Session, kept: Record, merged: Record, choices: Mapping[str, str], author: Author
) -> Merge:
    """Let one record stand for another from now on; of a field that no choice names, the kept record's value stays.

    ConflictError where one of them already leads to another record, or proposals wait for a decision.
    """
    _require_two(session, kept, merged)
    subject, moves = subject_of(kept), Moves(session)
    _protect_survivors(moves, kept, merged)
    joined = [name for name in lists_of(subject) if choices.get(name) == BOTH]
    given = [name for name in lists_of(subject) if choices.get(name) == MERGED]
    order = {name: _ids(kept, name) for name in (*joined, *given)}
    first = {name: _ids(merged if name in given else kept, name) for name in order}
    after = {name: value_of(merged, name) for name in (*_taken(kept, merged, choices), *given)}
    before = {name: value_of(kept, name) for name in (*after, *joined)}
    for name in joined:
        after[name] = in_order(LISTS[subject][name], before[name] + _news(moves, kept, merged, name))
    for name in given:
        _exchange(moves, kept, merged, name)
    _protect_place(moves, kept, merged)
    bring(moves, kept, merged)
    merged.merged_into, merged.revision = kept.id, merged.revision + 1
    session.flush()
    session.expire_all()
    for name, ids in first.items():
        _arrange(kept, name, ids)
    change = _change(session, kept, before, after, author)
    made = Merge(
        subject=subject,
        kept_id=kept.id,
        merged_id=merged.id,
        moved={"rows": moves.rows, "removed": moves.removed, "order": order},
        change_id=change.id if change else None,
        merged_by=author.staff_id,
        merged_at=author.at,
    )
    session.add(made)
    audit.record(session, "directory.merged", author.staff_id, kept.id, kind=subject, merged=str(merged.id))
    session.flush()
    return made


def undo(session: Session, done: Merge, author: Author) -> None:
    """Make two records of one again, as they were; ConflictError, and nothing changed, where something moved on."""
    model: Any = MODELS[done.subject]
    kept, merged = session.get_one(model, done.kept_id), session.get_one(model, done.merged_id)
    if done.undone_at is not None or merged.merged_into != kept.id:
        raise ConflictError("This merge was taken back already.")
    if kept.merged_into is not None:
        raise ConflictError("The kept record was merged into another one since. Take that back first.")
    change = session.get(Change, done.change_id) if done.change_id else None
    if change is not None:
        _require_unmoved(kept, change)
    merged.merged_into, merged.revision = None, merged.revision + 1
    reverse(session, done.moved)
    session.flush()
    session.expire_all()
    for name, ids in done.moved["order"].items():
        _arrange(kept, name, ids)
    if change is not None:
        _arrange_as_said(kept, change)
        editing.undo(session, change, author)
    recall(session, done.moved)
    if isinstance(merged, Service):
        catch_up(session, merged, author.at)
    done.undone_by, done.undone_at = author.staff_id, author.at
    details = {"kind": done.subject, "merged": str(merged.id)}
    audit.record(session, "directory.merge_undone", author.staff_id, kept.id, **details)
    session.flush()
    session.expire_all()


def _require_two(session: Session, kept: Record, merged: Record) -> None:
    if kept.id == merged.id or type(kept) is not type(merged):
        raise ConflictError("Choose two records of one kind.")
    if kept.merged_into is not None or merged.merged_into is not None:
        raise ConflictError("One of these was merged meanwhile. Nothing was changed; search again.")
    if editing.pending(session, merged.id):
        raise ConflictError("Proposals wait for the record that would go. Decide on them first.")


def _taken(kept: Record, merged: Record, choices: Mapping[str, str]) -> list[str]:
    """The fields that shall say what the merged record says."""
    subject = subject_of(kept)
    chosen = [name for name in scalars_of(subject) if choices.get(name) == MERGED]
    return chosen + [name for name in _PROTECTING[subject] if getattr(merged, name)]


def _news(moves: Moves, kept: Record, merged: Record, name: str) -> list[Any]:
    """What a list of the merged record adds to the kept one's; rows with a key of their own go there."""
    here = value_of(kept, name)
    news: list[Any] = []
    _remember_places(moves, kept, merged, name)
    for row, value in rows_of(merged, name):
        if _says(value) in {_says(each) for each in here}:
            continue
        here, news = [*here, value], [*news, value]
        if hasattr(row, "id"):
            moves.put(row, f"{subject_of(kept)}_id", kept.id)
    return news


def _exchange(moves: Moves, kept: Record, merged: Record, name: str) -> None:
    """Let the rows of a list change sides, so that none is lost; those without a key of their own follow the value."""
    _remember_places(moves, kept, merged, name)
    sides = [(row, kept) for row in getattr(merged, name)] + [(row, merged) for row in getattr(kept, name)]
    for row, side in sides:
        if hasattr(row, "id"):
            moves.put(row, f"{subject_of(kept)}_id", side.id)


def _remember_places(moves: Moves, kept: Record, merged: Record, name: str) -> None:
    for row in [*getattr(kept, name), *getattr(merged, name)]:
        if hasattr(row, "position"):
            moves.remember(row, "position")


def _ids(record: Record, name: str) -> list[str]:
    """The rows of a list that have a key of their own, as they stand."""
    return [str(row.id) for row in getattr(record, name) if hasattr(row, "id")]


def _says(value: Any) -> str:  # noqa: ANN401
    """By what a row is compared: a need is one, main or not, and a place is one whatever is said of it."""
    key = value.get("need") or value.get("location_id") if "byday" not in value else None
    return str(key or json.dumps(value, sort_keys=True))


def _protect_survivors(moves: Moves, kept: Record, merged: Record) -> None:
    """No merge releases what is held, and none opens a place for survivors.

    First of all: once a place has a service for survivors it closes by itself, and nobody remembers its point.
    """
    if not (isinstance(kept, Service) and isinstance(merged, Service)):
        return
    if kept.victim_services or merged.victim_services:
        for at in [*kept.at_locations, *merged.at_locations]:
            _close(moves, at.location)
    for name in ("victim_services", "held"):
        moves.put(kept, name, getattr(kept, name) or getattr(merged, name))


def _protect_place(moves: Moves, kept: Record, merged: Record) -> None:
    """No merge opens a secret place."""
    if isinstance(kept, Location) and isinstance(merged, Location) and merged.confidential:
        _close(moves, kept)


def _close(moves: Moves, place: Location) -> None:
    if place.confidential:
        return
    moves.put(place, "confidential", value=True)
    for name in POINT:
        moves.put(place, name, "" if name in ("precision", "position_source") else None)


def _change(
    session: Session, kept: Record, before: Mapping[str, Any], after: Mapping[str, Any], author: Author
) -> Change | None:
    """The part of a merge that is a change of fields, if any is."""
    differing = {name: value for name, value in after.items() if value != before[name]}
    if not differing:
        return None
    seen = {name: before[name] for name in differing}
    return editing.edit(session, kept, differing, author, origin="merge", before=seen)


def _arrange(kept: Record, name: str, ids: Sequence[str]) -> None:
    """What was there first stands first, in the order it had: databases keep none."""
    rank = {own: at for at, own in enumerate(ids)}
    if rank:
        getattr(kept, name).sort(key=lambda row: rank.get(str(row.id), len(rank)))


def _arrange_as_said(kept: Record, change: Change) -> None:
    """Rows without a place of their own stand as they stood in the change: in another order they seem changed."""
    for name, said in change.fields.items():
        now = value_of(kept, name)
        for values in (said["after"], said["before"]):
            if name in lists_of(change.subject) and _sorted(now) == _sorted(values):
                told = zip(getattr(kept, name), now, strict=True)
                rank = {id(row): values.index(value) for row, value in told}
                getattr(kept, name).sort(key=lambda row, rank=rank: rank[id(row)])
                break


def _require_unmoved(kept: Record, change: Change) -> None:
    for name, said in change.fields.items():
        if _sorted(value_of(kept, name)) != _sorted(said["after"]):
            raise ConflictError(MOVED_ON)


def _sorted(value: Any) -> Any:  # noqa: ANN401
    return sorted(json.dumps(each, sort_keys=True) for each in value) if isinstance(value, list) else value
