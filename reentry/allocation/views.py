"""The supervisor's page of places for those released soon: a dry run, on screen and on paper; it changes nothing."""

from typing import Any

from flask import Response, current_app, g, make_response, render_template, request
from marshmallow import fields, validate

from agency.access import permissions
from agency.audit import audit
from agency.documents.pdf import render_pdf
from agency.edge.forms import StrictSchema, errors_of, load
from agency.edge.web import Area, read_recorded, settings, unit, viewer
from agency.languages import LANGUAGES, WRITTEN_IN
from agency.offices import Agency
from matching.allocation.groups import TELLING
from matching.shelf import Shelf
from reentry.allocation import dry_run
from reentry.allocation.document import document, told_room
from reentry.allocation.dry_run import DryRun
from reentry.allocation.traits import TRAITS
from reentry.allocation.wording import in_language
from reentry.desk.web import today
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
    shelf: Shelf = current_app.extensions["shelf"]
    reaches = permissions.reachable(viewer(), PERMISSION, Person)
    return dry_run.try_out(unit(), shelf.catalog(unit()), reaches, asked["need"], asked["days"], today())


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
