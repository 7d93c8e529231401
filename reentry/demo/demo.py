"""The fictional agency of a first run: invented staff, invented providers, invented people."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.audit import audit
from agency.edge.forms import load as load_form
from agency.offices import Agency, Office
from agency.settings import ROOT
from agency.staff.staff import Role, Staff
from matching.catalog import load
from matching.columns.index import Index
from reentry.access import restriction
from reentry.demo import directory_calls, outcomes, proposals
from reentry.people import intake
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import draft as plan_draft
from reentry.plans import place_checks, plans
from reentry.victims import protected_places
from reentry.victims.protected_places import Terms
from reentry.week import fixed_times
from reentry.week.fixed_times import FixedTimeForm
from resources.geocoding.local import local_geocoder
from resources.imports.importing import import_directory
from resources.upkeep import room
from resources.upkeep.room import Room

SEED = ROOT / "seed_data"
# Cases whose plan is begun already, so that a first look finds plans in every state; the rest are to be built.
BEGUN = 5


def is_empty(session: Session) -> bool:
    """Whether nobody has set up an agency here."""
    return session.get(Agency, 1) is None


def log_ins() -> list[tuple[str, str, str]]:
    """Role, e-mail and password of the invented staff."""
    return [(each["role"], each["email"], each["password"]) for each in _agency()["staff"]]


def fill(session: Session, seed: Path = SEED) -> None:
    """Fill an empty database with the fictional agency, its directory and its people."""
    now = session.info["clock"].now()
    offices = _offices(session)
    staff = _staff(session, offices)
    locator_from = local_geocoder(session).over
    report = import_directory(session, seed / "directory", now, locator_from, source="demonstration")
    audit.record(
        session,
        "directory.imported",
        None,
        source="demonstration",
        created=report.as_dict()["created"],
        updated=report.as_dict()["updated"],
    )
    session.flush()
    directory_calls.enter(session, seed / "calls.json", staff, now)
    proposals.enter(session, json.loads((seed / "proposals.json").read_text()), staff, now)
    outcomes.enter(session, seed / "outcomes.json")
    clerk = Clerk(None, offices[0].id, now)
    people = [
        intake.take_in(session, raw, clerk, source="demonstration")
        for path in sorted((seed / "people").glob("*.json"))
        for raw in _list(json.loads(path.read_text()))
    ]
    _begin_plans(session, people, staff)
    _change_the_directory(session, people, staff["coordinator"], now)
    _protect(session, people, staff)
    _restrict(session, people, clerk)
    _fill_weeks(session, seed / "weeks.json", people, clerk)


def count_people(session: Session) -> int:
    """How many people there are."""
    return session.scalar(select(func.count()).select_from(Person)) or 0


def _begin_plans(session: Session, people: list[Person], staff: dict[str, Staff]) -> None:
    now = session.info["clock"].now()
    catalog = load(session)
    for person in people[:BEGUN]:
        officer = person.holder_id or staff["officer"].id
        today = session.info["clock"].today(person.office.time_zone)
        plan_draft.build(session, person, Clerk(officer, person.office_id, now), today, Index(catalog, today))


def _change_the_directory(session: Session, people: list[Person], coordinator: Staff, now: datetime) -> None:
    """What two plans rest on changes after they were begun: one residence fills up, one service closes for a while."""
    live = plans.live_of(session, [person.id for person in people[:BEGUN]])
    steps = [step for plan in live.values() for step in plan.steps if step.need]
    residence = next(step.service for step in steps if step.service and step.need == "housing")
    service = next(step.service for step in reversed(steps) if step.service and step.need != "housing")
    room.say(session, residence, Room("beds", 0, waiting=5), "front desk", now, now.date())
    service.status, service.closed_until = "temporarily closed", now.date() + timedelta(days=240)
    audit.record(session, "directory.edited", coordinator.id, service.id, fields="status, closed_until")


def _protect(session: Session, people: list[Person], staff: dict[str, Staff]) -> None:
    """One protected place, and one request about a residence that was chosen for the same person."""
    now = session.info["clock"].now()
    seeded = _agency()["protected_place"]
    person = next(each for each in people if each.number == seeded["person"])
    officer, keeper = (
        Clerk(staff_id, person.office_id, now) for staff_id in (person.holder_id, staff["victim_services"].id)
    )
    protected_places.enter(session, person, Terms(**seeded["terms"]), keeper)
    plan = plans.live(session, person)
    residence = plans.ranked(plan, "primary") if plan else None
    if residence is not None and place_checks.place_of(residence):
        residence.enter("planned", "", officer.staff_id, now)
        place_checks.ask(session, residence, officer)


def _restrict(session: Session, people: list[Person], clerk: Clerk) -> None:
    """A staff relative, whom nobody but the officer and the supervisor knows of."""
    seeded = _agency()["restricted"]
    person = next(each for each in people if each.number == seeded["person"])
    named = session.scalars(select(Staff.id).where(Staff.email.in_(seeded["named"])))
    restriction.begin(session, person, clerk, named, seeded["reason"])


def _fill_weeks(session: Session, path: Path, people: list[Person], clerk: Clerk) -> None:
    """Work, reporting and sessions of some of them; one week does not work out."""
    by_number = {person.number: person for person in people}
    for each in json.loads(path.read_text()):
        person = by_number[each.pop("person")]
        fixed_times.enter(session, person, load_form(FixedTimeForm(), each), clerk)


def _offices(session: Session) -> list[Office]:
    made = [Office(**each) for each in _agency()["offices"]]
    session.add_all(made)
    session.flush()
    session.add(Agency(**_agency()["agency"], main_office_id=made[0].id))
    audit.record(session, "agency.created", None)
    return made


def _staff(session: Session, offices: list[Office]) -> dict[str, Staff]:
    by_name = {office.name: office for office in offices}
    made: dict[str, Staff] = {}
    for each in _agency()["staff"]:
        person = Staff(
            email=each["email"],
            name=each["name"],
            title=each["title"],
            phone=each["phone"],
            role=Role(each["role"]),
            office_id=by_name[each["office"]].id,
        )
        person.set_password(each["password"])
        session.add(person)
        made.setdefault(each["role"], person)
        audit.record(session, "staff.added", None, person.id, role=each["role"])
    session.flush()
    return made


def _agency() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SEED / "agency.json").read_text())
    return found


def _list(found: Any) -> list[Any]:  # noqa: ANN401
    return found if isinstance(found, list) else [found]
