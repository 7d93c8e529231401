"""People under supervision: parole candidates and probationers, each sealed under a key of their own."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, and_, select, text
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from agency.access import permissions
from agency.access.permissions import Viewer
from agency.errors import UNSEEN, DeniedError, NotFoundError
from agency.keys.vault import Sealed, SealedField, Vault
from agency.offices import Office
from agency.staff.staff import Staff
from agency.tables import Base
from reentry.people.commitments import Commitment
from reentry.people.conditions import Condition
from reentry.people.known_facts import KnownFact
from reentry.people.person_needs import PersonNeed

# So many ids go into one question.
_AT_ONCE = 500

KINDS = {"parole": "Parole", "probation": "Probation"}
STATUSES = {"in_custody": "In custody", "in_community": "In the community", "closed": "Closed"}
CASELOADS = {
    "adult": "Adult",
    "juvenile": "Juvenile",
    "sex_offense": "Sex offense",
    "high_risk": "High risk",
    "electronic_monitoring": "Electronic monitoring",
    "substance_use_and_mental_health": "Substance use and mental health",
    "employment": "Employment",
    "homeless_outreach": "Homeless outreach",
    "veterans": "Veterans",
    "reentry_coordination": "Reentry coordination",
}
TRANSPORT = {"none": "On foot", "bus": "By bus", "bicycle": "By bicycle", "car": "By car"}


class Person(Sealed, Base):
    """One person's case; what stands in plain is what lists are sorted and guarded by, and nothing else."""

    __tablename__ = "person"
    __record__ = "id"

    # The agency's record number is sealed; this finds it again when a later file brings the same one.
    number_index: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default="in_custody")
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"), index=True)
    # The staff member whose caseload the person is on.
    holder_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"), index=True)
    # Staff relatives, protected witnesses, people kept apart: open to the staff named for it and to nobody else.
    restricted: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    hearing_date: Mapped[date | None]
    release_date: Mapped[date | None]
    supervision_ends: Mapped[date | None]
    created_at: Mapped[datetime]
    # Counts saves, so that two people editing at once are told instead of overwriting each other.
    version: Mapped[int] = mapped_column(default=1)

    number = SealedField[str]("")
    given_name = SealedField[str]("")
    family_name = SealedField[str]("")
    aliases = SealedField[list[str]]([])
    caseload = SealedField[str]("adult")
    facility = SealedField[str]("")
    assessment = SealedField[dict[str, Any]]({})
    # Where the person is to live or lives: address_1, city, county, state, postal_code.
    place = SealedField[dict[str, Any]]({})
    transport = SealedField[str]("")
    # One way, in minutes, where somebody has said so.
    travel_minutes = SealedField[float | None](None)
    safety_notes = SealedField[list[str]]([])
    strengths = SealedField[list[str]]([])
    interpreter = SealedField[bool](False)
    contact = SealedField[dict[str, Any]]({})
    medication_note = SealedField[str]("")
    access_needs = SealedField[list[str]]([])

    office: Mapped[Office] = relationship()
    holder: Mapped[Staff | None] = relationship()
    known_facts: Mapped[list[KnownFact]] = relationship(order_by=KnownFact.entered_at)
    conditions: Mapped[list[Condition]] = relationship(order_by=Condition.entered_at)
    commitments: Mapped[list[Commitment]] = relationship(order_by=Commitment.entered_at)
    needs: Mapped[list[PersonNeed]] = relationship(order_by=PersonNeed.position)

    __mapper_args__ = {"version_id_col": version}

    @property
    def record_id(self) -> UUID:
        """The person's own key."""
        return self.id

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def short_name(self) -> str:
        """How the person is called on a page that others may glance at."""
        return f"{self.given_name} {self.family_name[:1]}.".strip(" .") + ("." if self.family_name else "")

    def day_of_service(self, today: date) -> date:
        """The day services are judged for: the release date where it lies ahead, else today."""
        return self.release_date if self.release_date and self.release_date > today else today


def get(session: Session, viewer: Viewer, permission: str, person_id: UUID) -> Person:
    """One person, if this viewer may; otherwise it reads as if there were none."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFoundError(UNSEEN)
    if not permissions.allowed(viewer, permission, person):
        raise DeniedError(permission, person_id)
    return person


def reachable(session: Session, viewer: Viewer, permission: str = "person.read") -> Sequence[Person]:
    """Everybody this viewer may see, with their keys fetched at once; in no particular order."""
    query = select(Person).where(open_to(viewer, permission))
    people = session.scalars(query.options(joinedload(Person.holder), selectinload(Person.needs))).all()
    vault: Vault = session.info["vault"]
    vault.preload(session, [person.id for person in people])
    return people


def open_to(viewer: Viewer, permission: str) -> ColumnElement[bool]:
    """The condition that keeps a list to the open cases that this viewer may see."""
    return and_(permissions.reachable(viewer, permission, Person), Person.status != "closed")


def called(session: Session, viewer: Viewer, words: str) -> list[Person]:
    """Those of them whose name, other name or record number has this in it; by family name."""
    wanted = plain(words)
    return in_order(person for person in reachable(session, viewer) if wanted in names_of(person))


def plain(words: str) -> str:
    """Words as names are compared: without case, one space between them."""
    return " ".join(words.casefold().split())


def names_of(person: Person) -> str:
    """All that a person is found by: name, record number, other names."""
    return " ".join((person.name, person.number, *person.aliases)).casefold()


def in_order(found: Iterable[Person]) -> list[Person]:
    """People by family name, then by given name."""
    return sorted(found, key=order_of)


def order_of(person: Person) -> tuple[str, str]:
    """Where a person stands in a list by name."""
    return (person.family_name.casefold(), person.given_name.casefold())


def by_ids(session: Session, person_ids: Sequence[UUID]) -> Sequence[Person]:
    """The people of these ids, in no particular order; whether a viewer may see them was asked before."""
    found: list[Person] = []
    for start in range(0, len(person_ids), _AT_ONCE):
        some = person_ids[start : start + _AT_ONCE]
        found += session.scalars(select(Person).where(Person.id.in_(some)))
    return found


def by_number(session: Session, number: str) -> Person | None:
    """The person with this record number of the agency's."""
    vault: Vault = session.info["vault"]
    return session.scalar(select(Person).where(Person.number_index == vault.fingerprint(session, number)))


def hold(session: Session, person_ids: Iterable[UUID]) -> None:
    """Make whoever else decides on these people at this moment wait, always in the same order."""
    ids = set(person_ids)
    session.execute(select(Person.id).where(Person.id.in_(ids)).order_by(Person.id).with_for_update())


def for_command(session: Session, person_id: UUID | None) -> Person:
    """One person for a command, which acts for no member of the staff: a restricted record is open to none."""
    person = session.get(Person, person_id)
    if person is None or person.restricted:
        raise NotFoundError(f"There is no person {person_id}, or the record is restricted.")
    return person


def find_by_number(session: Session, viewer: Viewer, number: str) -> Person:
    """The person of this record number for victim services, who need no more than who has the case.

    DeniedError alike where there is none and where this viewer may not know of it; either is written down.
    """
    person = by_number(session, number)
    if person is None or not permissions.allowed(viewer, "person.find", person):
        raise DeniedError("person.find", person.id if person else None)
    return person
