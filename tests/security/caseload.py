"""A small agency with work under way: one of everything that an address can name or a page can offer."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from agency.audit import audit
from agency.database import Database
from agency.staff.security_keys import SecurityKey
from agency.staff.staff import Role, Staff
from matching.catalog import load
from matching.columns.index import Index
from reentry.co_placement import co_placements
from reentry.consents import consents
from reentry.consents.consents import Terms
from reentry.people import intake
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import draft as plan_draft
from reentry.plans import place_checks
from reentry.referrals import referrals
from resources.changes.editing import Author
from resources.records.services import Service
from tests.reentry.access.files import LET_IN, OWN, furnish
from tests.reentry.conftest import MARCUS
from tests.reentry.plans.providers import provide, provide_all
from tests.reentry.touched.conftest import changing, choose
from tests.security import directory_work

# The token of a provider's link is a text.
Ids = Mapping[str, Any]
TODAY = date(2026, 11, 21)
RECORD_PAGES = ("organization", "service", "location")


def begin(database: Database, hire: Callable[..., UUID], office: UUID, roles: tuple[str, ...]) -> list[Ids]:
    """Fill an empty agency; gives ids by the name that addresses give them, first those of the officer's own case."""
    staff = {role: hire(role) for role in roles}
    cabinet = furnish(
        database, office, {Role.OFFICER: staff["officer"], Role.SUPERVISOR: staff["supervisor"]}
    )
    services, now = provide_all(database), database.clock.now()
    coordinator, officer = (Author(staff[role], now) for role in ("coordinator", "officer"))
    with database.writing() as session:
        kept = directory_work.begin(session, coordinator, officer, services)
        clerk = Clerk(staff["officer"], office, now)
        planned = _planned(session, clerk, services)
        _released_soon(session, clerk)
        kept["key_id"] = _key(session, officer)
    touched = _touched(database, clerk, planned["person_id"])
    token, ended = kept.pop("token"), kept.pop("ended")
    records = [{"kind": f"{each}s", "record_id": kept[f"{each}_id"]} for each in RECORD_PAGES]
    own, named = cabinet.files[Role.OFFICER, OWN].ids, cabinet.files[Role.OFFICER, LET_IN].ids
    asked = {**planned, **kept, "token": token, "step_id": planned["backup_id"]}
    return [
        {**kept, **planned, **cabinet.others, **own},
        planned,
        asked,
        named,
        touched,
        {"token": ended},
        *records,
        *_trouble(database, hire, staff),
    ]


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


def _released_soon(session: Session, clerk: Clerk) -> None:
    """Somebody who needs a place within two months, and a house that has counted its own."""
    soon = {"number": "TD-0900", "family_name": "Fulmar", "release_date": "2026-12-20", "conditions": {}}
    intake.take_in(session, {**MARCUS, **soon}, clerk)
    directory_work.room(provide(session, "Avocet Rooms", "housing", residential=False))


def _key(session: Session, owner: Author) -> UUID:
    """A security key on an account."""
    key = SecurityKey(
        staff_id=owner.staff_id, name="Blue ring", credential="none", public_key=b"", sign_count=0
    )
    key.added_at = owner.at
    session.add(key)
    audit.record(session, "staff.security_key_added", owner.staff_id, keys=1)
    session.flush()
    return key.id


def _touched(database: Database, clerk: Clerk, person_id: UUID) -> Ids:
    """Steps and a letter whose services closed after they were chosen."""
    with database.writing() as session:
        house = provide(session, "Bittern House", "housing", residential=False).id
        shops = [provide(session, f"{name} Works", "jobs").id for name in ("Godwit", "Knot", "Ruff")]
        letter = referrals.draft(
            session, session.get_one(Person, person_id), house, None, "housing", None, clerk
        )
        session.flush()
        referral_id = letter.id
    step_id, *_ = [choose(database, person_id, "jobs", shop, clerk) for shop in shops]
    for each in (house, *shops):
        with changing(database, each) as service:
            service.status = "inactive"
    return {"step_id": step_id, "referral_id": referral_id}


def _trouble(database: Database, hire: Callable[..., UUID], staff: Ids) -> list[Ids]:
    """Whoever left, whoever is locked out, and a record that is held back: each has forms of its own."""
    gone, locked = (hire("caseworker", email=f"{name}@test.example") for name in ("gone", "locked"))
    with database.writing() as session:
        session.get_one(Staff, gone).active = False
        session.get_one(Staff, locked).locked_until = database.clock.now() + timedelta(days=1)
        audit.record(session, "staff.disabled", staff["administrator"], gone)
        held = provide(session, "Lantern Cove", "housing", held=True)
        return [{"staff_id": gone, "service_id": held.id}, {"staff_id": locked}]
