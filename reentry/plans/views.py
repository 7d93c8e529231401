"""Pages of a plan: its sections one by one, what may stay open, and submitting it."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency.documents.html import render_html
from agency.edge.areas import Area
from agency.edge.forms import errors_of, load
from agency.edge.request import may, unit, viewer
from agency.edge.trail import read_recorded
from agency.errors import ConflictError
from matching.wording import english
from reentry.desk.request import clerk, today
from reentry.matches.views import index
from reentry.people import people, sensitive
from reentry.plans import draft as plan_draft
from reentry.plans import editing as plan_editing
from reentry.plans import place_checks, plans, sections
from reentry.plans.conflicts import conflicts
from reentry.plans.copies import ON_A_VISIT, ON_SCREEN, PlanCopy, copies_of
from reentry.plans.coverage import STATE_WORDS, State, gaps, items, section_gaps, section_key, state, steps_of
from reentry.plans.document import section_document
from reentry.plans.forms import StepForm, TextForm, WaiverForm, submit_form
from reentry.plans.page import told_items, told_steps
from reentry.plans.plans import Plan
from reentry.plans.sections import Section
from reentry.plans.steps import OWNERS, RANKS, STATUSES
from reentry.victims import clearances

area = Area("plans", __name__)

SAVED = "Saved."


@area.page("/people/<uuid:person_id>/plans", "plan.edit", methods=("POST",))
def build_plan(person_id: UUID) -> Response:
    """Draft the person's plan, or add to it what is missing."""
    person = people.get(unit(), viewer(), "plan.edit", person_id)
    plan = plan_draft.build(unit(), person, clerk(), today(), index())
    flash(
        "The draft has a step for every need and condition. Check each proposal before you rely on it.",
        "success",
    )
    return make_response(redirect(url_for("plans.show_plan", plan_id=plan.id), 303))


@area.page("/plans/<uuid:plan_id>", "plan.read")
def show_plan(plan_id: UUID) -> str:
    """The plan at its first open section."""
    plan = plans.get(unit(), viewer(), "plan.read", plan_id)
    copy = screen(plan)
    spine = [each for each in sections.spine(plan.kind) if shown(each, copy)]
    known = told_items(plan, copy)
    first = next((each for each in spine if state(plan, each, known) is State.OPEN), spine[0])
    return _page(plan, first)


@area.page("/plans/<uuid:plan_id>/sections/<name>", "plan.read")
def show_section(plan_id: UUID, name: str) -> str:
    """One section: as it prints, its text, its steps."""
    plan = plans.get(unit(), viewer(), "plan.read", plan_id)
    return _page(plan, _section(plan, name))


@area.page("/plans/<uuid:plan_id>/sections/<name>", "plan.edit", methods=("POST",))
def write_section(plan_id: UUID, name: str) -> Response:
    """Save a section's text; where somebody was quicker, the page comes back with what was typed."""
    plan = plans.get(unit(), viewer(), "plan.edit", plan_id)
    section = _section(plan, name)
    errors = errors_of(TextForm(), request.form)
    if errors:
        return make_response(_page(plan, section, request.form.to_dict(), errors), 422)
    form = load(TextForm(), request.form)
    try:
        plan_editing.write(unit(), plan, section, form["text"].strip(), form["version"], clerk())
    except ConflictError as conflict:
        return make_response(_page(plan, section, {"text": form["text"]}, conflict=str(conflict)), 409)
    return saved(plan, section)


@area.page("/plans/<uuid:plan_id>/sections/<name>/steps", "plan.edit", methods=("POST",))
def add_step(plan_id: UUID, name: str) -> Response:
    """Add a step of one's own."""
    plan = plans.get(unit(), viewer(), "plan.edit", plan_id)
    section = _section(plan, name)
    errors = errors_of(StepForm(), request.form)
    if errors:
        return make_response(_page(plan, section, request.form.to_dict(), errors), 422)
    plan_editing.add_step(unit(), plan, section, load(StepForm(), request.form), clerk())
    return saved(plan, section)


@area.page("/plans/<uuid:plan_id>/waivers", "plan.edit", methods=("POST",))
def waive(plan_id: UUID) -> Response:
    """Let something stay open, with the reason; without one it no longer does."""
    plan = plans.get(unit(), viewer(), "plan.edit", plan_id)
    form = load(WaiverForm(), request.form)
    section = plan_editing.waive(unit(), plan, form["key"], form["reason"].strip(), clerk())
    return saved(plan, section)


@area.page("/plans/<uuid:plan_id>/submit", "plan.edit")
def show_submit(plan_id: UUID) -> str:
    """What is missing, each with a place for the reason why it may stand."""
    return _submit_page(plans.get(unit(), viewer(), "plan.edit", plan_id), {}, {})


