"""Asking victim services about a chosen place, and taking the question back."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, url_for

from agency.edge.request import unit, viewer
from reentry.desk.request import clerk
from reentry.plans import editing as plan_editing
from reentry.plans import place_checks, plans
from reentry.plans.views import area


@area.page("/plans/<uuid:plan_id>/steps/<uuid:step_id>/place-check", "clearance.ask", methods=("POST",))
def ask_place_check(plan_id: UUID, step_id: UUID) -> Response:
    """Put the chosen place before victim services."""
    plan = plans.get(unit(), viewer(), "clearance.ask", plan_id)
    place_checks.ask(unit(), plan_editing.step_of(plan, step_id), clerk())
    return _told(plan_id, step_id, "Asked. The answer will stand here.")


@area.page(
    "/plans/<uuid:plan_id>/steps/<uuid:step_id>/place-check/withdraw", "clearance.ask", methods=("POST",)
)
def withdraw_place_check(plan_id: UUID, step_id: UUID) -> Response:
    """Take a request back that is not answered yet."""
    plan = plans.get(unit(), viewer(), "clearance.ask", plan_id)
    place_checks.withdraw(unit(), plan_editing.step_of(plan, step_id), clerk())
    return _told(plan_id, step_id, "Taken back.")


def _told(plan_id: UUID, step_id: UUID, message: str) -> Response:
    # The message shows in the client-safe view too, and so does not say who was asked, or what.
    flash(message, "success")
    return make_response(redirect(url_for("plans.show_step", plan_id=plan_id, step_id=step_id), 303))
