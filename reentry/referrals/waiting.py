"""The caseworker's desk: letters to print, answers waiting, and providers that owe one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.access.permissions import Viewer
from reentry.consents import disclosure
from reentry.consents.consents import Consent
from reentry.referrals import business_days, referrals
from reentry.referrals.letter_content import NO_ANSWER
from reentry.referrals.letter_recipient import recipient_of
from reentry.referrals.referrals import Referral
from reentry.referrals.states import AWAITING


@dataclass(frozen=True)
class Waiting:
    """A referral that an answer is awaited to: since when, due when, and the day after which none will come."""

    referral: Referral
    sent: date
    due: date
    latest: date


@dataclass(frozen=True)
class Desk:
    """What there is to do today: drafts to print, answers not yet due, and those overdue by provider, oldest first."""

    to_print: Sequence[Referral]
    waiting: Sequence[Waiting]
    overdue: dict[str, list[Waiting]]

    @property
    def overdue_count(self) -> int:
        """How many answers are overdue."""
        return sum(map(len, self.overdue.values()))


def desk(session: Session, viewer: Viewer, today: date) -> Desk:
    """The desk of a viewer: every open referral of the people this viewer may refer."""
    found = referrals.reachable(session, viewer)
    held = _consents(session, {each.person_id for each in found})
    awaited = [
        _waiting(each)
        for each in found
        if each.state in AWAITING and awaits_answer(each, held.get(each.person_id, ()), today)
    ]
    awaited.sort(key=lambda each: each.due)
    overdue: dict[str, list[Waiting]] = {}
    for each in awaited:
        if each.due < today:
            overdue.setdefault(each.referral.service.organization.name, []).append(each)
    return Desk(
        to_print=[each for each in found if each.state == "draft"],
        waiting=[each for each in awaited if each.due >= today],
        overdue=overdue,
    )


def awaits_answer(referral: Referral, consents: Iterable[Consent], on: date) -> bool:
    """Whether the provider may be asked for an answer at all; without the release it needs, nobody is chased."""
    if referral.need in NO_ANSWER:
        return False
    recipient = recipient_of(referral.service, referral.need)
    return disclosure.answer_allowed(recipient.kind, consents, recipient.organization_id, on)


def _waiting(referral: Referral) -> Waiting:
    office = referral.person.office
    moment = referral.sent_at or referral.created_at
    sent = office.day(moment)
    return Waiting(
        referral,
        sent,
        business_days.after(sent, business_days.ANSWER_DUE, office.state),
        business_days.after(sent, business_days.ANSWER_LATEST, office.state),
    )


def _consents(session: Session, person_ids: set[UUID]) -> dict[UUID, list[Consent]]:
    held: dict[UUID, list[Consent]] = {}
    for consent in session.scalars(select(Consent).where(Consent.person_id.in_(person_ids))):
        held.setdefault(consent.person_id, []).append(consent)
    return held
