"""Consents signed under another name: the record they name was found to be another's, or was given another name.

A consent names its recipient in writing (42 CFR 2.31), and what a person signed is not widened by what a coordinator
finds out about the directory later: on a consent that names a merged record nothing is told to the kept one. The
person is asked once, by the same form with the name that holds now. A record that was only given another name is the
recipient it was, so its consents hold; under which name they were signed is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from reentry.consents.consents import Consent, recipient
from reentry.consents.disclosure import covers
from resources.changes import editing
from resources.records.organizations import Organization
from resources.records.standing import standing


@dataclass(frozen=True)
class OldName:
    """What a consent calls its recipient, and the record that stands for it now.

    relied_on: the recipient is the same record, so the consent holds; renewed: all it covers was signed for again;
    open: the record may be named, and a consent may name it.
    """

    consent: Consent
    name: str
    now: Organization
    relied_on: bool
    renewed: bool
    open: bool

    @property
    def now_called(self) -> str:
        """What the directory calls the recipient now; of one that nobody is written to, nothing."""
        return f"“{self.now.name}”" if self.open else "another provider’s record"

    @property
    def to_ask(self) -> bool:
        """Whether the person would have to sign once more before anything is told on it."""
        return not self.relied_on and not self.renewed and self.open


def old_names(session: Session, held: Iterable[Consent], on: date) -> Mapping[UUID, OldName]:
    """By consent, those that name their recipient otherwise than the directory does now; held: all of a person's."""
    every = list(held)
    found = {each.id: _old_name(session, each, every, on) for each in every if each.organization}
    return {own: told for own, told in found.items() if told is not None}


def _old_name(session: Session, consent: Consent, every: Iterable[Consent], on: date) -> OldName | None:
    named, now = consent.organization, standing(consent.organization)
    if named is None or now is None:
        return None
    name, same = _name_on(session, named, consent.recorded_at), now.id == named.id
    if same and name == now.name:
        return None
    renewed = not same and all(covers(every, now.id, scope, on) for scope in consent.scope)
    return OldName(consent, name, now, same, renewed, same or recipient(session, now.id) is not None)


def _name_on(session: Session, organization: Organization, moment: datetime) -> str:
    """What an organization was called at a moment."""
    later = [
        change
        for change in editing.history(session, organization.id, "name")
        if change.decided_at is not None and change.decided_at > moment and change.state == "in_force"
    ]
    first = min(later, key=lambda change: change.decided_at or moment, default=None)
    return str(first.fields["name"]["before"]) if first else organization.name
