"""Plans: the release plan that a board decides on, and the support plan that a court follows."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, and_, or_, select
from sqlalchemy.orm import Mapped, Session, joinedload, mapped_column, relationship, selectinload

from agency.access.permissions import Viewer
from agency.audit import audit
from agency.errors import NotFoundError
from agency.keys.vault import SealedField
from agency.tables import Base
from matching.engine import Match
from reentry.people import people
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.people.records import PersonRecord
from reentry.plans import sections
from reentry.plans.path import KIND_OF_PLAN, due_for
from reentry.plans.standards import SUBMISSION
from reentry.plans.steps import PlanStep
from reentry.plans.usual_steps import NEED_STEPS, NO_HOME

KINDS = {"release": "Release plan", "support": "Support plan"}
STATUSES = {"draft": "Draft", "submitted": "Submitted", "approved": "Approved", "replaced": "Replaced"}
# How far the step of submitting a plan is by the plan's status.
SUBMITTING = {"draft": "planned", "submitted": "met", "approved": "met"}


class Plan(PersonRecord, Base):
    """One plan of one person: sections with text, steps with owners and dates."""

    __tablename__ = "plan"

    # release for parole, support for probation.
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(default="draft")
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    # Section slug → {"text": …, "version": saves so far}; what is absent has not been written yet.
    sections = SealedField[dict[str, dict[str, Any]]]({})
    # What is left open with a reason: "section:…", "need:…" or "condition:…" → {"reason", "at", "by"}.
    waivers = SealedField[dict[str, dict[str, str]]]({})
    # Only added to: {"at", "by", "status", "note"}, oldest first.
    log = SealedField[list[dict[str, str]]]([])

    person: Mapped[Person] = relationship()
    steps: Mapped[list[PlanStep]] = relationship(back_populates="plan", order_by=PlanStep.position)

    __mapper_args__ = {"version_id_col": version}

    def text_of(self, slug: str) -> str:
        """What was written in a section."""
        return str(self.sections.get(slug, {}).get("text", ""))

    def text_version(self, slug: str) -> int:
        """How often a section's text was saved."""
        return int(self.sections.get(slug, {}).get("version", 0))

    def add(self, step: PlanStep) -> PlanStep:
        """Put a step at the end."""
        step.person_id = self.person_id
        step.position = max((each.position for each in self.steps), default=-1) + 1
        self.steps.append(step)
        return step


def live(session: Session, person: Person) -> Plan | None:
    """The person's plan that is worked on or stands; one for each person and kind."""
    wanted = select(Plan).where(
        Plan.person_id == person.id, Plan.kind == KIND_OF_PLAN[person.kind], Plan.status != "replaced"
    )
    return session.scalars(wanted.order_by(Plan.created_at.desc())).first()


def live_of(session: Session, person_ids: Sequence[UUID]) -> dict[UUID, Plan]:
    """The live plan of each of these people who has one, with its steps, in a few questions for all of them."""
    wanted = (
        select(Plan)
        .where(Plan.person_id.in_(person_ids), Plan.status != "replaced")
        .order_by(Plan.created_at)
        .options(selectinload(Plan.steps).joinedload(PlanStep.chosen_service), joinedload(Plan.person))
    )
    found = session.scalars(wanted).unique()
    return {plan.person_id: plan for plan in found if plan.kind == KIND_OF_PLAN[plan.person.kind]}


def is_live() -> ColumnElement[bool]:
    """The same as a condition on Plan joined with Person: not replaced, and of the kind the person has now."""
    kinds = (and_(Person.kind == kind, Plan.kind == of) for kind, of in KIND_OF_PLAN.items())
    return and_(Plan.status != "replaced", or_(*kinds))


def standing_of(session: Session, some: Sequence[Person]) -> dict[UUID, Plan]:
    """The live plan of each of these people who has one, without the steps, which are fetched where they are read."""
    wanted = select(Plan).where(Plan.person_id.in_([each.id for each in some]), Plan.status != "replaced")
    kinds = {each.id: KIND_OF_PLAN[each.kind] for each in some}
    found = session.scalars(wanted.order_by(Plan.created_at))
    return {plan.person_id: plan for plan in found if plan.kind == kinds[plan.person_id]}


def begin(session: Session, person: Person, clerk: Clerk) -> Plan:
    """The person's live plan, or a new draft where there is none."""
    plan = live(session, person)
    if plan is not None:
        return plan
    kind = KIND_OF_PLAN[person.kind]
    plan = Plan(
        person_id=person.id,
        kind=kind,
        created_at=clerk.now,
        created_by_id=clerk.staff_id,
        changed_at=clerk.now,
    )
    session.add(plan)
    session.flush()
    audit.record(session, "plan.created", clerk.staff_id, person.id, kind=kind)
    return plan


def get(session: Session, viewer: Viewer, permission: str, plan_id: UUID) -> Plan:
    """One plan, if this viewer may; otherwise it reads as if there were none."""
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise NotFoundError("There is no such record, or it is not one you may open.")
    people.get(session, viewer, permission, plan.person_id)
    return plan


