"""How many open plans and unsent letters rest on each service, for those who keep the directory."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.keys.vault import Vault
from reentry.people.people import Person
from reentry.people.records import PersonRecord
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.referrals.referrals import Referral

Row = TypeVar("Row", bound=PersonRecord)


class CaseReliance:
    """Counts over every open case, restricted ones too: their plans need a true directory as much as any.

    Only the number leaves this floor. Whoever is no longer supervised counts for nothing.
    """

    def open_plans(self, session: Session) -> Mapping[UUID, int]:
        """By service, the plans not replaced that have a live step resting on it; each plan counts once."""
        rows = (
            select(PlanStep)
            .join(PlanStep.plan)
            .join(Plan.person)
            .where(PlanStep.service_id.is_not(None), Plan.status != "replaced", Person.status != "closed")
        )
        steps = _unsealed(session, session.scalars(rows).all())
        resting = {(step.service_id, step.plan_id) for step in steps if step.service_id and step.live}
        return Counter(service_id for service_id, _ in resting)

    def unsent_letters(self, session: Session) -> Mapping[UUID, int]:
        """By service, the referrals that are still drafts."""
        rows = select(Referral).join(Referral.person).where(Person.status != "closed")
        referrals = _unsealed(session, session.scalars(rows).all())
        return Counter(each.service_id for each in referrals if each.state == "draft")


def _unsealed(session: Session, rows: Sequence[Row]) -> Sequence[Row]:
    """The same rows, their keys fetched at once."""
    vault: Vault = session.info["vault"]
    vault.preload(session, [row.person_id for row in rows])
    return rows
