"""Clearances: victim services say of a place that was chosen in a plan whether it may stand, and nothing else.

Every request waits for a person in victim services, whether or not there is any protected place, so that neither the
answer nor the wait tells of one. Whoever asks learns a state and a day, in neutral words: no reason, no distance.
Requests are counted, because many addresses asked about for one person feel the way to a place.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship

from agency.audit import audit
from agency.errors import ConflictError, NotFoundError
from agency.keys.vault import SealedField, Vault
from agency.staff.staff import Staff
from agency.tables import Base
from matching.offer import Place
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.people.records import PersonRecord
from resources.geography.distances import distance_m

STATES = {"asked": "Asked", "cleared": "Cleared", "not_approved": "Not approved", "withdrawn": "Withdrawn"}
OUTCOMES = {"cleared": STATES["cleared"], "not_approved": STATES["not_approved"]}
COUNTED = timedelta(days=30)
# From so many requests on for one person within that time, victim services are told to look twice.
MANY = 4


@dataclass(frozen=True)
class AskedPlace:
    """The place a request is about: what it is to the plan, its address, its point and how sure that is (meters)."""

    what: str
    address: str
    latitude: float | None = None
    longitude: float | None = None
    precision_m: float = 0.0

    @property
    def place(self) -> Place | None:
        """Where it lies; None where nothing says so."""
        if self.latitude is None or self.longitude is None:
            return None
        return Place(self.latitude, self.longitude, self.precision_m)

    def is_still(self, now: "AskedPlace") -> bool:
        """Whether an answer for this place holds for that one: the same address, and no point that turned out wrong."""
        if " ".join(self.address.casefold().split()) != " ".join(now.address.casefold().split()):
            return False
        one, other = self.place, now.place
        if one is None or other is None:
            return True
        moved = distance_m((one.latitude, one.longitude), (other.latitude, other.longitude))
        return moved <= max(one.precision_m, other.precision_m)


class Clearance(PersonRecord, Base):
    """One request about one chosen place, and its answer."""

    __tablename__ = "clearance"

    # The step of the plan that rests on the place.
    step_id: Mapped[UUID] = mapped_column(ForeignKey("plan_step.id"), index=True)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    # The last answer; empty while the request waits.
    decided_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    # Counts saves, so that two answers at once are not both kept.
    version: Mapped[int] = mapped_column(default=1)

    # The place as it was asked about, an AskedPlace.
    asked = SealedField[dict[str, Any]]({})
    # Only added to: {"at", "by", "outcome", "note"}, oldest first; the note is for victim services alone.
    log = SealedField[list[dict[str, str]]]([])

    person: Mapped[Person] = relationship()
    asked_by: Mapped[Staff | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def place(self) -> AskedPlace:
        """The place as it was asked about."""
        return AskedPlace(**self.asked)

    @property
    def state(self) -> str:
        """A key of STATES."""
        if self.withdrawn_at is not None:
            return "withdrawn"
        return self.log[-1]["outcome"] if self.log else "asked"

    @property
    def since(self) -> datetime:
        """When it came into this state."""
        return self.withdrawn_at or self.decided_at or self.asked_at


@dataclass(frozen=True)
class Counts:
    """How many requests there were of late, by the person and by whoever asked."""

    person: Mapping[UUID, int]
    officer: Mapping[UUID | None, int]


def ask(session: Session, person_id: UUID, step_id: UUID, place: AskedPlace, clerk: Clerk) -> Clearance:
    """Put a request into victim services' queue."""
    made = Clearance(
        person_id=person_id,
        step_id=step_id,
        asked_at=clerk.now,
        asked_by_id=clerk.staff_id,
        asked=asdict(place),
    )
    session.add(made)
    session.flush()
    audit.record(session, "clearance.asked", clerk.staff_id, person_id)
    return made


def withdraw(session: Session, clearance: Clearance, clerk: Clerk) -> None:
    """Take back a request nobody has answered yet; it still counts."""
    if clearance.state != "asked":
        raise ConflictError("This place check is answered or taken back already. Nothing was changed.")
    clearance.withdrawn_at = clerk.now
    session.flush()
    audit.record(session, "clearance.withdrawn", clerk.staff_id, clearance.person_id)


def decide(session: Session, clearance: Clearance, outcome: str, note: str, clerk: Clerk) -> None:
    """Answer a request, or answer it anew where something has changed since; outcome: a key of OUTCOMES."""
    if clearance.state == "withdrawn":
        raise ConflictError("This request was taken back in the meantime. Nothing was changed.")
    line = {"at": clerk.now.isoformat(), "by": str(clerk.staff_id or ""), "outcome": outcome, "note": note}
    clearance.log = [*clearance.log, line]
    clearance.decided_at = clerk.now
    session.flush()
    audit.record(session, "clearance.decided", clerk.staff_id, clearance.person_id)


def get(session: Session, clearance_id: UUID) -> Clearance:
    """One request; victim services answer for everybody, so that there is no other test than their permission."""
    found = session.get(Clearance, clearance_id)
    if found is None:
        raise NotFoundError("There is no such request.")
    return found


def waiting(session: Session) -> list[Clearance]:
    """The queue: every request nobody has answered, the oldest first."""
    open_ones = select(Clearance).where(Clearance.decided_at.is_(None), Clearance.withdrawn_at.is_(None))
    return _opened(session, open_ones.order_by(Clearance.asked_at, Clearance.id))


def backlog(session: Session, now: datetime) -> float:  # noqa: ARG001 - the shape of agency.watch.metrics.Figure
    """How many requests nobody has answered yet."""
    unanswered = select(func.count()).where(Clearance.decided_at.is_(None), Clearance.withdrawn_at.is_(None))
    return float(session.scalar(unanswered) or 0)


def answered(session: Session, since: datetime) -> list[Clearance]:
    """What was answered since then, newest first."""
    found = select(Clearance).where(Clearance.decided_at >= since, Clearance.withdrawn_at.is_(None))
    return _opened(session, found.order_by(Clearance.decided_at.desc(), Clearance.id))


def of_person(session: Session, person_id: UUID) -> list[Clearance]:
    """Every request about a place of this person, newest first."""
    found = select(Clearance).where(Clearance.person_id == person_id)
    return _opened(session, found.order_by(Clearance.asked_at.desc(), Clearance.id))


def counts(session: Session, now: datetime) -> Counts:
    """How many requests there were in the last 30 days, those taken back too."""
    asked = select(Clearance.person_id, Clearance.asked_by_id).where(Clearance.asked_at > now - COUNTED)
    rows: Sequence[Any] = session.execute(asked).all()
    return Counts(Counter(row[0] for row in rows), Counter(row[1] for row in rows))


def _opened(session: Session, wanted: Any) -> list[Clearance]:  # noqa: ANN401
    options = (joinedload(Clearance.person), joinedload(Clearance.asked_by))
    found = list(session.scalars(wanted.options(*options)))
    vault: Vault = session.info["vault"]
    vault.preload(session, [each.person_id for each in found])
    return found