def touch(session: Session, plan: Plan, section: str, clerk: Clerk) -> None:
    """Write down that a section was changed; a plan already submitted is a draft again (Utah R671)."""
    if plan.status != "draft":
        set_status(plan, "draft", "Changed after it was submitted.", clerk)
    noted(session, plan, section, clerk)


def noted(session: Session, plan: Plan, section: str, clerk: Clerk) -> None:
    """Write down that something was entered in a section; the plan keeps its status."""
    plan.changed_at = clerk.now
    session.flush()
    audit.record(session, "plan.updated", clerk.staff_id, plan.person_id, section=section)


def set_status(plan: Plan, status: str, note: str, clerk: Clerk) -> None:
    """Move the plan to another status and add the line to its log; the step of submitting it follows."""
    plan.status = status
    reached = SUBMITTING.get(status)
    for step in plan.steps:
        if reached and step.code == SUBMISSION and step.live and step.status != reached:
            step.enter(reached, note or STATUSES[status], clerk.staff_id, clerk.now)
    line = {"at": clerk.now.isoformat(), "by": str(clerk.staff_id or ""), "status": status, "note": note}
    plan.log = [*plan.log, line]


def add_match(
    session: Session,
    person: Person,
    need: str,
    match: Match,
    snapshot: Mapping[str, Any],
    clerk: Clerk,
    rank: str = "",
) -> PlanStep:
    """Put a chosen service into the person's plan, which is begun where there is none; rank as for choice().

    Chosen twice it stands once. What was only proposed for the same need (and rank) gives way to it.
    """
    plan = begin(session, person, clerk)
    offer = match.offer
    step = find_choice(plan, need, offer.service_id, offer.location_id)
    if step is None:
        step = choice(plan, need, match, snapshot, today_of(person, clerk.now), rank)
    elif step.status != "proposed" and rank in ("", step.rank):
        return step
    if offer.residential:
        step.rank = rank or step.rank
    if step.status != "planned":
        step.enter("planned", "", clerk.staff_id, clerk.now)
    _give_way(plan, step, clerk)
    touch(session, plan, step.section, clerk)
    return step


def chosen(session: Session, person: Person, need: str) -> list[PlanStep]:
    """The live steps of the person's plan that rest on a service for this need, proposals included."""
    plan = live(session, person)
    return (
        [step for step in plan.steps if step.live and step.need == need and step.service_id] if plan else []
    )


def find_choice(plan: Plan, need: str, service_id: UUID | None, location_id: UUID | None) -> PlanStep | None:
    """The live step that rests on this service at this place, for this need, by whichever of their ids."""
    wanted = (need, (service_id, location_id))
    return next((step for step in plan.steps if step.live and (step.need, step.rests_on) == wanted), None)


def choice(
    plan: Plan, need: str, match: Match, snapshot: Mapping[str, Any], today: date, rank: str = ""
) -> PlanStep:
    """A new step that rests on a service; unless rank says otherwise the first residence chosen is the primary one.

    What answers the need for housing without a home, such as a letter for the landlord, has no rank.
    """
    is_home = need == "housing" and match.offer.residential
    usual = NO_HOME if need == "housing" and not is_home else NEED_STEPS[need]
    step = PlanStep(
        service_id=match.offer.service_id,
        location_id=match.offer.location_id,
        due=due_for(plan.person, usual.before, usual.within, today),
    )
    step.need, step.section = need, sections.of_need(plan.kind, need).slug
    step.title, step.owner, step.snapshot = usual.title, usual.owner, dict(snapshot)
    if is_home:
        step.rank = rank or free_rank(plan)
    return plan.add(step)


def ranked(plan: Plan, rank: str) -> PlanStep | None:
    """The live residence of this rank."""
    return next((step for step in plan.steps if step.live and step.rank == rank), None)


def free_rank(plan: Plan) -> str:
    """Primary until somebody has settled on a primary residence, then backup."""
    primary = ranked(plan, "primary")
    return "backup" if primary and not primary.stands_in else "primary"


def propose(
    session: Session,
    person: Person,
    need: str,
    match: Match,
    snapshot: Mapping[str, Any],
    clerk: Clerk,
    why: str,
) -> PlanStep:
    """Put a service into the person's plan as a proposal with its reason; one that was chosen already stays chosen.

    What was only proposed before for the same need (for housing: as primary residence) gives way to it.
    """
    plan = begin(session, person, clerk)
    rank = "primary" if need == "housing" and match.offer.residential else ""
    step = find_choice(plan, need, match.offer.service_id, match.offer.location_id)
    if step is None:
        step = choice(plan, need, match, snapshot, today_of(person, clerk.now), rank)
    elif not step.stands_in:
        return step
    step.rank = rank
    step.enter("proposed", why, clerk.staff_id, clerk.now)
    _give_way(plan, step, clerk)
    touch(session, plan, step.section, clerk)
    return step


def _give_way(plan: Plan, step: PlanStep, clerk: Clerk) -> None:
    for other in plan.steps:
        if other is step or not other.live or (other.need, other.rank) != (step.need, step.rank):
            continue
        if other.stands_in:
            other.enter("dropped", "Another service was chosen.", clerk.staff_id, clerk.now)
        elif other.rank == "primary":
            other.rank = "backup"


def today_of(person: Person, now: datetime) -> date:
    """The date at the person's office."""
    return person.office.day(now)
