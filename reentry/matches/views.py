"""The page of matches for one need: what fits, what to ask, what does not and why; and choosing one for the plan."""

import re
from collections.abc import Container, Mapping
from datetime import date
from uuid import UUID

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from marshmallow import fields, validate

from agency.edge.areas import Area
from agency.edge.forms import StrictSchema, load
from agency.edge.request import unit, viewer
from agency.edge.trail import read_recorded
from agency.errors import ConflictError, NotFoundError
from agency.languages import LANGUAGES, WRITTEN_IN
from matching import travel
from matching.catalog import Catalog
from matching.columns.index import Index
from matching.narrowing import TIERS, Narrowing
from matching.offer import Place
from matching.questions import questions
from matching.shelf import Shelf
from matching.tiers import Tiers
from matching.wording import Wording, english, in_language
from reentry.co_placement import telling
from reentry.desk.request import clerk, today
from reentry.matches import matches, overview, ways
from reentry.matches import rows as match_list
from reentry.matches.rows import SORTS
from reentry.people import form as person_form
from reentry.people import people
from reentry.people.people import Person
from reentry.plans import plans
from reentry.referrals import referrals
from reentry.week import weeks
from reentry.week.taken_hours import floating_hours
from resources.needs import NEEDS
from resources.pages import record
from resources.records.locations import Location
from resources.records.services import Service
from resources.records.standing import current_id
from resources.records.ways_in import WAYS
from resources.search.filters import DAYS, Hour

area = Area("matches", __name__)

DISTANCES = (2, 5, 10, 25, 50)
TIER_WORDS = {"eligible": "Qualify", "possible": "To ask", "not_eligible": "Do not qualify"}
FROM = re.compile(r"[0-9]{1,7}")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class ChoiceForm(StrictSchema):
    """Which service goes into the plan, and for housing whether first or as the backup."""

    service_id = fields.UUID(required=True)
    location_id = fields.UUID(load_default=None, allow_none=True)
    rank = fields.String(load_default="", validate=validate.OneOf(["", "primary", "backup"]))


def catalog() -> Catalog:
    """The directory as matching sees it, in its present version."""
    shelf: Shelf = current_app.extensions["shelf"]
    return shelf.catalog(unit())


def index() -> Index:
    """The directory as matching sees it, in its present version, ranked as the agency ranks it."""
    shelf: Shelf = current_app.extensions["shelf"]
    return shelf.index(unit(), today())


@area.page("/people/<uuid:person_id>/matches", "person.match")
def show_all(person_id: UUID) -> str:
    """Every need of a person with the best services for it, on one page."""
    person = people.get(unit(), viewer(), "person.match", person_id)
    needs = [need.need for need in person.needs]
    read_recorded("person.matched", person.id, count=len(needs))
    asked = matches.question(person, None, today())
    shown = overview.of(matches.tiers(index(), asked, needs), english())
    return render_template(
        "matches/overview.html",
        person=person,
        asked=asked,
        shown=shown,
        words=person_form.WORDS,
        floating=floating_hours(person),
    )


@area.page("/people/<uuid:person_id>/matches/<need>", "person.match")
def show_need(person_id: UUID, need: str) -> str:
    """The three tiers for one need, each service with its reasons, beside the map."""
    _known(need)
    person = people.get(unit(), viewer(), "person.match", person_id)
    read_recorded("person.matched", person.id, count=1)
    asked = matches.question(person, _day(request.args), today())
    found = matches.tiers(index(), asked, [need])[need]
    by = _narrowing(found)
    sort, language = _one_of(SORTS, "sort", ""), _one_of(LANGUAGES, "language", WRITTEN_IN)
    wording = in_language(language)
    apart = telling.told(unit(), viewer(), person)
    way = _way(person, asked.place, wording)
    return render_template(
        "matches/need.html",
        person=person,
        need=need,
        found=found,
        hours_unknown=found.hours_unknown(by),
        floating=floating_hours(person),
        shown=match_list.build(unit(), found, by, wording, sort, way, _start(by), apart),
        by=by,
        asked_hour=request.args.get("open", ""),
        tier_words=TIER_WORDS,
        days=record.WEEK,
        distances=[(str(each), f"{each} miles") for each in DISTANCES],
        asked=asked,
        questions=questions(found.missing_facts, wording),
        chosen=_chosen(person, need),
        today=today(),
        words=person_form.WORDS,
        sorts=SORTS,
        sort=sort,
        languages=LANGUAGES,
        language=language,
        ways=WAYS,
        zones=match_list.zones(asked.conditions),
        area=person.office.state,
    )


@area.page("/people/<uuid:person_id>/matches/<need>", "plan.edit", methods=("POST",))
def choose(person_id: UUID, need: str) -> Response:
    """Put a service into the plan, with a draft referral; what it was judged on is kept with the step."""
    _known(need)
    person = people.get(unit(), viewer(), "plan.edit", person_id)
    form = load(ChoiceForm(), {name: value for name, value in request.form.items() if value})
    found = matches.for_person(index(), person, [need], today())[need]
    chosen = (
        current_id(unit(), Service, form["service_id"]),
        current_id(unit(), Location, form["location_id"]) if form["location_id"] else None,
    )
    match = found.find(*chosen)
    if match is None or not matches.may_be_chosen(match):
        raise ConflictError(
            "This service cannot be added from this list. Nothing was changed; open the list again."
        )
    taken = matches.remember_of(match, found)
    step = plans.add_match(unit(), person, need, match, taken, clerk(), rank=form["rank"])
    referrals.draft(unit(), person, *chosen, need, step.plan_id, clerk())
    # The message waits in the cookie, where anybody at this computer can read it: it names nobody.
    told = weeks.effect(weeks.week_of(person, step.plan, catalog()), step)
    flash(f"It is in the plan; a referral is drafted. {told}", "success")
    return make_response(redirect(url_for("matches.show_need", person_id=person.id, need=need), 303))


def _way(person: Person, start: Place | None, wording: Wording) -> match_list.Way:
    if start is None:
        return ways.from_office(unit(), person, wording)
    table = travel.of(unit())
    return lambda match: travel.told(match.distance_m, person.transport, table, wording)


def _chosen(person: Person, need: str) -> set[str]:
    """The keys of the rows that are in the plan by choice, not only as a proposal."""
    steps = [step for step in plans.chosen(unit(), person, need) if step.status != "proposed"]
    return {f"{service}.{location or ''}" for service, location in (step.rests_on for step in steps)}


def _known(need: str) -> None:
    if need not in NEEDS:
        raise NotFoundError("There is no such need.")


def _one_of(choices: Container[str], name: str, otherwise: str) -> str:
    chosen = request.args.get(name, otherwise)
    return chosen if chosen in choices else otherwise


def _narrowing(found: Tiers) -> Narrowing:
    """The filters asked for; a time without a day is the day of service, and what makes no sense is left out."""
    day, at = _one_of(record.WEEK, "open", ""), request.args.get("at", "")
    at = at if CLOCK.fullmatch(at) else ""
    hour = Hour(day or DAYS[found.on.weekday()], at) if day or at else None
    miles = _one_of([str(each) for each in DISTANCES], "miles", "")
    rule = _one_of([rule for rule, _ in found.ruled_out()], "rule", "")
    return Narrowing(_one_of(TIERS, "tier", ""), hour, int(miles) if miles else None, rule)


def _start(by: Narrowing) -> int:
    """How many of a tier that is listed alone are passed over."""
    start = request.args.get("from", "")
    return int(start) if by.tier and FROM.fullmatch(start) else 0


def _day(arguments: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(arguments.get("on", ""))
    except ValueError:
        return None
