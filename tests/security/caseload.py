"""A small agency with work under way: one of everything that an address can name or a page can offer."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from agency.audit import audit
from agency.database import Database
from agency.staff.staff import Role, Staff
from matching.catalog import load
from matching.columns.index import Index
from reentry.co_placement import co_placements
from reentry.consents import consents
from reentry.consents.consents import Terms
from reentry.people import intake
from reentry.people.intake import Clerk
from reentry.plans import draft as plan_draft
from reentry.plans import place_checks
from reentry.referrals import referrals
from resources.changes import editing
from resources.changes.editing import Author
from resources.provider import links
from resources.readings import deciding
from resources.readings.kinds import KINDS
from resources.readings.reading import read_texts
from resources.readings.texts import text_id
from resources.records.services import Service
from resources.upkeep import barring
from resources.upkeep.batches import BatchedCall, CallBatch
from tests.reentry.access.files import LET_IN, OWN, furnish
from tests.reentry.conftest import MARCUS
from tests.reentry.plans.providers import provide, provide_all

# The token of a provider's link is a text.
Ids = Mapping[str, Any]
TODAY = date(2026, 11, 21)


def begin(database: Database, hire: Callable[..., UUID], office: UUID, roles: tuple[str, ...]) -> list[Ids]:
    """Fill an empty agency; gives ids by the name that addresses give them, first those of the officer's own case."""
    staff = {role: hire(role) for role in roles}
    cabinet = furnish(
        database, office, {Role.OFFICER: staff["officer"], Role.SUPERVISOR: staff["supervisor"]}
    )
    services = provide_all(database)
    _read(database, staff["coordinator"])
    with database.writing() as session:
        clerk = Clerk(staff["officer"], office, database.clock.now())
        planned = _planned(session, clerk, services)
    own = cabinet.files[Role.OFFICER, OWN].ids
    named = cabinet.files[Role.OFFICER, LET_IN].ids
    asked = {**planned, **_link(database, staff, services), "step_id": planned["backup_id"]}
    return [{**planned, **cabinet.others, **own}, planned, asked, named, *_trouble(database, hire, staff)]


def _planned(session: Session, clerk: Clerk, services: Ids) -> dict[str, Any]:
    """A case whose plan the service has drafted, with a consent and a letter to write."""
    marcus = intake.take_in(session, MARCUS, clerk)
    session.flush()
    plan = plan_draft.build(session, marcus, clerk, TODAY, Index(load(session), TODAY))
    program = session.get_one(Service, services["treatment"])
    terms = Terms(["treatment"], "to arrange treatment", TODAY, date(2027, 5, 1), program.organization_id)
    consent = consents.record(session, marcus, terms, clerk, TODAY)
    referral = referrals.draft(session, marcus, program.id, None, "", plan.id, clerk)
    session.flush()
    primary, backup = (
        next(step for step in plan.steps if step.rank == rank) for rank in ("primary", "backup")
    )
    for step in (primary, backup):
        step.enter("planned", "", clerk.staff_id, clerk.now)
    session.flush()
    place_checks.ask(session, backup, clerk)
    beside = intake.take_in(session, {**MARCUS, "number": "TD-2002", "family_name": "Fencepost"}, clerk)
    co_placements.enter(session, (marcus, beside), "co_defendant", "Order of May 2, 2026", clerk)
    return {
        "person_id": marcus.id,
        "plan_id": plan.id,
        "step_id": primary.id,
        "backup_id": backup.id,
        "consent_id": consent.id,
        "referral_id": referral.id,
    }


def _link(database: Database, staff: Ids, services: Ids) -> dict[str, Any]:
    """A provider that was given a link, and a service to which nobody is referred."""
    with database.writing() as session:
        program = session.get_one(Service, services["other_residence"])
        who, now = staff["coordinator"], database.clock.now()
        link, token = links.make(session, program.organization, "Dana", 30, who, now)
        editing.propose(session, program, {"alert": "Call first."}, Author(staff["officer"], now))
        calls = [BatchedCall(service_id=services["jobs"], position=0)]
        session.add(CallBatch(made_by=who, assigned_to=who, made_at=now, calls=calls))
        decided = barring.bar(session, program, "The roof leaks.", None, who, TODAY)
        session.flush()
        return {
            "token": token,
            "link_id": link.id,
            "organization_id": program.organization_id,
            "service_id": program.id,
            "decision_id": decided.id,
        }


def _read(database: Database, coordinator: UUID) -> None:
    """A text of which one item is decided and others wait."""
    words = "Men 18 and older. No sex offenders."
    with database.writing() as session:
        provide(session, "Plover Rest", "housing", eligibility_description=words)
        read_texts(session, database.clock.now())
        text = text_id("eligibility", words)
        first, *_ = KINDS["eligibility"].items(words)
        author = Author(coordinator, database.clock.now())
        deciding.decide(session, text, [first.id], "rejected", author, lambda _said: None)


def _trouble(database: Database, hire: Callable[..., UUID], staff: Ids) -> list[Ids]:
    """Whoever left, whoever is locked out, and a record that is held back: each has forms of its own."""
    gone, locked = (hire("caseworker", email=f"{name}@test.example") for name in ("gone", "locked"))
    with database.writing() as session:
        session.get_one(Staff, gone).active = False
        session.get_one(Staff, locked).locked_until = database.clock.now() + timedelta(days=1)
        audit.record(session, "staff.disabled", staff["administrator"], gone)
        held = provide(session, "Lantern Cove", "housing", held=True)
        return [{"staff_id": gone, "service_id": held.id}, {"staff_id": locked}]
