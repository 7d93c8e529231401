"""The page on which it is entered, and ended, that a person is not to be placed with another."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for

from agency.access import permissions
from agency.edge.areas import Area
from agency.edge.forms import errors_of, load
from agency.edge.request import unit, viewer
from agency.edge.trail import read_recorded, refusal_recorded
from agency.errors import ConflictError
from reentry.co_placement import co_placements, telling
from reentry.co_placement.co_placements import KINDS, RESTRICTED
from reentry.co_placement.forms import LABELS, CoPlacementForm, EndForm
from reentry.desk.request import clerk, here
from reentry.people import people
from reentry.people.people import Person

area = Area("co_placement", __name__)

# One sentence for a number that nobody has, one that is another's case, and one that is restricted.
NOT_HERE = "There is no record of this number that you may enter here."
SAME = "This is the number of this record."


@area.page("/people/<uuid:person_id>/co-placement", "person.edit")
def show_co_placement(person_id: UUID) -> str:
    """With whom a person is not to be placed."""
    return _page(people.get(unit(), viewer(), "person.edit", person_id))


@area.page("/people/<uuid:person_id>/co-placement", "person.edit", methods=("POST",))
def enter_co_placement(person_id: UUID) -> Response:
    """Write it on both records."""
    person = people.get(unit(), viewer(), "person.edit", person_id)
    typed = request.form.to_dict()
    errors = errors_of(CoPlacementForm(), typed)
    if errors:
        return make_response(_page(person, typed, errors), 422)
    if person.restricted:
        raise ConflictError(RESTRICTED)
    form = load(CoPlacementForm(), typed)
    other = people.by_number(unit(), form["number"].strip())
    if other is None or other.id == person.id or not _may_be_entered(other):
        wrong = SAME if other is not None and other.id == person.id else NOT_HERE
        return make_response(_page(person, typed, {"number": [wrong]}), 422)
    co_placements.enter(unit(), (person, other), form["kind"], form["source"].strip(), clerk())
    return _done(person, "It is on both records from now on.")


@area.page("/people/<uuid:person_id>/co-placement/<uuid:line_id>/end", "person.edit", methods=("POST",))
def end_co_placement(person_id: UUID, line_id: UUID) -> Response:
    """End it on both records, with a reason."""
    person = people.get(unit(), viewer(), "person.edit", person_id)
    co_placements.get(unit(), person, line_id)
    typed = request.form.to_dict()
    errors = errors_of(EndForm(), typed)
    if errors:
        return make_response(_page(person, typed, errors, ending=line_id), 422)
    co_placements.end(unit(), person, line_id, load(EndForm(), typed)["reason"].strip(), clerk())
    return _done(person, "Ended on both records.")


def _may_be_entered(other: Person) -> bool:
    """Whether the viewer may write on this record too; a reach for one that is out of bounds is written down."""
    if not permissions.allowed(viewer(), "person.edit", other):
        refusal_recorded("person.edit", other.id)
        return False
    return not other.restricted


def _done(person: Person, message: str) -> Response:
    flash(message, "success")
    return make_response(redirect(url_for("co_placement.show_co_placement", person_id=person.id), 303))


def _page(
    person: Person,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, Any] | None = None,
    ending: UUID | None = None,
) -> str:
    read_recorded("person.read", person.id, page="co-placement")
    lines = telling.told(unit(), viewer(), person, ended=True)
    return render_template(
        "co_placement/page.html",
        person=person,
        live=[each for each in lines if each.line.ended_at is None],
        ended=[each for each in lines if each.line.ended_at is not None],
        typed=typed or {},
        errors=errors or {},
        ending=ending,
        labels=LABELS,
        kinds=KINDS,
        closed=telling.CLOSED,
        here=here,
    )
