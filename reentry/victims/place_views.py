"""Protected places of one person, found by record number; for victim services alone.

The number is asked for here, and not on the page that finds people for other ends: that one writes down whose record
was looked at, and a protected place entered right after it would tell an auditor whose it is.
"""

from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency.edge.forms import errors_of, load
from agency.edge.request import unit, viewer
from agency.edge.trail import read_recorded, refusal_recorded
from agency.errors import DeniedError
from reentry.desk.request import clerk, today
from reentry.people import people
from reentry.people.people import Person
from reentry.victims import clearances, measures, protected_places, trail
from reentry.victims.forms import LABELS, NumberForm, PlaceForm
from reentry.victims.protected_places import ProtectedPlace
from reentry.victims.views import WORDS, area, day_of


@area.page("/protected-places", "protected_place.edit")
def find_person() -> str:
    """Where victim services say whose protected places they want; there is no list of them all."""
    return render_template("victims/find.html", typed={}, errors={}, labels=LABELS)


@area.page("/protected-places", "protected_place.edit", methods=("POST",))
def send_number() -> Response:
    """On to the person with this number; the number stands in no address."""
    typed = request.form.to_dict()
    errors = errors_of(NumberForm(), typed)
    if errors:
        return _not_found(typed, errors)
    try:
        person = people.find_by_number(unit(), viewer(), load(NumberForm(), typed)["number"])
    except DeniedError as denied:
        refusal_recorded(denied.permission, denied.subject_id)
        return _not_found(typed, {"number": [str(denied)]})
    return make_response(redirect(url_for("victims.list_places", person_id=person.id), 303))


@area.page("/people/<uuid:person_id>/protected-places", "protected_place.edit")
def list_places(person_id: UUID) -> str:
    """The places protected from this person, and the form for another one."""
    return _page(people.get(unit(), viewer(), "protected_place.edit", person_id), {}, {})


@area.page("/people/<uuid:person_id>/protected-places", "protected_place.edit", methods=("POST",))
def enter_place(person_id: UUID) -> Response:
    """Protect a place from this person."""
    person = people.get(unit(), viewer(), "protected_place.edit", person_id)
    typed = request.form.to_dict()
    errors = errors_of(PlaceForm(), typed)
    if errors:
        return make_response(_page(person, typed, errors), 422)
    protected_places.enter(unit(), person, load(PlaceForm(), typed), clerk())
    return _told(person, "The place is protected.")


@area.page(
    "/people/<uuid:person_id>/protected-places/<uuid:place_id>/end",
    "protected_place.edit",
    methods=("POST",),
)
def end_place(person_id: UUID, place_id: UUID) -> Response:
    """Protect a place no longer."""
    person = people.get(unit(), viewer(), "protected_place.edit", person_id)
    protected_places.end(unit(), person, place_id, clerk())
    return _told(person, "The place is no longer protected.")


def _not_found(typed: dict[str, str], errors: dict[str, object]) -> Response:
    return make_response(render_template("victims/find.html", typed=typed, errors=errors, labels=LABELS), 422)


def _told(person: Person, message: str) -> Response:
    flash(message, "success")
    return make_response(redirect(url_for("victims.list_places", person_id=person.id), 303))


def _page(person: Person, typed: dict[str, str], errors: dict[str, object]) -> str:
    read_recorded("protected_place.listed", None, whose=trail.mark(unit(), person.id))
    found = protected_places.of_person(unit(), person.id)
    live = protected_places.live(found, today())
    return render_template(
        "victims/places.html",
        person=person,
        live=live,
        past=[each for each in found if each not in live],
        requests=_requests(person, live),
        trail=trail.of_person(unit(), person),
        typed=typed or {"state": person.office.state},
        errors=errors,
        labels=LABELS,
        today=today(),
        day_of=day_of,
        words=WORDS,
    )


def _requests(
    person: Person, live: list[ProtectedPlace]
) -> list[tuple[clearances.Clearance, measures.Measure | None]]:
    """What was asked about for this person, each with what lies nearest now: a place may be protected later."""
    asked = clearances.of_person(unit(), person.id)
    return [(each, next(iter(measures.measure(each.place.place, live)), None)) for each in asked]
