"""Changing a plan by hand: a section's text, a step, its status, a reason for what stays open, submission."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from agency.errors import ConflictError, InvalidError, NotFoundError
from agency.staff.staff import Staff
from reentry.people.clerk import Clerk
from reentry.plans import plans, sections
from reentry.plans.coverage import Gap, gaps, items
from reentry.plans.plans import Plan
from reentry.plans.sections import Section
from reentry.plans.steps import PlanStep

MEANWHILE = "Somebody else changed this in the meantime. Nothing was overwritten; what you typed is below."


def section_of(plan: Plan, slug: str) -> Section:
    """A section of the plan; NotFoundError where a plan of this kind has none of the name."""
    section = sections.find(plan.kind, slug)
    if section is None:
        raise NotFoundError("This plan has no such section.")
    return section


def step_of(plan: Plan, step_id: UUID) -> PlanStep:
    """A step of the plan."""
    step = next((each for each in plan.steps if each.id == step_id), None)
    if step is None:
        raise NotFoundError("This plan has no such step.")
    return step


def write(session: Session, plan: Plan, section: Section, text: str, version: int, clerk: Clerk) -> None:
    """Save a section's text; ConflictError where it was saved since the version that was opened."""
    if version != plan.text_version(section.slug):
        raise ConflictError(MEANWHILE)
    if text == plan.text_of(section.slug):
        return
    plan.sections = {**plan.sections, section.slug: {"text": text, "version": version + 1}}
    plans.touch(session, plan, section.slug, clerk)


def add_step(
    session: Session, plan: Plan, section: Section, values: Mapping[str, Any], clerk: Clerk
) -> PlanStep:
    """Add a step of somebody's own to a section."""
    step = plan.add(PlanStep())
    step.section = section.slug
    _fill(step, values)
    step.enter("planned", "", clerk.staff_id, clerk.now)
    plans.touch(session, plan, section.slug, clerk)
    return step


def change_step(
    session: Session, plan: Plan, step: PlanStep, values: Mapping[str, Any], version: int, clerk: Clerk
) -> None:
    """Change what a step says; ConflictError where it was saved since the version that was opened."""
    if version != step.version:
        raise ConflictError(MEANWHILE)
    _fill(step, values)
    plans.touch(session, plan, step.section, clerk)


def log_step(session: Session, plan: Plan, step: PlanStep, status: str, note: str, clerk: Clerk) -> None:
    """Add a line to a step's status log. Progress is no change of the plan: a submitted one stays submitted."""
    step.enter(status, note, clerk.staff_id, clerk.now)
    plans.noted(session, plan, step.section, clerk)


def waive(session: Session, plan: Plan, key: str, reason: str, clerk: Clerk) -> Section:
    """Leave a condition, a need or a section open, with the reason; an empty reason takes the waiver back.

    Returns the section it belongs to; InvalidError where it may not stay open.
    """
    section = _waivable(plan, key)
    if section is None:
        raise InvalidError("This cannot be left open.", {"reason": ["This cannot be left open."]})
    kept = {each: waiver for each, waiver in plan.waivers.items() if each != key}
    if reason:
        line = {"reason": reason, "at": clerk.now.isoformat(), "by": str(clerk.staff_id or "")}
        kept[key] = line
    plan.waivers = kept
    plans.touch(session, plan, section.slug, clerk)
    return section


def submit(session: Session, plan: Plan, reasons: Mapping[str, str], clerk: Clerk) -> list[Gap]:
    """Submit the plan; each gap needs a reason under its key. Returns the gaps that still lack one, if any.

    Where some do, nothing is submitted.
    """
    if plan.status != "draft":
        raise ConflictError("This plan is submitted already.")
    unexplained = [gap for gap in gaps(plan) if not (gap.waivable and reasons.get(gap.key, "").strip())]
    if unexplained:
        return unexplained
    for gap in gaps(plan):
        waive(session, plan, gap.key, reasons[gap.key].strip(), clerk)
    plans.set_status(plan, "submitted", "", clerk)
    plans.noted(session, plan, "submission", clerk)
    return []


def typed(step: PlanStep) -> dict[str, object]:
    """The answers of the step's form as the step has them."""
    answers = f"need:{step.need}" if step.need else f"condition:{step.condition}" if step.condition else ""
    return {
        **{name: getattr(step, name) for name in ("title", "note", "owner", "rank", "version")},
        "due": step.due.isoformat() if step.due else "",
        "answers": answers,
    }


def log_of(session: Session, step: PlanStep) -> list[dict[str, str]]:
    """The status log, newest first, with the names of who entered it."""
    return [{**line, "name": _name(session, line["by"])} for line in reversed(step.log)]


def _name(session: Session, staff_id: str) -> str:
    staff = session.get(Staff, UUID(staff_id)) if staff_id else None
    return staff.name if staff else ""


def _fill(step: PlanStep, values: Mapping[str, Any]) -> None:
    due: date | None = values.get("due")
    step.due = due
    for name in ("title", "note", "owner", "need", "condition", "rank"):
        setattr(step, name, values.get(name, ""))


def _waivable(plan: Plan, key: str) -> Section | None:
    """The section of what may stay open with a reason; None for what may not."""
    item = next((each for each in items(plan) if each.key == key), None)
    if item is not None:
        return item.section
    section = sections.find(plan.kind, key.removeprefix("section:"))
    return section if section is not None and section.waivable else None
