"""Pages of access: a restricted record and the staff named for it, finding by number, and people kept apart."""

from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agency.access.case_access import CaseAccess
from agency.edge.areas import Area
from agency.edge.forms import errors_of, load
from agency.edge.request import unit, viewer
from agency.edge.trail import read_recorded, refusal_recorded
from agency.errors import UNSEEN, ConflictError, DeniedError, InvalidError, NotFoundError
from agency.staff.staff import Staff
from reentry.access import apart, restriction
from reentry.access.forms import ApartForm, NameForm, NumberForm, RestrictForm
from reentry.desk.request import clerk
from reentry.people import conditions, erasure, people
from reentry.people.people import Person

area = Area("access", __name__)

CANNOT_BE_NAMED = "This staff member cannot be let into this record."
SOMEBODY_STAYS = "Somebody must be left who may open this record. Nothing was changed."
NOT_LIFTED = "This restriction cannot be lifted here. Nothing was changed."


@area.page("/people/<uuid:person_id>/access", "person.restrict")
def show_access(person_id: UUID) -> str:
    """Whether a record is restricted, and who is let in."""
    return _access_page(people.get(unit(), viewer(), "person.restrict", person_id), {}, {})


@area.page("/people/<uuid:person_id>/restriction", "person.restrict", methods=("POST",))
def restrict(person_id: UUID) -> Response:
    """Restrict a record to the supervisor who does it and, where wanted, whoever has the case."""
    person = people.get(unit(), viewer(), "person.restrict", person_id)
    errors = errors_of(RestrictForm(), request.form)
    if errors:
        return make_response(_access_page(person, request.form.to_dict(), errors), 422)
    if person.restricted:
        raise ConflictError("This record is restricted already. Nothing was changed.")
    form = load(RestrictForm(), request.form)
    staff_ids = [viewer().id, person.holder_id if form["holder"] else None]
    restriction.begin(unit(), person, clerk(), staff_ids, form["reason"].strip())
    return _told(person, "The record is restricted. Only the staff named here can find or open it.")


@area.page("/people/<uuid:person_id>/restriction/end", "person.restrict", methods=("POST",))
def lift_restriction(person_id: UUID) -> Response:
    """Open a record as usual again."""
    person = people.get(unit(), viewer(), "person.restrict", person_id)
    erasure.require_open(unit(), person.id)
    if not person.restricted or apart.others(unit(), person.id):
        raise ConflictError(NOT_LIFTED)
    restriction.end(unit(), person, clerk())
    return _told(person, "The record is open as usual again.")


@area.page("/people/<uuid:person_id>/named-staff", "person.restrict", methods=("POST",))
def name_staff(person_id: UUID) -> Response:
    """Let one more member of the staff in; who may not be let in is refused without a reason."""
    person = people.get(unit(), viewer(), "person.restrict", person_id)
    erasure.require_open(unit(), person.id)
    typed = request.form.to_dict()
    errors = errors_of(NameForm(), typed)
    if errors:
        return make_response(_access_page(person, typed, errors), 422)
    staff = unit().get(Staff, load(NameForm(), typed)["staff_id"])
    possible = person.restricted and staff is not None and staff.active
    if staff is None or not possible or not apart.may_be_let_in(unit(), person, staff.id):
        return make_response(_access_page(person, typed, {"staff_id": [CANNOT_BE_NAMED]}), 422)
    restriction.begin(unit(), person, clerk(), [staff.id], "")
    return _told(person, "One more member of the staff is let in.")


@area.page("/people/<uuid:person_id>/named-staff/<uuid:staff_id>/end", "person.restrict", methods=("POST",))
def unname_staff(person_id: UUID, staff_id: UUID) -> Response:
    """Let a member of the staff in no longer; the last one stays."""
    person = people.get(unit(), viewer(), "person.restrict", person_id)
    erasure.require_open(unit(), person.id)
    people.hold(unit(), [person.id])
    rows = restriction.named(unit(), person.id)
    row = next((each for each in rows if each.staff_id == staff_id), None)
    if row is None:
        raise NotFoundError("This staff member is not named for this record.")
    if not any(each.staff.active for each in rows if each is not row):
        raise ConflictError(SOMEBODY_STAYS)
    restriction.unname(unit(), row, clerk())
    if staff_id == viewer().id:
        flash("You are no longer let into this record.", "success")
        return make_response(redirect(url_for("people.list_people"), 303))
    return _told(person, "The staff member is no longer let in.")


