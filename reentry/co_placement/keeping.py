"""Keeping clear: the places at which a person is not to be housed, worked out for matching, which knows nobody else.

What a restricted record does must not be told by anybody else's matches. So of a person whose record is restricted
those places count that were known on the day it was; nothing that comes later adds one or takes one away.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from matching.kept_clear import KeptClear, KeptClearSchema
from reentry.co_placement import co_placements
from reentry.co_placement.co_placements import CoPlacement
from reentry.co_placement.placements import placements
from reentry.people.people import Person

NOWHERE: tuple[KeptClear, ...] = ()


def kept_clear(session: Session, person_ids: Sequence[UUID]) -> Mapping[UUID, tuple[KeptClear, ...]]:
    """For each of these people the places to keep clear of, in one order however they were entered."""
    lines = co_placements.of_people(session, person_ids)
    found = dict.fromkeys(person_ids, NOWHERE)
    if lines:
        placed = placed_by(session, lines)
        for person_id in {each.person_id for each in lines}:
            mine = (each for line in lines if line.person_id == person_id for each in placed[line.id])
            found[person_id] = _together(mine)
    return found


def apart(session: Session, person_ids: Collection[UUID]) -> frozenset[tuple[UUID, UUID]]:
    """Which of these people are not to be housed with which others of them."""
    ids = set(person_ids)
    lines = co_placements.of_people(session, ids)
    return frozenset((each.person_id, each.other_id) for each in lines if each.other_id in ids)


def placed_by(session: Session, lines: Sequence[CoPlacement]) -> Mapping[UUID, Sequence[KeptClear]]:
    """By line, where the other has a place, as far as matches may tell of it."""
    others = {line.other_id for line in lines}
    rows = session.execute(select(Person.id, Person.restricted).where(Person.id.in_(others)))
    restricted = {row.id: row.restricted for row in rows}
    placed = placements(session, [each for each, shut in restricted.items() if not shut])
    return {
        line.id: _read(line.remembered) if restricted.get(line.other_id, True) else placed[line.other_id]
        for line in lines
    }


def remember(session: Session, person: Person) -> None:
    """Keep on the lines of others where this person is placed now; the record is about to be restricted."""
    places = _together(placements(session, [person.id])[person.id])
    for line in _about(session, person):
        line.remembered = [KeptClearSchema().dump(each) for each in places]
    session.flush()


def forget(session: Session, person: Person) -> None:
    """Follow where this person is placed again; the record is open as usual."""
    for line in _about(session, person):
        line.remembered = None
    session.flush()


def _about(session: Session, person: Person) -> Iterable[CoPlacement]:
    """The lines of others that are about this person."""
    others = {line.other_id for line in co_placements.of_people(session, [person.id])}
    return [line for line in co_placements.of_people(session, others) if line.other_id == person.id]


def _read(remembered: list[dict[str, Any]] | None) -> list[KeptClear]:
    # A record that an order shut away has nothing remembered of it, and an erased one nothing at all.
    return [KeptClearSchema().load(each) for each in remembered or ()]


def _together(places: Iterable[KeptClear]) -> tuple[KeptClear, ...]:
    """Each place once, certain where one of them is."""
    certain: dict[tuple[UUID, UUID | None], bool] = {}
    for each in places:
        key = each.service_id, each.location_id
        certain[key] = certain.get(key, False) or each.certain
    return tuple(
        KeptClear(*key, sure) for key, sure in sorted(certain.items(), key=lambda each: str(each[0]))
    )
