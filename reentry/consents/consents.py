"""Consents: what a person allows to be told, to whom, for what, and until when (42 CFR 2.31)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, and_, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from agency.audit import audit
from agency.errors import ConflictError, InvalidError
from agency.keys.vault import SealedField
from agency.languages import WRITTEN_IN, to_translate
from agency.tables import Base
from reentry.people.clerk import Clerk
from reentry.people.records import PersonRecord
from resources.records.organizations import Organization
from resources.records.services import Service

if TYPE_CHECKING:
    from reentry.people.people import Person

# Recipients that are in no directory.
BODIES = {"board": to_translate("Board"), "court": to_translate("Court")}
STANDINGS = {"live": "Live", "not_yet": "Not signed yet", "expired": "Expired", "revoked": "Revoked"}


class Consent(PersonRecord, Base):
    """One signed consent; live from the day it was signed until it expires or is revoked."""

    __tablename__ = "consent"

    # The organization that may be told; empty for a recipient outside the directory, such as a board or a court.
    organization_id: Mapped[UUID | None] = mapped_column(ForeignKey("organization.id"))
    signed_on: Mapped[date]
    expires_on: Mapped[date]
    revoked_on: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))

    # Who may be told where it is no organization of the directory: board, court.
    body = SealedField[str]("")
    # What may be told: slugs of reentry.consents.disclosure.SCOPES.
    scope = SealedField[list[str]]([])
    purpose = SealedField[str]("")
    # Releases run both ways: whether the recipient may answer.
    answer_allowed = SealedField[bool](False)
    # The managing official who approved it, where the case record is in its scope (Maryland CS §3-602).
    approved_by = SealedField[str]("")
    # In which language the person read and signed it.
    language = SealedField[str](WRITTEN_IN)

    organization: Mapped[Organization | None] = relationship()
    person: Mapped["Person"] = relationship()

    def is_live(self, on: date) -> bool:
        """Whether it may be relied on that day; the day it expires on is its last."""
        return self.signed_on <= on <= self.expires_on and (self.revoked_on is None or on < self.revoked_on)

    def standing(self, on: date) -> str:
        """How it stands that day: a key of STANDINGS."""
        if self.revoked_on is not None and self.revoked_on <= on:
            return "revoked"
        if on < self.signed_on:
            return "not_yet"
        return "live" if on <= self.expires_on else "expired"

    @property
    def recipient(self) -> str:
        """Who may be told, by name."""
        return self.organization.name if self.organization else BODIES.get(self.body, self.body)


@dataclass(frozen=True)
class Terms:
    """What a person signs: what one recipient (an organization or a body) may be told, for what, until when.

    language: of agency.languages, in which the form is read and signed.
    """

    scope: Sequence[str]
    purpose: str
    signed_on: date
    expires_on: date
    organization_id: UUID | None = None
    body: str = ""
    answer_allowed: bool = False
    approved_by: str = ""
    language: str = WRITTEN_IN


def of_person(session: Session, person: "Person") -> list[Consent]:
    """The person's consents, newest first."""
    rows = select(Consent).where(Consent.person_id == person.id)
    return list(
        session.scalars(rows.order_by(Consent.signed_on.desc(), Consent.recorded_at.desc(), Consent.id))
    )


def record(session: Session, person: "Person", terms: Terms, clerk: Clerk, today: date) -> Consent:
    """Record a consent that was signed on paper; InvalidError says, by field, what no consent may be."""
    _check(session, terms, today)
    made = Consent(
        person_id=person.id,
        organization_id=terms.organization_id,
        signed_on=terms.signed_on,
        expires_on=terms.expires_on,
        recorded_at=clerk.now,
        recorded_by_id=clerk.staff_id,
    )
    made.body, made.scope, made.purpose = terms.body, list(terms.scope), terms.purpose
    made.answer_allowed, made.approved_by = terms.answer_allowed, terms.approved_by
    made.language = terms.language
    session.add(made)
    session.flush()
    audit.record(session, "consent.given", clerk.staff_id, person.id, consent_id=str(made.id))
    return made


def recipient(session: Session, organization_id: UUID) -> Organization | None:
    """An organization that a consent may name; none where every service of it is held back or for survivors."""
    return session.scalar(select(Organization).where(Organization.id == organization_id, written_to()))


def written_to() -> ColumnElement[bool]:
    """Which organizations are written to at all, as a condition on a list."""
    return Organization.services.any(and_(Service.listed(), Service.victim_services.is_(False)))


def revoke(session: Session, consent: Consent, clerk: Clerk, on: date) -> None:
    """End a consent from that day on; ConflictError where it was revoked already."""
    if consent.revoked_on is not None:
        raise ConflictError("This consent was revoked before. Nothing was changed.")
    consent.revoked_on = on
    session.flush()
    audit.record(session, "consent.revoked", clerk.staff_id, consent.person_id, consent_id=str(consent.id))


def _check(session: Session, terms: Terms, today: date) -> None:
    errors: dict[str, list[str]] = {}
    if bool(terms.organization_id) == bool(terms.body):
        errors["organization_id"] = ["Name one recipient: an organization, or the board or court."]
    elif terms.organization_id and recipient(session, terms.organization_id) is None:
        errors["organization_id"] = ["There is no such organization in the directory."]
    if not terms.scope:
        errors["scope"] = ["Choose what may be told."]
    if terms.signed_on > today:
        errors["signed_on"] = ["A consent counts once it is signed; this day lies ahead."]
    if terms.expires_on < terms.signed_on:
        errors["expires_on"] = ["It cannot end before it was signed."]
    if "case_record" in terms.scope and not terms.approved_by:
        errors["approved_by"] = [
            "For the case record, name the managing official who approved it (CS §3-602)."
        ]
    if errors:
        raise InvalidError("Please correct the marked fields.", errors)
