"""Pages of a person's week: the grid, its clashes, the fixed times, what leaves on paper or as a calendar."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate

from agency.edge.areas import Area
from agency.edge.forms import CSRF_FIELD, StrictSchema, errors_of, load
from agency.edge.request import clock, may, settings, unit, viewer
from agency.edge.trail import read_recorded
from agency.errors import ConflictError
from agency.languages import LANGUAGES, WRITTEN_IN
from matching.week.activities import DAYS
from reentry.desk.request import clerk, today
from reentry.matches.views import catalog, index
from reentry.people import commitments, people
from reentry.people.commitments import KINDS
from reentry.people.people import TRANSPORT, Person
from reentry.plans import plans
from reentry.week import fixed_times, offers, sheet
from reentry.week.calendar import calendar
from reentry.week.fixed_times import DAY_NAMES, LABELS, MOVES, FixedTimeForm
from reentry.week.grid import grid
from reentry.week.weeks import PersonWeek, week_of
from resources.needs import NEEDS

area = Area("week", __name__)

HIDDEN = "Some of what is in this week is not shown to your role."


class PrintForm(StrictSchema):
    """In which language the week is printed for the person."""

    language = fields.String(
        load_default=WRITTEN_IN,
        validate=validate.OneOf(LANGUAGES, error="Choose a language of the list."),
    )


@area.page("/people/<uuid:person_id>/week", "plan.read")
def show_week(person_id: UUID) -> str:
    """The week as a grid, its clashes in words with the smallest change, and the fixed times in it."""
    return _page(people.get(unit(), viewer(), "plan.read", person_id), {}, {})


@area.page("/people/<uuid:person_id>/week", "plan.edit", methods=("POST",))
def enter_fixed_time(person_id: UUID) -> Response:
    """Put a fixed time into the week; where something is wrong, the form comes back with what was typed."""
    person = people.get(unit(), viewer(), "plan.edit", person_id)
    typed = _typed()
    errors = errors_of(FixedTimeForm(), typed)
    if errors:
        return make_response(_page(person, {**request.form.to_dict(), **typed}, errors), 422)
    fixed_times.enter(unit(), person, load(FixedTimeForm(), typed), clerk())
    flash("It is in the week.", "success")
    return _to_week(person)


@area.page("/people/<uuid:person_id>/week/<uuid:commitment_id>/end", "plan.edit", methods=("POST",))
def end_fixed_time(person_id: UUID, commitment_id: UUID) -> Response:
    """Take a fixed time out of the week."""
    person = people.get(unit(), viewer(), "plan.edit", person_id)
    fixed_times.end(unit(), person, commitment_id, clerk())
    flash("It is no longer in the week.", "success")
    return _to_week(person)


@area.page("/people/<uuid:person_id>/week/in-short", "plan.read")
def show_in_short(person_id: UUID) -> str:
    """One line for the plan's page: whether the week can be done."""
    person = people.get(unit(), viewer(), "plan.read", person_id)
    read_recorded("person.read", person.id, page="week")
    found = _week(person)
    arranged = found.arranged()
    words = found.words(may("health.read", person))
    return render_template(
        "week/in_short.html",
        person=person,
        fits=arranged.fits,
        clashes=[words.clash(each) for each in arranged.clashes],
        unplaced=len(found.unplaced),
        entries=len(found.entries),
    )


@area.page("/people/<uuid:person_id>/week.<any(pdf,html,docx,ics):form>", "plan.print", methods=("POST",))
def print_week(person_id: UUID, form: str) -> Response:
    """The week for the person, on paper or as a calendar; that it was made is written down before it is sent."""
    person = people.get(unit(), viewer(), "plan.print", person_id)
    # What is only proposed nobody has arranged: it is no appointment yet.
    plan, found = plans.live(unit(), person), _week(person).without_proposals()
    arranged, language = found.arranged(), load(PrintForm(), _typed())["language"]
    if not arranged.fits:
        raise ConflictError(
            "The week does not work out yet, so nothing was printed. Settle what clashes first: take one of the "
            "changes the page names."
        )
    if form == "ics":
        data = calendar(found, arranged.timetable, today(), clock().now(), language)
    else:
        made = sheet.sheet(unit(), found, arranged.timetable, plan, today(), language)
        data = sheet.render(made, form, settings())
    sheet.leaves(unit(), found, plan, form, clerk())
    response = make_response(data)
    response.headers["Content-Type"] = sheet.TYPES[form]
    how = "inline" if form == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{how}; filename="week.{form}"'
    return response