@area.page("/plans/<uuid:plan_id>/submit", "plan.edit", methods=("POST",))
def submit(plan_id: UUID) -> Response:
    """Submit the plan, where nothing is missing or all that is has its reason."""
    plan = plans.get(unit(), viewer(), "plan.edit", plan_id)
    schema, typed = submit_form(gaps(plan)), request.form.to_dict()
    errors = errors_of(schema, typed)
    if errors or plan_editing.submit(unit(), plan, load(schema, typed), clerk()):
        return make_response(_submit_page(plan, typed, errors), 422)
    flash(f"{plans.KINDS[plan.kind]} submitted.", "success")
    return make_response(redirect(url_for("plans.show_plan", plan_id=plan.id), 303))


def screen(plan: Plan) -> PlanCopy:
    """What the plan's pages may tell this viewer."""
    return ON_SCREEN if may("health.read", plan.person) else ON_A_VISIT


def shown(section: Section, copy: PlanCopy) -> bool:
    """Whether a section is told of at all."""
    return copy.sensitive or section.slug not in sensitive.SECTIONS


def address_name(section: Section) -> str:
    """A section as an address calls it: first-72-hours."""
    return section.slug.replace("_", "-")


def _section(plan: Plan, name: str) -> Section:
    return plan_editing.section_of(plan, name.replace("-", "_"))


def saved(plan: Plan, section: Section) -> Response:
    """Back to the section, which says that it was saved."""
    flash(SAVED, "success")
    return make_response(
        redirect(url_for("plans.show_section", plan_id=plan.id, name=address_name(section)), 303)
    )


def _page(
    plan: Plan,
    section: Section,
    typed: Mapping[str, object] | None = None,
    errors: Mapping[str, object] | None = None,
    conflict: str = "",
) -> str:
    read_recorded("person.read", plan.person_id, page="plan")
    copy = screen(plan)
    # Why a provider must still be asked may tell of offenses: the person's own copy does without, and so does this.
    across = replace(copy, private=False)
    open_here = shown(section, copy)
    text, known = {"text": plan.text_of(section.slug)}, told_items(plan, copy)
    spine = sections.spine(plan.kind)
    told = [each for each in spine if shown(each, copy)]
    printed = section_document(unit(), plan, section, copy, today(), english())
    return render_template(
        "plans/plan.html",
        plan=plan,
        section=section,
        states=[
            (each, address_name(each), state(plan, each, known) if each in told else "not_shown")
            for each in spine
        ],
        missing=section_gaps(plan, section, known) if open_here else [],
        waiver=plan.waivers.get(section_key(section), {}) if open_here else {},
        printed=render_html(printed),
        across=render_html(section_document(unit(), plan, section, across, today(), english())),
        steps=steps_of(plan, section),
        coverage=known,
        conflicts=conflicts(plan, today(), english(), None if copy.sensitive else told_steps(plan, copy)),
        typed=typed or text,
        errors=errors or {},
        conflict=conflict,
        answers=answers(plan, section),
        gaps=sum(len(section_gaps(plan, each, known)) for each in told),
        not_shown="" if copy.sensitive else sensitive.NOT_SHOWN,
        checks={step.id: check for step in steps_of(plan, section) if (check := place_checks.standing(step))},
        unchecked={step.id for step in steps_of(plan, section) if place_checks.may_ask(step)},
        check_day=lambda check: plans.today_of(plan.person, check.since),
        name=address_name(section),
        copies=copies_of(plan.kind),
        words=WORDS,
        today=today(),
    )


def answers(plan: Plan, section: Section, present: str = "") -> list[tuple[str, str]]:
    """What a step of a section may answer; what it answers at present stays, even if it is gone from the record."""
    known = [(each.key, each.words) for each in items(plan) if each.section is section]
    gone = present and present not in dict(known)
    return [*known, (present, "As before (no longer on record)")] if gone else known


def _submit_page(plan: Plan, typed: Mapping[str, str], errors: Mapping[str, object]) -> str:
    read_recorded("person.read", plan.person_id, page="plan submission")
    return render_template(
        "plans/submit.html",
        plan=plan,
        gaps=gaps(plan),
        typed=typed,
        errors=errors,
        conflicts=conflicts(plan, today(), english()),
        words=WORDS,
    )


WORDS = {
    "kinds": plans.KINDS,
    "plan_statuses": plans.STATUSES,
    "owners": OWNERS,
    "statuses": STATUSES,
    "ranks": RANKS,
    "states": {
        **{str(state): words for state, words in STATE_WORDS.items()},
        "not_shown": "Not shown to your role",
    },
    "checks": clearances.STATES,
}
