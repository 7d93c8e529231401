"""What staff say of a whole record: confirmed with the provider, held back for review, released."""

from uuid import UUID

from flask import Response, flash, g, make_response, redirect, request, url_for
from marshmallow import fields, validate

from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, load
from agency.edge.request import clock, unit, viewer
from agency.edge.undo import offer_undo
from agency.offices import Office
from resources.changes.change import Change
from resources.changes.views import author
from resources.pages import directory
from resources.records.services import Service
from resources.upkeep import assurance, holding, log
from resources.upkeep.log import REACHED, Caller, Entry

_STILL_CLOSED = (
    "Released, but its address stays confidential: its words, its source or a person asked for that. To show it, edit "
    "the place."
)

area = Area("review", __name__)


class ConfirmationForm(StrictSchema):
    """With whom the record was gone over."""

    with_whom = fields.String(
        required=True,
        validate=validate.Length(min=1, max=200, error="Say with whom: a name or a desk."),
        error_messages={"required": "Say with whom: a name or a desk."},
    )


class ReleaseForm(StrictSchema):
    """Whether a record that was held is a survivors' service after all."""

    survivors = fields.Boolean(load_default=False)


@area.page("/directory/services/<uuid:service_id>/confirmation", "directory.edit", methods=("POST",))
def confirm_service(service_id: UUID) -> Response:
    """Write down that all of the record was gone over with the provider today."""
    service = directory.known_service(unit(), service_id)
    form = load(ConfirmationForm(), request.form)
    office: Office = g.staff.office
    today = clock().today(office.time_zone)
    entry = Entry(REACHED, form["with_whom"], confirmed=assurance.parts_of(service))
    log.enter(unit(), service, entry, Caller(viewer().id, g.staff.email, clock().now(), today))
    flash("Confirmed today.", "success")
    return _back(service)


@area.page("/directory/services/<uuid:service_id>/release", "directory.edit", methods=("POST",))
def release_service(service_id: UUID) -> Response:
    """Let a held record into lists and matches."""
    service = directory.known_service(unit(), service_id)
    form = load(ReleaseForm(), request.form)
    change = holding.release(unit(), service, author(), survivors=form["survivors"])
    closed = not form["survivors"] and any(at.location.confidential for at in service.at_locations)
    return _done(service, change, _STILL_CLOSED if closed else "Released.")


@area.page("/directory/services/<uuid:service_id>/hold", "directory.edit", methods=("POST",))
def hold_service(service_id: UUID) -> Response:
    """Take a record out of lists and matches until it was looked at."""
    service = directory.known_service(unit(), service_id)
    return _done(service, holding.hold(unit(), service, author()), "Held back.")


def _done(service: Service, change: Change | None, told: str) -> Response:
    """Back to the record, with what was done to it and the way back."""
    back = _back(service)
    flash(told, "success")
    if change is not None:
        offer_undo(url_for("record_history.undo_change", change_id=change.id), back=back.location)
    return back


def _back(service: Service) -> Response:
    return make_response(redirect(url_for("directory.show_service", service_id=service.id), 303))
