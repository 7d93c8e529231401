"""What staff are told of co-placement: with whom, by name only where they may open that record, and where.

Of a record that is closed to the reader, whether it is another's, restricted or shut away, the same words are told; of
one that was erased or shut away by order, nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.access import permissions
from agency.access.permissions import Viewer
from agency.keys import erasures
from agency.keys.vault import Vault
from matching.answers import NOT_MET, UNKNOWN, Answer
from matching.kept_clear import KeptClear
from matching.offer import Offer
from reentry.co_placement import co_placements, keeping
from reentry.co_placement.co_placements import KINDS, CoPlacement
from reentry.people.people import Person

CLOSED = "somebody whose record you may not open"


@dataclass(frozen=True)
class Told:
    """A line of the record; other is None where the reader may not know who it is."""

    line: CoPlacement
    other: Person | None
    places: tuple[KeptClear, ...] = ()

    @property
    def kind(self) -> str:
        """Why, in words."""
        return KINDS[self.line.kind]

    def at(self, offer: Offer) -> "Said | None":
        """What it says of a residence, for staff alone; None where nothing."""
        holding = [each.certain for each in self.places if offer.residential and each.holds(offer)]
        if not holding:
            return None
        who = f"{self.other.name} ({self.other.number})" if self.other else CLOSED
        what = (
            "has a place here" if any(holding) else "is proposed for a place here; confirm with their officer"
        )
        said = f"Not to be placed with {who}, {self.kind[0].lower()}{self.kind[1:]}: {what}."
        return Said(NOT_MET if any(holding) else UNKNOWN, said)


class Said(NamedTuple):
    """Why somebody is not to be housed at a place, and whether that is certain."""

    status: Answer
    text: str


def told(session: Session, viewer: Viewer, person: Person, *, ended: bool = False) -> list[Told]:
    """The lines on a record that are in force, or every one, oldest first."""
    lines = co_placements.of_people(session, [person.id], ended=ended)
    others = _others(session, lines)
    open_lines = [each for each in lines if each.ended_at is None and each.other_id in others]
    placed = keeping.placed_by(session, open_lines)
    return [
        Told(line, _open_to(viewer, others[line.other_id]), tuple(placed.get(line.id, ())))
        for line in lines
        if line.other_id in others
    ]


def said_of(offer: Offer, lines: Sequence[Told]) -> list[Said]:
    """Why somebody is not to be housed there, for staff alone."""
    return [said for said in (each.at(offer) for each in lines) if said]


def _others(session: Session, lines: Sequence[CoPlacement]) -> dict[UUID, Person]:
    ids = {each.other_id for each in lines}
    found = session.scalars(select(Person).where(Person.id.in_(ids))).all() if ids else ()
    open_ones = {each.id: each for each in found if erasures.of_record(session, each.id) is None}
    vault: Vault = session.info["vault"]
    vault.preload(session, open_ones)
    return open_ones


def _open_to(viewer: Viewer, other: Person) -> Person | None:
    return other if permissions.allowed(viewer, "person.read", other) else None
