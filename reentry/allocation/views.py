"""The supervisor's page of places for those released soon: a dry run, and proposals for those who are checked."""

from typing import Any

from flask import Response, current_app, flash, g, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate

from agency.access import permissions
from agency.audit import audit
from agency.documents.pdf import render_pdf
from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, errors_of, load
from agency.edge.request import settings, unit, viewer
from agency.edge.trail import read_recorded
from agency.languages import LANGUAGES, WRITTEN_IN
from agency.offices import Agency
from matching.allocation.groups import TELLING
from matching.shelf import Shelf
from reentry.allocation import dry_run, proposals
from reentry.allocation.document import document, told_room
from reentry.allocation.dry_run import DryRun
from reentry.allocation.traits import TRAITS
from reentry.allocation.wording import in_language
from reentry.desk.request import clerk, today
from reentry.people.people import Person
from resources.needs import NEEDS

area = Area("allocation", __name__)

PERMISSION = "allocation.read"
# Survivors' services are asked for one by one.
GIVEN_OUT = {need: name for need, name in NEEDS.items() if need != "victim_services"}
LONGEST = 365


class DryRunQuery(StrictSchema):
    """Which need, how many days ahead somebody may be released, and in which language the reasons are told."""

    need = fields.String(
        load_default="housing", validate=validate.OneOf(GIVEN_OUT, error="Choose a need of the list.")
    )
    days = fields.Integer(
        load_default=60,
        validate=validate.Range(0, LONGEST, error=f"Enter a number of days from 0 to {LONGEST}."),
        error_messages={"invalid": f"Enter a number of days from 0 to {LONGEST}."},
    )
    language = fields.String(
        load_default=WRITTEN_IN,
        validate=validate.OneOf(list(LANGUAGES), error="Choose a language of the list."),
    )


class TakeOverForm(DryRunQuery):
    """Whose places are to be proposed, each with the service as the page showed it: person.service."""

    take = fields.List(
        fields.String(
            validate=validate.Regexp(r"[0-9a-f-]{36}\.[0-9a-f-]{36}\Z", error="Check a box of the list.")
        ),
        required=True,
        validate=validate.Length(min=1, error="Check at least one person. Nothing was changed."),
    )


@area.page("/allocation", PERMISSION)
def show_allocation() -> str | tuple[str, int]:
    """Who would get which place, who is left and why; where the question makes no sense, the question again."""
    errors = errors_of(DryRunQuery(), request.args)
    if errors:
        return _page(None, request.args, errors), 422
    asked = load(DryRunQuery(), request.args)
    found = _try_out(asked)
    read_recorded("person.listed", None, count=len(found.people))
    return _page(found, asked, {})


@area.page("/allocation", "allocation.propose", methods=("POST",))
def take_over() -> Response:
    """Put the places of those who were checked into their plans as proposals, each with its reason; no others."""
    form = load(TakeOverForm(), {**request.form.to_dict(), "take": request.form.getlist("take")})
    found = _try_out(form)
    proposals.take_over(
        unit(), _shelf().catalog(unit()), found, form["take"], clerk(), in_language(form["language"])
    )
    # The message waits in the cookie, where anybody at this computer can read it: it names nobody.
    flash("Proposed in the plans of those you checked. Nobody else’s plan was changed.", "success")
    asked = {name: form[name] for name in ("need", "days", "language")}
    return make_response(redirect(url_for("allocation.show_allocation", **asked), 303))


@area.page("/allocation.pdf", PERMISSION, methods=("POST",))
def print_allocation() -> Response:
    """The same on paper; that it was printed is written down before it is sent."""
    asked = load(DryRunQuery(), request.form)
    found = _try_out(asked)
    audit.record(unit(), "allocation.printed", viewer().id, None, count=len(found.people))
    printed = document(found, unit().get_one(Agency, 1), g.staff.office, in_language(asked["language"]))
    response = make_response(render_pdf(printed, fonts=settings().fonts))
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = 'inline; filename="places.pdf"'
    return response


def _try_out(asked: dict[str, Any]) -> DryRun:
    reaches = permissions.reachable(viewer(), PERMISSION, Person)
    return dry_run.try_out(unit(), _shelf().catalog(unit()), reaches, asked["need"], asked["days"], today())


def _shelf() -> Shelf:
    shelf: Shelf = current_app.extensions["shelf"]
    return shelf


def _page(found: DryRun | None, asked: Any, errors: dict[str, Any]) -> str:  # noqa: ANN401 - as sent, or as read
    return render_template(
        "allocation/dry_run.html",
        found=found,
        asked={"need": "housing", "days": 60, "language": WRITTEN_IN, **asked},
        languages=LANGUAGES,
        errors=errors,
        needs=GIVEN_OUT,
        wording=in_language(WRITTEN_IN if errors else asked["language"]),
        told_room=told_room,
        traits=TRAITS,
        telling=TELLING,
        today=today(),
    )
