"""Pages of people: the list, the intake, one person, and what is known of them."""

from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from agency.access import permissions
from agency.edge.areas import Area
from agency.edge.forms import CSRF_FIELD, by_path
from agency.edge.request import clock, may, unit, viewer
from agency.edge.trail import read_recorded, refusal_recorded
from agency.errors import ConflictError, InvalidError
from agency.offices import Office
from matching.ages import age_on
from reentry.access import emergency
from reentry.co_placement import telling
from reentry.desk.request import clerk, here, today
from reentry.matches import matches, place_rules
from reentry.matches.views import index
from reentry.people import conditions, flat_intake, intake, intake_files, known_facts, people, sensitive
from reentry.people import form as person_form
from reentry.people.people import Person
from reentry.plans import path as plan_path
from reentry.plans import plans
from reentry.plans.steps import PlanStep
from reentry.referrals import referrals
from resources.records.services import Service

area = Area("people", __name__)

LISTS = ("needs",)
# As many faults of a file as somebody reads at once.
SHOWN_FAULTS = 200
# What is asked of everybody, by the name of the fact.
FACTS = {name.removeprefix("facts."): words for name, words in person_form.WORDS["facts"].items()}


@area.page("/people", "person.read")
def list_people() -> str:
    """Everybody the viewer may see, by name, found by name or number."""
    found = people.called(unit(), viewer(), request.args.get("q", ""))
    read_recorded("person.listed", None, count=len(found))
    return render_template(
        "people/list.html",
        people=found,
        needs={person.id: sensitive.needs(person.needs, may("health.read", person)) for person in found},
        q=request.args.get("q", ""),
        today=today(),
        words=person_form.WORDS,
    )


@area.page("/people/new", "person.create")
def new_person() -> str:
    """The intake form, empty."""
    return _form({}, {})


@area.page("/people", "person.create", methods=("POST",))
def create_person() -> Response:
    """Take a person in from the form; where something is wrong, the form comes back with what was typed."""
    return _save(None)


@area.page("/people/import", "person.create")
def show_import() -> str:
    """Where an intake file is given."""
    return render_template("people/import.html", errors={}, faults=[])