@area.page("/people/<uuid:person_id>/week/proposal", "plan.edit")
def show_proposal(person_id: UUID) -> str:
    """A service for every need at once, beside what stands in the plan."""
    person = people.get(unit(), viewer(), "plan.edit", person_id)
    read_recorded("person.matched", person.id, count=1)
    return render_template(
        "week/proposal.html",
        person=person,
        plan=plans.live(unit(), person),
        found=_offers(person),
        long=offers.long,
        words={"needs": NEEDS},
    )


@area.page("/people/<uuid:person_id>/week/proposal", "plan.edit", methods=("POST",))
def accept_proposal(person_id: UUID) -> Response:
    """Put into the plan, as proposals, what was shown; nothing that somebody chose is touched."""
    person = people.get(unit(), viewer(), "plan.edit", person_id)
    found, shown = _offers(person), set(request.form.getlist("shown"))
    wanted = [each for each in found.offered if _mark(each) in shown]
    if len(wanted) < len(shown):
        raise ConflictError(
            "The plan or the directory changed since this was proposed. Nothing was changed; look at it again."
        )
    added = offers.accept(unit(), person, wanted, index(), clerk(), today())
    flash(f"{added} proposed; nothing that was chosen has changed.", "success")
    plan = plans.begin(unit(), person, clerk())
    return make_response(redirect(url_for("plans.show_plan", plan_id=plan.id), 303))


def _offers(person: Person) -> offers.Offers:
    plan = plans.live(unit(), person)
    return offers.offers(person, plan, index(), today(), health=may("health.read", person))


@area.app_template_filter("proposal_mark")
def _mark(offered: offers.Offered) -> str:
    """What was shown for a need, so that something else is not accepted in its place."""
    offer = offered.match.offer if offered.match else None
    return f"{offered.need} {offer.service_id if offer else ''} {offer.location_id if offer else ''}"


def _week(person: Person) -> PersonWeek:
    return week_of(person, plans.live(unit(), person), catalog())


def _page(person: Person, typed: Mapping[str, Any], errors: Mapping[str, Any]) -> str:
    read_recorded("person.read", person.id, page="week")
    health = may("health.read", person)
    found = _week(person)
    arranged = found.arranged()
    names = found.across_the_desk(health)
    words = found.words(health)
    times = {each.key: each.times for each in found.week.activities}
    places = {each.key: each.place for each in found.week.activities}
    plan = plans.live(unit(), person)
    sessions = arranged.timetable.sessions
    return render_template(
        "week/week.html",
        person=person,
        plan=plan,
        found=found,
        arranged=arranged,
        names=names,
        full=found.named(health),
        rows=grid(found.week, sessions, names, places),
        by_day=[(DAY_NAMES[day], [each for each in sessions if each.day == day]) for day in DAYS],
        clashes=[words.clash(each) for each in arranged.clashes],
        changes=[words.change(each, times[each.key]) for each in arranged.changes],
        say=words,
        fixed=[
            each
            for each in commitments.in_force(person.commitments)
            if health or each.kind not in commitments.SENSITIVE
        ],
        hidden="" if health or not any(each.sensitive for each in found.entries) else HIDDEN,
        steps=[
            (str(each.step.id), each.name)
            for each in found.entries
            if each.step and (health or not each.sensitive)
        ],
        typed=typed,
        errors=errors,
        labels=LABELS,
        words=WORDS,
        languages=LANGUAGES,
    )


def _typed() -> dict[str, Any]:
    """What was filled in; a field left empty is as one not sent."""
    typed: dict[str, Any] = {
        name: request.form[name]
        for name in request.form
        if name not in ("days", CSRF_FIELD) and request.form[name].strip()
    }
    return {**typed, "days": request.form.getlist("days")} if "days" in request.form else typed


def _to_week(person: Person) -> Response:
    return make_response(redirect(url_for("week.show_week", person_id=person.id), 303))


WORDS = {
    "kinds": KINDS,
    "days": tuple(enumerate(DAY_NAMES)),
    "day_names": DAY_NAMES,
    "moves": tuple((each, f"{each} minutes" if each else "Not at all") for each in MOVES),
    "transport": {**TRANSPORT, "": "By bus"},
    "conditions": {"reporting": "Reporting", "community_service": "Community service"},
}
