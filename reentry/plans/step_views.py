"""The page of one step: what it says, how far it is and what was entered of it before."""

from collections.abc import Mapping
from uuid import UUID

from flask import Response, make_response, render_template, request

from agency.edge.forms import errors_of, load
from agency.edge.request import unit, viewer
from agency.edge.trail import forbid, read_recorded
from agency.errors import ConflictError
from reentry.desk.request import clerk, today
from reentry.people import sensitive
from reentry.plans import editing as plan_editing
from reentry.plans import place_checks, plans
from reentry.plans.forms import LogForm, StepForm
from reentry.plans.page import told_steps
from reentry.plans.plans import Plan
from reentry.plans.views import WORDS, address_name, answers, area, saved, screen


@area.page("/plans/<uuid:plan_id>/steps/<uuid:step_id>", "plan.read")
def show_step(plan_id: UUID, step_id: UUID) -> str:
    """One step, with its status log."""
    return _step_page(plans.get(unit(), viewer(), "plan.read", plan_id), step_id)


@area.page("/plans/<uuid:plan_id>/steps/<uuid:step_id>", "plan.edit", methods=("POST",))
def change_step(plan_id: UUID, step_id: UUID) -> Response:
    """Save what a step says; where somebody was quicker, the page comes back with what was typed."""
    plan = plans.get(unit(), viewer(), "plan.edit", plan_id)
    step = plan_editing.step_of(plan, step_id)
    errors = errors_of(StepForm(), request.form)
    if errors:
        return make_response(_step_page(plan, step_id, request.form.to_dict(), errors), 422)
    form = load(StepForm(), request.form)
    try:
        plan_editing.change_step(unit(), plan, step, form, form["version"], clerk())
    except ConflictError as conflict:
        typed = {**request.form.to_dict(), "version": step.version}
        return make_response(_step_page(plan, step_id, typed, conflict=str(conflict)), 409)
    return saved(plan, plan_editing.section_of(plan, step.section))


@area.page("/plans/<uuid:plan_id>/steps/<uuid:step_id>/log", "plan.edit", methods=("POST",))
def log_step(plan_id: UUID, step_id: UUID) -> Response:
    """Enter how far a step is."""
    plan = plans.get(unit(), viewer(), "plan.edit", plan_id)
    step = plan_editing.step_of(plan, step_id)
    errors = errors_of(LogForm(), request.form)
    if errors:
        return make_response(
            _step_page(plan, step_id, log_typed=request.form.to_dict(), log_errors=errors), 422
        )
    form = load(LogForm(), request.form)
    plan_editing.log_step(unit(), plan, step, form["status"], form["note"].strip(), clerk())
    return saved(plan, plan_editing.section_of(plan, step.section))


def _step_page(
    plan: Plan,
    step_id: UUID,
    typed: Mapping[str, object] | None = None,
    errors: Mapping[str, object] | None = None,
    conflict: str = "",
    log_typed: Mapping[str, object] | None = None,
    log_errors: Mapping[str, object] | None = None,
) -> str:
    read_recorded("person.read", plan.person_id, page="plan step")
    step = plan_editing.step_of(plan, step_id)
    section = plan_editing.section_of(plan, step.section)
    copy = screen(plan)
    if step not in told_steps(plan, copy):
        forbid("health.read", sensitive.NOT_SHOWN)
    return render_template(
        "plans/step.html",
        plan=plan,
        step=step,
        section=section,
        name=address_name(section),
        typed=typed or plan_editing.typed(step),
        errors=errors or {},
        conflict=conflict,
        log_typed=log_typed or {"status": step.status},
        log_errors=log_errors or {},
        answers=answers(plan, section, str(plan_editing.typed(step)["answers"])),
        log=plan_editing.log_of(unit(), step),
        by_hand=copy.sensitive,
        check=place_checks.standing(step),
        may_ask=place_checks.may_ask(step),
        check_day=lambda check: plans.today_of(plan.person, check.since),
        today=today(),
        words=WORDS,
    )
