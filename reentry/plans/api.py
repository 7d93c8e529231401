"""Plans for programs: a person's plans, drafting one, and one plan with its sections and steps."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import fields, validate
from sqlalchemy import select

from agency.edge.api import AnswerSchema, ApiArea, NothingSchema
from agency.edge.request import unit, viewer
from agency.edge.trail import read_recorded
from reentry.desk.request import clerk, today
from reentry.matches.views import index
from reentry.people import people, sensitive
from reentry.plans import draft as plan_draft
from reentry.plans import plans, sections
from reentry.plans import steps as plan_steps
from reentry.plans.coverage import State, section_gaps, state
from reentry.plans.page import told_items, told_steps
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.plans.views import screen, shown

area = ApiArea("api_plans", __name__, "Release plans and support plans")


# What a list tells of a plan.
ROW = ("id", "person_id", "kind", "status", "created_at", "changed_at")


class PlanRowSchema(AnswerSchema):
    """One plan as a list tells of it."""

    id = fields.UUID()
    person_id = fields.UUID()
    kind = fields.String(validate=validate.OneOf(list(plans.KINDS)))
    status = fields.String(validate=validate.OneOf(list(plans.STATUSES)))
    created_at = fields.AwareDateTime()
    changed_at = fields.AwareDateTime()


class PlansSchema(AnswerSchema):
    """A person's plans, newest first."""

    plans = fields.List(fields.Nested(PlanRowSchema))


class PlanSectionSchema(AnswerSchema):
    """One section: how far it is, what was written, what is missing in words."""

    section = fields.String()
    title = fields.String()
    state = fields.Enum(State, by_value=True)
    text = fields.String()
    missing = fields.List(fields.String())


class StepLogSchema(AnswerSchema):
    """One line of a step's log; by is a staff member's id."""

    at = fields.String()
    by = fields.String()
    status = fields.String(validate=validate.OneOf(list(plan_steps.STATUSES)))
    note = fields.String()


class PlanStepSchema(AnswerSchema):
    """One step: what is to happen, by whom, by when, and which service it rests on."""

    id = fields.UUID()
    section = fields.String()
    need = fields.String()
    condition = fields.String(metadata={"description": "the id of the condition it answers"})
    title = fields.String()
    note = fields.String()
    owner = fields.String(validate=validate.OneOf(list(plan_steps.OWNERS)))
    rank = fields.String(validate=validate.OneOf(["", *plan_steps.RANKS]))
    due = fields.Date(allow_none=True)
    status = fields.String(validate=validate.OneOf(list(plan_steps.STATUSES)))
    service_id = fields.UUID(allow_none=True)
    location_id = fields.UUID(allow_none=True)
    organization = fields.String(allow_none=True)
    service = fields.String(allow_none=True)
    log = fields.List(fields.Nested(StepLogSchema))


class PlanSchema(PlanRowSchema):
    """One plan with its sections in order and its steps."""

    sections = fields.List(
        fields.Nested(PlanSectionSchema),
        metadata={
            "description": "without those about health and treatment for a role that is not shown them"
        },
    )
    steps = fields.List(
        fields.Nested(PlanStepSchema),
        metadata={"description": "likewise; what was written by hand is empty for such a role"},
    )
    not_shown = fields.String(
        metadata={"description": "what this role is not shown, in words; empty where it is shown all"}
    )


@area.operation("/people/<uuid:person_id>/plans", "plan.read", gives=PlansSchema)
def list_plans(person_id: UUID) -> dict[str, Any]:
    """A person's plans, newest first."""
    person = people.get(unit(), viewer(), "plan.read", person_id)
    read_recorded("person.read", person.id, page="api")
    found = select(Plan).where(Plan.person_id == person.id).order_by(Plan.created_at.desc(), Plan.id)
    return {"plans": unit().scalars(found).all()}


@area.operation(
    "/people/<uuid:person_id>/plans",
    "plan.edit",
    "POST",
    takes=NothingSchema(),
    gives=PlanSchema,
    status=201,
    or_status=200,
)
def build_plan(_nothing: object, person_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Draft the person's plan, or add to the live one what is missing (200)."""
    person = people.get(unit(), viewer(), "plan.edit", person_id)
    status = 201 if plans.live(unit(), person) is None else 200
    plan = plan_draft.build(unit(), person, clerk(), today(), index())
    unit().flush()
    read_recorded("person.read", person.id, page="api")
    return _told(plan), status, {"Location": url_for("api_plans.read_plan", plan_id=plan.id)}


@area.operation("/plans/<uuid:plan_id>", "plan.read", gives=PlanSchema)
def read_plan(plan_id: UUID) -> dict[str, Any]:
    """One plan with its sections and steps."""
    plan = plans.get(unit(), viewer(), "plan.read", plan_id)
    read_recorded("person.read", plan.person_id, page="api")
    return _told(plan)


def _told(plan: Plan) -> dict[str, Any]:
    copy = screen(plan)
    known = told_items(plan, copy)
    return {
        **{name: getattr(plan, name) for name in ROW},
        "not_shown": "" if copy.sensitive else sensitive.NOT_SHOWN,
        "sections": [
            {
                "section": each.slug,
                "title": each.title,
                "state": state(plan, each, known),
                "text": plan.text_of(each.slug) if copy.sensitive else "",
                "missing": [gap.words for gap in section_gaps(plan, each, known)],
            }
            for each in sections.spine(plan.kind)
            if shown(each, copy)
        ],
        "steps": [_step(step, by_hand=copy.sensitive) for step in told_steps(plan, copy)],
    }


def _step(step: PlanStep, *, by_hand: bool) -> dict[str, Any]:
    names = ("id", "section", "need", "condition", "title", "owner", "rank", "due", "status")
    return {
        **{name: getattr(step, name) for name in names},
        "note": step.note if by_hand else "",
        "log": [line if by_hand else {**line, "note": ""} for line in step.log],
        "service_id": step.service_id,
        "location_id": step.location_id,
        "organization": step.service.organization.name if step.service else None,
        "service": step.service.name if step.service else None,
    }
