"""Printing a plan: what a copy will say, and the copy itself."""

from uuid import UUID

from flask import Response, make_response, render_template

from agency.documents.html import render_html
from agency.edge.request import settings, unit, viewer
from agency.edge.trail import read_recorded
from matching.wording import english
from reentry.desk.request import clerk, today
from reentry.plans import plans
from reentry.plans.copies import copies_of
from reentry.plans.document import document, withheld_from
from reentry.plans.printing import copy_named, print_plan
from reentry.plans.views import WORDS, area


@area.page("/plans/<uuid:plan_id>/print/<copy>", "plan.print")
def show_copy(plan_id: UUID, copy: str) -> str:
    """A copy as it will print, beside what it withholds and what printing will record."""
    plan, chosen = plans.get(unit(), viewer(), "plan.print", plan_id), copy_named(copy)
    read_recorded("person.read", plan.person_id, page=f"plan, {chosen.slug} copy")
    return render_template(
        "plans/print.html",
        plan=plan,
        copy=chosen,
        copies=copies_of(plan.kind),
        printed=render_html(document(unit(), plan, chosen, today(), english())),
        withheld=withheld_from(unit(), plan, chosen, today()),
        words=WORDS,
    )


@area.page("/plans/<uuid:plan_id>/print/<copy>.<any(pdf,html,docx):form>", "plan.print", methods=("POST",))
def print_copy(plan_id: UUID, copy: str, form: str) -> Response:
    """The copy as a file; that it was made is written down before it is sent."""
    plan, chosen = plans.get(unit(), viewer(), "plan.print", plan_id), copy_named(copy)
    printed = print_plan(unit(), plan, chosen, form, today(), clerk(), settings().fonts)
    response = make_response(printed.data)
    response.headers["Content-Type"] = printed.media_type
    how = "inline" if form == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="{printed.name}"'
    return response