@area.page("/find-person", "person.find")
def show_find() -> str:
    """Where a record number is entered."""
    return render_template("access/find.html", typed={}, errors={})


@area.page("/find-person", "person.find", methods=("POST",))
def find_person() -> Response:
    """To the person of a record number; one that is restricted reads as one that does not exist."""
    typed = request.form.to_dict()
    errors = errors_of(NumberForm(), typed)
    if not errors:
        try:
            person = people.find_by_number(unit(), viewer(), load(NumberForm(), typed)["number"])
        except DeniedError as denied:
            refusal_recorded(denied.permission, denied.subject_id)
            errors = {"number": [str(denied)]}
        else:
            return make_response(redirect(url_for("access.show_brief", person_id=person.id), 303))
    return make_response(render_template("access/find.html", typed=typed, errors=errors), 422)


@area.page("/people/<uuid:person_id>/brief", "person.find")
def show_brief(person_id: UUID) -> str:
    """What victim services need of a person: name, number, office, who has the case, and no-contact conditions."""
    person = people.get(unit(), viewer(), "person.find", person_id)
    read_recorded("person.read", person.id, page="brief")
    ordered = [each for each in conditions.in_force(person.conditions) if each.kind == "no_contact"]
    return render_template("access/brief.html", person=person, no_contact=ordered)


@area.page("/kept-apart", "people.keep_apart")
def list_apart() -> str:
    """Everybody who is kept apart from somebody, and the form for two more."""
    return _apart_page({}, {})


@area.page("/kept-apart", "people.keep_apart", methods=("POST",))
def keep_apart() -> Response:
    """Keep two people apart from now on."""
    typed = request.form.to_dict()
    errors: dict[str, Any] = errors_of(ApartForm(), typed)
    found = {} if errors else {field: _found(typed[field]) for field in ("first", "second")}
    errors = errors or {field: [UNSEEN] for field in found if found[field] is None}
    if not errors:
        two = [person for person in found.values() if person is not None]
        try:
            apart.keep(unit(), two, clerk(), typed["reason"].strip())
        except InvalidError as error:
            errors = error.fields
    if errors:
        return make_response(_apart_page(typed, errors), 422)
    flash(
        "The two are kept apart: each record is open to whoever has the case, and to nobody else.", "success"
    )
    return make_response(redirect(url_for("access.list_apart"), 303))


@area.page("/kept-apart/<uuid:keeping_id>/end", "people.keep_apart", methods=("POST",))
def end_apart(keeping_id: UUID) -> Response:
    """Keep two people apart no longer."""
    apart.end(unit(), keeping_id, clerk())
    flash("The two are no longer kept apart.", "success")
    return make_response(redirect(url_for("access.list_apart"), 303))


def _found(number: str) -> Person | None:
    try:
        return people.find_by_number(unit(), viewer(), number)
    except DeniedError as denied:
        refusal_recorded(denied.permission, denied.subject_id)
        return None


def _apart_page(typed: dict[str, Any], errors: dict[str, Any]) -> str:
    pairs = apart.pairs(unit(), viewer())
    read_recorded("person.listed", None, count=2 * len(pairs))
    return render_template("access/apart.html", pairs=pairs, typed=typed, errors=errors)


def _access_page(person: Person, typed: dict[str, Any], errors: dict[str, Any]) -> str:
    read_recorded("person.read", person.id, page="access")
    rows: list[CaseAccess] = list(restriction.named(unit(), person.id))
    staff = unit().scalars(
        select(Staff).where(Staff.active).options(joinedload(Staff.office)).order_by(Staff.name, Staff.email)
    )
    there = {row.staff_id for row in rows}
    return render_template(
        "access/access.html",
        person=person,
        named=rows,
        holder_in=person.holder_id in there,
        # Whoever may not be let in stands here like everybody else: a gap would tell.
        staff=[each for each in staff if each.id not in there],
        typed=typed,
        errors=errors,
    )


def _told(person: Person, message: str) -> Response:
    flash(message, "success")
    return make_response(redirect(url_for("access.show_access", person_id=person.id), 303))
