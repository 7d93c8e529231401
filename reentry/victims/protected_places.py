"""Protected places: where somebody lives, works or learns whom a person under supervision must not come near.

Victim services alone enter and see them; no other role learns what they are, how many, or whether there is any.
Nothing outside this folder reads them, and matching least of all: a test that anyone can repeat would show them.
Each lies sealed under the key of the person it is protected from. See trail.py for what the audit trail says.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.audit import audit
from agency.errors import ConflictError, NotFoundError
from agency.keys.vault import SealedField
from agency.tables import Base
from matching.offer import Place
from reentry.matches import matches
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.people.records import PersonRecord
from reentry.victims import trail
from resources.geocoding.local import local_geocoder

KINDS = {
    "home": "Home",
    "work": "Work",
    "school": "School",
    "child_care": "Child care",
    "other": "Another place",
}


@dataclass(frozen=True)
class Terms:
    """What victim services enter: an address or a point in degrees, how far to keep away in meters, until when."""

    kind: str
    address: dict[str, Any] = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None
    keep_away_m: float | None = None
    until: date | None = None
    asked_by: str = ""
    note: str = ""


class ProtectedPlace(PersonRecord, Base):
    """One protected place; ended rather than deleted."""

    __tablename__ = "protected_place"

    entered_at: Mapped[datetime]
    entered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))

    # One of KINDS.
    kind = SealedField[str]("other")
    # address_1, city, state, postal_code; substitute: the address of a confidentiality program, which is no place.
    address = SealedField[dict[str, Any]]({})
    # Latitude and longitude in degrees, and how sure they are in meters; empty where nobody knows.
    point = SealedField[list[float]]([])
    # How far an order says to stay away, in meters; none where no order says so.
    keep_away_m = SealedField[float | None](None)
    # The last day it is protected, YYYY-MM-DD; empty where no end is known.
    until = SealedField[str]("")
    # Who asked for it: the victim, a court, an advocate.
    asked_by = SealedField[str]("")
    note = SealedField[str]("")

    def is_live(self, on: date) -> bool:
        """Whether it is protected that day; its last day counts."""
        return self.ended_at is None and (not self.until or on <= date.fromisoformat(self.until))

    @property
    def line(self) -> str:
        """The address on one line, or the point."""
        state = " ".join(filter(None, (self.address.get("state"), self.address.get("postal_code"))))
        parts = (self.address.get("address_1"), self.address.get("city"), state)
        return ", ".join(filter(None, parts)) or ", ".join(f"{each:.5f}" for each in self.point[:2])

    @property
    def place(self) -> Place | None:
        """Where it lies; None where nobody knows, and for a substitute address."""
        return Place(*self.point) if self.point else None


def of_person(session: Session, person_id: UUID) -> list[ProtectedPlace]:
    """The places protected from this person, ended ones too, newest first."""
    rows = select(ProtectedPlace).where(ProtectedPlace.person_id == person_id)
    return list(session.scalars(rows.order_by(ProtectedPlace.entered_at.desc(), ProtectedPlace.id)))


def live(places: Iterable[ProtectedPlace], on: date) -> list[ProtectedPlace]:
    """Those of them that are protected that day."""
    return [each for each in places if each.is_live(on)]


def enter(session: Session, person: Person, terms: Terms, clerk: Clerk) -> ProtectedPlace:
    """Protect a place from this person."""
    made = ProtectedPlace(person_id=person.id, entered_at=clerk.now, entered_by_id=clerk.staff_id)
    made.kind, made.address, made.keep_away_m = terms.kind, terms.address, terms.keep_away_m
    made.point = _point(session, terms)
    made.until = terms.until.isoformat() if terms.until else ""
    made.asked_by, made.note = terms.asked_by, terms.note
    session.add(made)
    session.flush()
    whose = trail.mark(session, person.id)
    audit.record(session, "protected_place.entered", clerk.staff_id, whose=whose)
    return made


def end(session: Session, person: Person, place_id: UUID, clerk: Clerk) -> None:
    """Protect a place no longer; ConflictError where that was done before."""
    found = session.get(ProtectedPlace, place_id)
    if found is None or found.person_id != person.id:
        raise NotFoundError("There is no such record, or it is not one you may open.")
    if found.ended_at is not None:
        raise ConflictError("This was ended before. Nothing was changed.")
    found.ended_at, found.ended_by_id = clerk.now, clerk.staff_id
    session.flush()
    whose = trail.mark(session, person.id)
    audit.record(session, "protected_place.ended", clerk.staff_id, whose=whose)


def _point(session: Session, terms: Terms) -> list[float]:
    """The point given, else by the local geocoder, which learns from the directory and the streets that were loaded."""
    if terms.latitude is not None and terms.longitude is not None:
        return [terms.latitude, terms.longitude, 0.0]
    if terms.address.get("substitute"):
        return []
    found = matches.locate(terms.address, local_geocoder(session).of(session))
    return [found.latitude, found.longitude, found.precision_m] if found else []