@area.page("/people/import", "person.create", methods=("POST",))
def import_people() -> Response:
    """Take in everybody in a file, or nobody and every fault by row and field."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return _import_refused("Choose a file first.", [])
    try:
        found = intake_files.read(upload.filename, upload.read())
    except InvalidError as error:
        return _import_refused(str(error), [])
    faults = [fault for position, raw in enumerate(found, start=1) for fault in _take_in_row(position, raw)]
    if faults:
        more = (
            f" Of {len(faults):,} faults the first {SHOWN_FAULTS} are shown."
            if len(faults) > SHOWN_FAULTS
            else ""
        )
        message = f"Nobody was taken in. Correct the file and bring it again.{more}"
        return _import_refused(message, faults[:SHOWN_FAULTS])
    flash(f"{len(found)} taken in." if len(found) > 1 else "One person taken in.", "success")
    return make_response(redirect(url_for("people.list_people"), 303))


@area.page("/people/<uuid:person_id>", "person.read")
def show_person(person_id: UUID) -> str:
    """One person: what is known, what is ordered, what is needed, what is planned."""
    person = people.get(unit(), viewer(), "person.read", person_id)
    read_recorded("person.read", person.id, page="person")
    plan = plans.live(unit(), person)
    asked = matches.question(person, None, today())
    opened = emergency.live(unit(), viewer(), person, clock().now())
    health = may("health.read", person)
    needs = sensitive.needs(person.needs, health)
    path = plan_path.milestones(person, plan.steps if plan else (), today())
    sent = referrals.of_person(unit(), person)
    return render_template(
        "people/person.html",
        person=person,
        today=today(),
        on=asked.on,
        age=age_on(today(), asked.facts.birth_date) if asked.facts.birth_date else None,
        known=sensitive.facts(known_facts.current(person.known_facts), health),
        asked={name: words for name, words in FACTS.items() if health or name not in sensitive.FACTS},
        live=sensitive.conditions(conditions.in_force(person.conditions), health),
        needs=needs,
        matches=matches.tiers(index(), asked, [need.need for need in needs]),
        plan=plan,
        path=[each for each in path if health or each.code not in sensitive.STEPS],
        steps={need.need: _chosen(person, need.need, health) for need in needs},
        apart=telling.told(unit(), viewer(), person),
        referrals=[each for each in sent if health or _tells_nothing(each.service, each.need)],
        not_shown="" if health else sensitive.NOT_SHOWN,
        emergency=here(opened.until) if opened and opened.until else None,
        words=person_form.WORDS,
    )


@area.page("/people/<uuid:person_id>/edit", "person.edit")
def edit_person(person_id: UUID) -> str:
    """The intake form, filled with what is known."""
    person = people.get(unit(), viewer(), "person.edit", person_id)
    return _form(person_form.typed(person), {}, person)


@area.page("/people/<uuid:person_id>", "person.edit", methods=("POST",))
def update_person(person_id: UUID) -> Response:
    """Save what was changed; a fact that was emptied is unknown from now on."""
    return _save(people.get(unit(), viewer(), "person.edit", person_id))


def _chosen(person: Person, need: str, health: bool) -> list[PlanStep]:
    steps = plans.chosen(unit(), person, need)
    return [step for step in steps if health or (step.service and _tells_nothing(step.service, step.need))]


def _tells_nothing(service: Service, need: str) -> bool:
    """Whether it tells nothing of health or treatment that a person is sent to this service."""
    return need not in sensitive.NEEDS and not service.part_2_program and not service.victim_services


def _save(person: Person | None) -> Response:
    typed = _typed(request.form)
    version = typed.pop("version", "")
    if person is not None and version and version != str(person.version):
        raise ConflictError(
            "Somebody else saved this record while you were typing. Nothing was changed. "
            "Go back to see what you typed, and open the record again in another tab to compare."
        )
    wrong = _number_taken(typed.get("number", ""), person)
    if wrong:
        return make_response(_form(typed, {"number": [wrong]}, person), 422)
    try:
        saved = intake.take_in(unit(), person_form.stated(person, typed), clerk())
        if person is not None:
            person_form.forget_emptied(unit(), person, typed, clerk())
    except InvalidError as error:
        return make_response(_form(typed, by_path(error.fields), person), 422)
    flash("Saved.", "success")
    return make_response(redirect(url_for("people.show_person", person_id=saved.id), 303))


def _number_taken(number: str, person: Person | None) -> str:
    """Why a form may not be saved under this record number; a refused reach for another's case is written down."""
    owner = people.by_number(unit(), number)
    if owner is None:
        return "A record keeps its number." if person is not None and number.strip() else ""
    if person is not None and owner.id == person.id:
        return ""
    _reaches(owner)
    return "There is a record with this number already."


def _reaches(owner: Person) -> bool:
    """Whether the viewer may change this record; a reach for one that is out of bounds is written down."""
    if permissions.allowed(viewer(), "person.edit", owner):
        return True
    refusal_recorded("person.edit", owner.id)
    return False


def _typed(form: MultiDict[str, str]) -> dict[str, Any]:
    return {
        name: form.getlist(name) if name in LISTS or name.endswith(flat_intake.DAYS) else form[name]
        for name in form
        if name != CSRF_FIELD
    }


def _own_state() -> str:
    office = unit().get(Office, viewer().office_id)
    return office.state if office else "MD"


def _form(typed: dict[str, Any], errors: dict[str, list[str]], person: Person | None = None) -> str:
    if person is not None:
        read_recorded("person.read", person.id, page="edit")
    return render_template(
        "people/form.html",
        typed=typed,
        errors=errors,
        person=person,
        labels=person_form.LABELS,
        rows=person_form.rows(typed),
        rules=place_rules.of(unit()),
        area=person.office.state if person else _own_state(),
        words=person_form.WORDS,
    )


def _take_in_row(position: int, raw: Any) -> list[dict[str, str]]:  # noqa: ANN401
    number = raw.get("number") if isinstance(raw, dict) else None
    owner = people.by_number(unit(), number) if isinstance(number, str) else None
    if owner is not None and not _reaches(owner):
        return [
            {"row": str(position), "field": "number", "message": "This number is of a case you may not open."}
        ]
    try:
        intake.take_in(unit(), raw, clerk(), source="file")
    except InvalidError as error:
        return [
            {"row": str(position), "field": name, "message": " ".join(messages)}
            for name, messages in by_path(error.fields).items()
        ]
    return []


def _import_refused(message: str, faults: list[dict[str, str]]) -> Response:
    return make_response(
        render_template("people/import.html", errors={"file": [message]}, faults=faults), 422
    )
