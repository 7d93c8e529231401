"""Referrals: a person sent to a service, from the draft of the letter to the outcome."""

from collections.abc import Sequence
from datetime import datetime
from random import Random, SystemRandom
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, contains_eager, joinedload, mapped_column, relationship
from sqlalchemy.sql.base import ExecutableOption

from agency.access import permissions
from agency.access.permissions import Viewer
from agency.audit import audit
from agency.errors import ConflictError, DeniedError, InvalidError, NotFoundError
from agency.keys.vault import SealedField
from agency.staff.staff import Staff
from agency.tables import Base
from reentry.people.clerk import Clerk
from reentry.people.people import Person, hold
from reentry.people.records import PersonRecord
from reentry.referrals import evidence, letter_recipient
from reentry.referrals.states import DECLINE_REASONS, OUTCOMES, REASONS, STATES, TRANSITIONS
from resources.records.locations import Location
from resources.records.services import Service
from resources.records.standing import current, current_id, standing

__all__ = ["DECLINE_REASONS", "STATES", "Referral", "draft", "enter", "get", "of_person"]

# Letters and digits that are not taken for one another when read aloud or written by hand.
ALPHABET = "2346789ABCDEFGHJKMNPQRTVWXYZ"
CLOSED = ("inactive", "defunct")


class Referral(PersonRecord, Base):
    """One referral; it needs no plan: person → provider → print."""

    __tablename__ = "referral"

    service_id: Mapped[UUID] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    plan_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    # By which a reply slip finds its referral again; says nothing about the person.
    reference: Mapped[str] = mapped_column(unique=True)

    # The need it answers, a slug of resources.needs.
    need = SealedField[str]("")
    # A line of the caseworker's own for the letter.
    note = SealedField[str]("")
    appointment = SealedField[str]("")
    # Only added to: {"at", "by", "state", "reason", "note"}, oldest first.
    log = SealedField[list[dict[str, str]]]([])
    # As a step of a plan keeps what was asked about changes of the service.
    kept = SealedField[list[dict[str, Any]]]([])

    person: Mapped[Person] = relationship()
    addressed_service: Mapped[Service] = relationship()
    addressed_location: Mapped[Location | None] = relationship()
    created_by: Mapped[Staff | None] = relationship()

    @property
    def service(self) -> Service:
        """The service it is addressed to; the kept one, where that was found to be a duplicate."""
        return standing(self.addressed_service)

    @property
    def location(self) -> Location | None:
        """The place it is addressed to; the kept one, where that was found to be a duplicate."""
        return standing(self.addressed_location)

    @property
    def state(self) -> str:
        """What the last entry of the log says."""
        return self.log[-1]["state"] if self.log else "draft"

    @property
    def sent_at(self) -> datetime | None:
        """When it was last sent; None while it is a draft."""
        moments = [entry["at"] for entry in self.log if entry["state"] == "sent"]
        return datetime.fromisoformat(moments[-1]) if moments else None


def draft(
    session: Session,
    person: Person,
    service_id: UUID,
    location_id: UUID | None,
    need: str,
    plan_id: UUID | None,
    clerk: Clerk,
    dice: Random = SystemRandom(),  # noqa: B008 - holds no state of its own
) -> Referral:
    """Begin a referral, or give back the draft of the same one.

    An empty need is the first of the person's that the service meets; a place not named is the service's first.
    WithheldError where the service takes no letters or the agency refers nobody there; NotFoundError, InvalidError
    where the choice does not fit.
    """
    # Two at once wait for each other here, so that they do not make the same draft twice.
    hold(session, [person.id])
    service = _service(session, service_id)
    letter_recipient.require_open(service, person.office.day(clerk.now))
    place, answered = _place(session, service, location_id), _need(service, person, need)
    for earlier in of_person(session, person):
        there = earlier.location.id if earlier.location else None
        same = (earlier.service.id, there, earlier.need) == (service.id, place, answered)
        if same and earlier.state == "draft":
            if plan_id and earlier.plan_id is None:
                earlier.plan_id = plan_id
                audit.record(session, "referral.updated", clerk.staff_id, person.id, state="draft")
            return earlier
    made = Referral(
        person_id=person.id,
        service_id=service.id,
        location_id=place,
        plan_id=plan_id,
        created_at=clerk.now,
        created_by_id=clerk.staff_id,
        reference=_reference(session, dice),
    )
    made.need = answered
    made.log = [_entry("draft", clerk)]
    session.add(made)
    session.flush()
    audit.record(session, "referral.created", clerk.staff_id, person.id, referral_id=str(made.id))
    return made


def of_person(session: Session, person: Person) -> list[Referral]:
    """The person's referrals, newest first."""
    rows = select(Referral).where(Referral.person_id == person.id)
    return list(session.scalars(rows.order_by(Referral.created_at.desc(), Referral.id)))


