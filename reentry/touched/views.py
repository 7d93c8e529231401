"""The list of cases that changes in the directory touch, with the next best services, and what is done about each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from marshmallow import fields, pre_load, validate
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, errors_of, load
from agency.edge.request import clock, unit, viewer
from agency.edge.trail import read_recorded
from agency.staff.staff import Role
from matching.columns.index import Index
from matching.shelf import Shelf
from matching.wording import english
from reentry.desk.request import clerk, today
from reentry.matches.views import TIER_WORDS, catalog
from reentry.people import people
from reentry.plans import editing, plans
from reentry.plans.steps import RANKS, STATUSES
from reentry.referrals import referrals
from reentry.touched import answering, touched
from reentry.touched.since import since
from reentry.touched.touched import Touched
from resources.needs import NEEDS
from resources.records.services import Service

area = Area("touched", __name__)

# How many cases one page shows; the next follow as these are decided.
SHOWN = 40
WHOM = "Say whom you asked and what was said, in at most 1,000 letters."


class InsteadForm(StrictSchema):
    """The service to take instead, and what was told of the case when it was chosen."""

    service_id = fields.UUID(required=True)
    location_id = fields.UUID(load_default=None, allow_none=True)
    shown = fields.String(required=True)

    @pre_load
    def no_place(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """An empty place is none."""
        return {**data, "location_id": data.get("location_id") or None}


class KeptForm(StrictSchema):
    """What was asked, and what was told of the case then."""

    note = fields.String(required=True, validate=validate.Length(min=1, max=1000, error=WHOM))
    shown = fields.String(required=True)

    @pre_load
    def trimmed(self, data: Mapping[str, str], **_: object) -> dict[str, str]:
        """Words without the blanks around them."""
        return {name: value.strip() for name, value in data.items()}


@area.page("/touched", "person.match")
def list_touched() -> str:
    """What changed for whom, since when, and what could be taken instead."""
    return _page()


@area.page("/plans/<uuid:plan_id>/steps/<uuid:step_id>/instead", "plan.edit", methods=("POST",))
def take_instead(plan_id: UUID, step_id: UUID) -> Response:
    """Put another service in the place of the one that changed."""
    plan = plans.get(unit(), viewer(), "plan.edit", plan_id)
    step = editing.step_of(plan, step_id)
    form, now, known = load(InsteadForm(), request.form), clock().now(), catalog()
    case = answering.still_touched(unit(), known, plan.person, step.id, form["shown"], now)
    answering.take_instead(unit(), case, known, form["service_id"], form["location_id"], clerk())
    told = "The other service is in the plan; a referral is drafted. The former step stays in its log."
    if case.resting.appointments:
        told += " The appointment at the former service still stands: call and cancel it."
    return _done(told)


@area.page("/plans/<uuid:plan_id>/steps/<uuid:step_id>/kept", "plan.edit", methods=("POST",))
def keep_step(plan_id: UUID, step_id: UUID) -> Response:
    """Let the choice stand because somebody has asked."""
    plan = plans.get(unit(), viewer(), "plan.edit", plan_id)
    return _keep(plan.person_id, "plan.edit", editing.step_of(plan, step_id).id)


@area.page("/referrals/<uuid:referral_id>/kept", "referral.write", methods=("POST",))
def keep_referral(referral_id: UUID) -> Response:
    """Let a letter or an appointment stand because somebody has asked."""
    referral = referrals.get(unit(), viewer(), "referral.write", referral_id)
    return _keep(referral.person_id, "referral.write", referral.id)


def _keep(person_id: UUID, permission: str, row_id: UUID) -> Response:
    errors = errors_of(KeptForm(), request.form)
    if errors:
        return make_response(_page(row_id, request.form.to_dict(), errors), 422)
    form = load(KeptForm(), request.form)
    person = people.get(unit(), viewer(), permission, person_id)
    case = answering.still_touched(unit(), catalog(), person, row_id, form["shown"], clock().now())
    answering.keep(unit(), case, form["note"], clerk())
    return _done("Kept. It is listed again when something else changes.")


def _done(told: str) -> Response:
    flash(told, "success")
    return make_response(redirect(url_for("touched.list_touched"), 303))


def _page(
    refused: UUID | None = None,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, object] | None = None,
) -> str:
    found = touched.find(unit(), catalog(), people.open_to(viewer(), "person.match"), clock().now()).touched
    shown = touched.with_next_best(_index_on, found[:SHOWN])
    read_recorded("person.listed", None, count=len(shown))
    return render_template(
        "touched/list.html",
        cases=list(zip(shown, since(unit(), shown), strict=True)),
        count=len(found),
        services=_services(shown),
        sentence=english().sentence,
        seen=answering.seen,
        statuses=STATUSES,
        ranks=RANKS,
        needs=NEEDS,
        tiers=TIER_WORDS,
        office_wide=viewer().role is not Role.OFFICER,
        refused=refused,
        typed=typed or {},
        errors=errors or {},
        today=today(),
    )


def _index_on(day: date) -> Index:
    shelf: Shelf = current_app.extensions["shelf"]
    return shelf.index(unit(), day)


def _services(cases: Sequence[Touched]) -> dict[UUID, Service]:
    ids = {each.resting.service_id for each in cases}
    rows = select(Service).where(Service.id.in_(ids)).options(joinedload(Service.organization))
    return {service.id: service for service in unit().scalars(rows)}
