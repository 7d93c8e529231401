"""Two people whose records must not meet, such as survivor and abuser in one office: nobody is let into both.

Both are restricted to the staff who hold them. What one may learn of the other is nothing, not even that there is one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.orm import Session, joinedload

from agency.access.case_access import APART, KEEPERS, NAMED, CaseAccess
from agency.access.permissions import Viewer, reachable
from agency.errors import UNSEEN, ConflictError, InvalidError, NotFoundError
from agency.keys.vault import Vault
from agency.staff.staff import Staff
from reentry.access import restriction
from reentry.people.clerk import Clerk
from reentry.people.people import Person, hold

WITH_HANDS = (joinedload(Person.office), joinedload(Person.holder))


@dataclass(frozen=True)
class Pair:
    """Two people who are kept apart, under the id that ends it."""

    id: UUID
    people: tuple[Person, Person]


def pairs(session: Session, viewer: Viewer) -> list[Pair]:
    """Everybody who is kept apart from somebody, each two once, by the first one's name."""
    rows = session.scalars(select(CaseAccess).where(CaseAccess.kind == APART)).all()
    reach = reachable(viewer, "people.keep_apart", Person)
    wanted = select(Person).where(reach, Person.id.in_({row.record_id for row in rows}))
    known = {person.id: person for person in session.scalars(wanted.options(*WITH_HANDS))}
    vault: Vault = session.info["vault"]
    vault.preload(session, known)
    found = [
        Pair(row.id, (known[row.record_id], known[UUID(row.other)]))
        for row in rows
        if row.record_id in known and UUID(row.other) in known and str(row.record_id) < row.other
    ]
    return sorted(found, key=lambda pair: pair.people[0].family_name.casefold())


def keep(session: Session, people: Sequence[Person], clerk: Clerk, reason: str) -> None:
    """Keep two people apart, each restricted to the staff who have the case now.

    InvalidError where somebody has both, or nobody one of them: then a supervisor must transfer a case first.
    """
    hold(session, [person.id for person in people])
    _require_two_hands(session, people)
    for person, other in (people, tuple(reversed(people))):
        before = [row.before for row in rows_of(session, person.id)] or [person.restricted]
        row = CaseAccess(
            record_id=person.id,
            staff_id=clerk.staff_id,
            kind=APART,
            given_by_id=clerk.staff_id,
            given_at=clerk.now,
        )
        row.other, row.before, row.reason = str(other.id), before[0], reason
        session.add(row)
        restriction.begin(session, person, clerk, [person.holder_id], reason)


def end(session: Session, keeping_id: UUID, clerk: Clerk) -> None:
    """Keep two people apart no longer; a record that was not restricted before is open as usual again."""
    row = session.get(CaseAccess, keeping_id)
    if row is None or row.kind != APART:
        raise NotFoundError(UNSEEN)
    ids = (row.record_id, UUID(row.other))
    hold(session, ids)
    for person_id, other in (ids, tuple(reversed(ids))):
        _end_for(session, person_id, other, clerk)


def may_be_let_in(session: Session, person: Person, staff_id: UUID) -> bool:
    """Whether this staff member has nothing to do with anybody the person is kept apart from."""
    hold(session, [person.id, *others(session, person.id)])
    kept_from = others(session, person.id)
    return staff_id not in _let_in(session, kept_from)


def rows_of(session: Session, person_id: UUID) -> Sequence[CaseAccess]:
    """Under what the person is kept apart, once for each of the others."""
    kept = (CaseAccess.record_id == person_id, CaseAccess.kind == APART)
    return session.scalars(select(CaseAccess).where(*kept)).all()


def others(session: Session, person_id: UUID) -> set[UUID]:
    """Whom the person is kept apart from."""
    return {UUID(row.other) for row in rows_of(session, person_id)}


def _let_in(session: Session, person_ids: Iterable[UUID]) -> set[UUID]:
    """Who holds, or is named for, any of these people; those who keep people apart are not counted."""
    ids = set(person_ids)
    holders = select(Person.holder_id).where(Person.id.in_(ids), Person.holder_id.is_not(None))
    named = (
        select(CaseAccess.staff_id)
        .join(CaseAccess.staff)
        .where(CaseAccess.record_id.in_(ids), CaseAccess.kind == NAMED, Staff.role.not_in(KEEPERS))
    )
    return set(session.scalars(union(holders, named)))


def _require_two_hands(session: Session, people: Sequence[Person]) -> None:
    first, second = people
    if first is second:
        raise InvalidError("Enter two people.", {"second": ["This is the same record number."]})
    if second.id in others(session, first.id):
        raise ConflictError("These two are kept apart already. Nothing was changed.")
    for field, person in (("first", first), ("second", second)):
        if person.holder is None or not person.holder.active:
            message = "Nobody has this case now. A supervisor assigns it first."
            raise InvalidError("Please correct the marked fields.", {field: [message]})
    if _let_in(session, [first.id]) & _let_in(session, [second.id]):
        message = "Somebody has to do with both. A supervisor transfers one of the cases first."
        raise InvalidError("Please correct the marked fields.", {"second": [message]})


def _end_for(session: Session, person_id: UUID, other: UUID, clerk: Clerk) -> None:
    kept = rows_of(session, person_id)
    ended = [row for row in kept if row.other == str(other)]
    person = session.get(Person, person_id)
    for row in ended:
        session.delete(row)
    session.flush()
    if person is not None and len(kept) == len(ended) and not any(row.before for row in ended):
        restriction.end(session, person, clerk)
