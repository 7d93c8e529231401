"""The queue of alarms about points: what is wrong, where the place would lie, and one key to decide."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate

from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, by_path, load
from agency.edge.request import clock, unit, viewer
from agency.edge.undo import offer_undo
from agency.errors import ConflictError, InvalidError, NotFoundError
from agency.offices import Office
from resources.changes.editing import Author
from resources.geocoding import alarm_desk
from resources.geocoding.alarm_desk import PlaceAlarm
from resources.geocoding.alarm_words import certainty, sentence
from resources.geocoding.alarms import AlarmKind
from resources.geocoding.plausibility import in_country
from resources.records.locations import Location
from resources.records.standing import current

# So many are shown at once; the rest follow as these are settled.
SHOWN = 25

area = Area("alarms", __name__)


class TakeForm(StrictSchema):
    """The point that was shown, so that another one is not taken unseen."""

    latitude = fields.Float(required=True)
    longitude = fields.Float(required=True)


class CallForm(StrictSchema):
    """Which alarm it is about."""

    kind = fields.String(required=True, validate=validate.OneOf([each.value for each in AlarmKind]))


class LeaveForm(CallForm):
    """Why the point is right as it is."""

    note = fields.String(load_default="", validate=validate.Length(max=500, error="At most 500 characters."))


@dataclass(frozen=True)
class Refused:
    """An answer that could not be read: about which place, what was typed, and what is wrong by the field's own id."""

    location_id: UUID
    typed: Mapping[str, str]
    errors: Mapping[str, Sequence[str]]


@area.page("/directory/alarms", "directory.edit")
def show_alarms() -> str:
    """The alarms nobody has settled."""
    return _page()


@area.page("/directory/alarms/<uuid:location_id>/point", "directory.edit", methods=("POST",))
def take_point(location_id: UUID) -> Response:
    """Put the place where the geocoder would."""
    location_id = _standing(location_id)
    form = load(TakeForm(), request.form)
    author = Author(viewer().id, clock().now())
    change = alarm_desk.take(unit(), location_id, (form["latitude"], form["longitude"]), author)
    if change:
        address = url_for("record_history.undo_change", change_id=change.id)
        offer_undo(address, back=url_for("alarms.show_alarms"))
    return _back(f"{_named(location_id)} has the suggested point.")


@area.page("/directory/alarms/<uuid:location_id>/dismissal", "directory.edit", methods=("POST",))
def leave_point(location_id: UUID) -> Response:
    """Leave the point as it is."""
    location_id = _standing(location_id)
    try:
        form = load(LeaveForm(), request.form)
    except InvalidError as wrong:
        told = [message for each in by_path(wrong.fields).values() for message in each]
        return make_response(
            _page(Refused(location_id, request.form, {f"note-{location_id}": told})), wrong.status
        )
    alarm_desk.leave(unit(), location_id, form["kind"], form["note"], viewer().id, clock().now())
    offer_undo(url_for("alarms.look_again", location_id=location_id), kind=form["kind"])
    return _back(
        f"{_named(location_id)} is left as it is. It is asked about again only if the point changes."
    )


@area.page("/directory/alarms/<uuid:location_id>/dismissal/removal", "directory.edit", methods=("POST",))
def look_again(location_id: UUID) -> Response:
    """Take back that the point is right as it is."""
    location_id = _standing(location_id)
    form = load(CallForm(), request.form)
    alarm_desk.look_again(unit(), location_id, form["kind"], viewer().id)
    return _back(f"Taken back: {_named(location_id)} is asked about again.")


@area.page("/directory/alarms/<uuid:location_id>/call", "directory.edit", methods=("POST",))
def mark_for_call(location_id: UUID) -> Response:
    """Have somebody call about the place."""
    location_id = _standing(location_id)
    form = load(CallForm(), request.form)
    alarm_desk.mark_for_call(unit(), location_id, form["kind"], viewer().id, clock().now())
    return _back(f"A call about {_named(location_id)} is on your list.")


def _page(refused: Refused | None = None) -> str:
    """The queue; the place about which an answer was refused stands first, with what was typed."""
    office: Office = g.staff.office
    found = alarm_desk.standing(unit())
    settled = alarm_desk.settled_since(unit(), office.day_begins(clock().now()))
    about = [each for each in found if refused and each.location.id == refused.location_id]
    if refused and not about:
        raise ConflictError(alarm_desk.GONE)
    shown = [*about, *(each for each in found if each not in about)][:SHOWN]
    return render_template(
        "directory/alarms.html",
        alarms=shown,
        refused=refused,
        total=len(found),
        done=len(settled - {each.location.id for each in found}),
        points=_points(shown),
        area=office.state,
        sentence=sentence,
        certainty=certainty,
    )


def _standing(location_id: UUID) -> UUID:
    """The place that an id leads to; where it leads to none, that is told before what was sent with it is read."""
    place = current(unit(), Location, location_id)
    if place is None:
        raise NotFoundError("There is no such place in the directory.")
    return place.id


def _named(location_id: UUID) -> str:
    place = unit().get_one(Location, location_id)
    return place.name or place.organization.name


def _points(found: Sequence[PlaceAlarm]) -> list[dict[str, Any]]:
    """Where each place stands now, crossed, and where it would lie, filled; nothing outside the country."""
    points = []
    for number, each in enumerate(found, start=1):
        site, there = each.alarm.site, each.alarm.suggestion
        name = each.location.name or each.location.organization.name
        shared = {"id": str(each.location.id), "number": number, "name": name}
        if in_country(site.latitude, site.longitude):
            now = {"latitude": site.latitude, "longitude": site.longitude, "tier": "not_eligible"}
            points.append(shared | now | {"note": "the point as it is"})
        if there:
            where = {
                "latitude": there.latitude,
                "longitude": there.longitude,
                "precision_m": there.precision_m,
            }
            points.append(shared | where | {"tier": "eligible", "note": f"suggested, {certainty(there)}"})
    return points


def _back(told: str) -> Response:
    flash(told, "success")
    return make_response(redirect(url_for("alarms.show_alarms"), 303))