def get(session: Session, viewer: Viewer, permission: str, referral_id: UUID) -> Referral:
    """One referral, if this viewer may open its person's; otherwise it reads as if there were none."""
    found = session.get(Referral, referral_id)
    if found is None:
        raise NotFoundError("There is no such record, or it is not one you may open.")
    if not permissions.allowed(viewer, permission, found.person):
        raise DeniedError(permission, found.person_id)
    return found


def reachable(session: Session, viewer: Viewer, permission: str = "referral.write") -> Sequence[Referral]:
    """Every referral of the people this viewer may see, oldest first, with their keys fetched at once."""
    reach = permissions.reachable(viewer, permission, Person)
    rows = select(Referral).join(Referral.person).where(reach, Person.status != "closed")
    found = session.scalars(rows.order_by(Referral.created_at, Referral.id).options(*_for_a_list())).all()
    session.info["vault"].preload(session, [each.person_id for each in found])
    return found


def enter(
    session: Session, referral: Referral, state: str, clerk: Clerk, reason: str = "", note: str = ""
) -> None:
    """Add the next state to the referral's log.

    ConflictError where it cannot follow the present one; InvalidError where it needs a reason of its list.
    """
    if state not in TRANSITIONS[referral.state]:
        now, then = STATES[referral.state].lower(), STATES.get(state, state).lower()
        raise ConflictError(f"This referral is “{now}”; it cannot become “{then}”. Nothing was changed.")
    reasons = REASONS.get(state, {})
    if (reasons or reason) and reason not in reasons:
        raise InvalidError("Please correct the marked fields.", {"reason": ["Choose the reason."]})
    referral.log = [*referral.log, _entry(state, clerk, reason, note)]
    if state in OUTCOMES:
        evidence.count(session, referral.service_id, state)
    session.flush()
    audit.record(session, "referral.updated", clerk.staff_id, referral.person_id, state=state)


def change(
    session: Session, referral: Referral, clerk: Clerk, location_id: UUID | None, appointment: str, note: str
) -> None:
    """Change what a draft's letter says; ConflictError once it was sent."""
    if referral.state != "draft":
        raise ConflictError("This letter was sent; what it said stays as it is. Draft a new one.")
    referral.location_id = _place(session, referral.service, location_id)
    referral.appointment, referral.note = appointment.strip(), note.strip()
    session.flush()
    session.expire(referral, ["addressed_location"])
    audit.record(session, "referral.updated", clerk.staff_id, referral.person_id, state="draft")


def _for_a_list() -> tuple[ExecutableOption, ...]:
    """What a list of referrals shows, fetched at once; made when asked for, when every table is known."""
    return (
        contains_eager(Referral.person).joinedload(Person.office),
        joinedload(Referral.addressed_service).joinedload(Service.organization),
        joinedload(Referral.addressed_service).selectinload(Service.needs),
        joinedload(Referral.addressed_service).selectinload(Service.requirements),
    )


def _service(session: Session, service_id: UUID) -> Service:
    service = current(session, Service, service_id)
    if service is None or not service.listed():
        raise NotFoundError("There is no such service in the directory, or it is held back.")
    letter_recipient.require_letters(service)
    if service.status in CLOSED:
        raise InvalidError("This service is closed.", {"service_id": ["This service is closed."]})
    return service


def _place(session: Session, service: Service, location_id: UUID | None) -> UUID | None:
    places = {at.location_id: at.location.name for at in service.at_locations}
    if location_id is None:
        return min(places, key=lambda place: (places[place], str(place)), default=None)
    location_id = current_id(session, Location, location_id)
    if location_id not in places:
        raise InvalidError(
            "This service is not given there.", {"location_id": ["Choose one of the service's places."]}
        )
    return location_id


def _need(service: Service, person: Person, need: str) -> str:
    met = [each.need for each in sorted(service.needs, key=lambda each: not each.main)]
    wanted = [each.need for each in person.needs if each.need in met]
    if not need:
        return (wanted or met or ["other"])[0]
    if met and need not in met:
        raise InvalidError(
            "This service is not recorded for that need.", {"need": [f"It meets: {', '.join(met)}."]}
        )
    return need


def _entry(state: str, clerk: Clerk, reason: str = "", note: str = "") -> dict[str, str]:
    by = str(clerk.staff_id or "")
    return {"at": clerk.now.isoformat(), "by": by, "state": state, "reason": reason, "note": note}


def _reference(session: Session, dice: Random) -> str:
    while True:
        code = "-".join("".join(dice.choices(ALPHABET, k=4)) for _ in range(2))
        if session.scalar(select(Referral.id).where(Referral.reference == code)) is None:
            return code
