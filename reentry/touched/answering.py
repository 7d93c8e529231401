"""What a member of the staff does about a touched case: takes another service instead, or asks and lets it stand."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from agency.audit import audit
from agency.errors import ConflictError
from matching import engine, weights
from matching.catalog import Catalog
from reentry.matches import matches
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.referrals import referrals
from reentry.referrals.referrals import Referral
from reentry.touched.touched import Touched, find, may_stand_in

MEANWHILE = (
    "This was decided in the meantime, or it has changed again. Nothing was changed; open the list again."
)
REPLACED = "Another service was chosen after a change in the directory."


def seen(touched: Touched) -> str:
    """What stands for all that is told of a case: when this is another, somebody would answer what they did not see."""
    return hashlib.sha256("\n".join(touched.marks).encode()).hexdigest()[:16]


def still_touched(
    session: Session, catalog: Catalog, person: Person, row_id: UUID, shown: str, now: datetime
) -> Touched:
    """The case of a step or a referral as it is now; ConflictError where it is not what was shown."""
    for each in find(session, catalog, Person.id == person.id, now).touched:
        rows: Sequence[PlanStep | Referral] = (
            (each.resting.step,) if each.resting.step else each.resting.referrals
        )
        if row_id in {row.id for row in rows} and seen(each) == shown:
            return each
    raise ConflictError(MEANWHILE)


def keep(session: Session, touched: Touched, note: str, clerk: Clerk) -> None:
    """Let it stand because somebody has asked; it is told again when something else differs."""
    answer = {
        "at": clerk.now.isoformat(),
        "by": str(clerk.staff_id or ""),
        "note": note,
        "marks": touched.marks,
    }
    step, plan = touched.resting.step, touched.resting.plan
    if step is not None and plan is not None:
        step.kept = [*step.kept, answer]
        step.enter(step.status, f"Kept after a change in the directory: {note}", clerk.staff_id, clerk.now)
        plans.noted(session, plan, step.section, clerk)
        return
    for referral in touched.resting.referrals:
        referral.kept = [*referral.kept, answer]
        session.flush()
        audit.record(session, "referral.updated", clerk.staff_id, referral.person_id, state=referral.state)


def take_instead(
    session: Session,
    touched: Touched,
    catalog: Catalog,
    service_id: UUID,
    location_id: UUID | None,
    clerk: Clerk,
) -> PlanStep:
    """Put another service in the step's place, with a draft referral; the old step stays in the plan, dropped.

    Letters to the old service that were not sent are canceled; an appointment there stays until somebody has called.
    ConflictError where the service cannot be chosen any more.
    """
    resting, person, need = touched.resting, touched.person, touched.resting.need
    old, plan = resting.step, resting.plan
    weighed = weights.current(session)
    wanted = (service_id, location_id)
    offer = next(
        (each for each in catalog.offers(need) if (each.service_id, each.location_id) == wanted), None
    )
    match = engine.judged(offer, touched.asked, need, weighed) if offer else None
    if old is None or plan is None or match is None or not may_stand_in(resting, match):
        raise ConflictError(MEANWHILE)
    _drop(session, plan, old, clerk)
    for referral in resting.referrals:
        if referral.state == "draft":
            referrals.enter(session, referral, "canceled", clerk, reason="found_other", note=REPLACED)
    taken = matches.remember(match, touched.asked, need, catalog.version, weighed)
    step = plans.add_match(session, person, need, match, taken, clerk, rank=old.rank)
    step.condition = step.condition or old.condition
    referrals.draft(session, person, service_id, location_id, need, plan.id, clerk)
    return step


def _drop(session: Session, plan: Plan, old: PlanStep, clerk: Clerk) -> None:
    old.enter("dropped", REPLACED, clerk.staff_id, clerk.now)
    plans.touch(session, plan, old.section, clerk)
