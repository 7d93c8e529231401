"""A directory with work under way: one of everything that its pages offer to decide, to take back or to call about."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from resources.changes import draft, editing
from resources.changes.draft import Draft
from resources.changes.editing import Author
from resources.changes.saving import opened
from resources.duplicates.uniting import Choices, Side, unite
from resources.provider import links
from resources.readings import deciding
from resources.readings.kinds import KINDS
from resources.readings.reading import read_texts
from resources.readings.texts import text_id
from resources.records.capacity import Capacity
from resources.records.services import Service
from resources.upkeep import barring
from resources.upkeep.batches import BatchedCall, CallBatch
from tests.reentry.plans.providers import provide

TODAY = date(2026, 11, 21)
# As many as the tests settle one after the other.
ALARMS = 8


def begin(
    session: Session, coordinator: Author, officer: Author, services: dict[str, UUID]
) -> dict[str, Any]:
    """Everything there is to decide; ids by the name that addresses give them."""
    program, who = session.get_one(Service, services["other_residence"]), coordinator.staff_id
    assert who
    read(session, coordinator)
    misplaced = [misplace(session, number) for number in range(ALARMS)]
    look_alike(session)
    beside_survivors(session)
    barred = barring.bar(session, program, "The roof leaks.", barring.usual_end(TODAY), who, TODAY)
    session.flush()
    return {
        **linked(session, program, coordinator),
        **changed(session, services, coordinator, officer),
        "merge_id": merged(session, coordinator),
        "location_id": misplaced[0].at_locations[0].location_id,
        "batch_id": handed_out(session, session.get_one(Service, services["jobs"]), coordinator),
        "service_id": program.id,
        "record_id": program.id,
        "decision_id": barred.id,
    }


def read(session: Session, coordinator: Author) -> None:
    """A text of which one item is decided and others wait."""
    words = (
        "Men 18 and older. No sex offenders. Must have a photo ID. Must be a veteran. Baltimore residents."
    )
    provide(session, "Plover Rest", "housing", eligibility_description=words)
    read_texts(session, coordinator.at)
    text = text_id("eligibility", words)
    first, *_ = KINDS["eligibility"].items(words)
    deciding.decide(session, text, [first.id], "rejected", coordinator, lambda _said: None)


def misplace(session: Session, number: int) -> Service:
    """A house of Cumberland whose point lies in Baltimore."""
    made = provide(session, f"Misplaced House {number}", "housing", street=f"{number + 20} Pretend Street")
    place = made.at_locations[0].location
    place.addresses[0].city, place.addresses[0].region = "Cumberland", "Allegany"
    place.addresses[0].postal_code = "21502"
    place.position_source, place.precision = "imported", "point"
    return made


def look_alike(session: Session) -> None:
    """Two pairs of providers that may each be one."""
    for name in ("Kittiwake Homes", "Whimbrel Kitchen"):
        for spelled in (name, f"{name}, Inc."):
            provide(session, spelled, "food_and_clothing", street="8 Likeness Ln", phone="410-555-0188")


def beside_survivors(session: Session) -> None:
    """A service for survivors, others that share its telephone, and one that asks to keep its address back."""
    phone = "410-555-0155"
    provide(
        session, "Pipit Refuge", "victim_services", street="3 Pipit Ln", victim_services=True, phone=phone
    )
    for number in range(ALARMS):
        provide(
            session, f"Pantry {number}", "food_and_clothing", street=f"{number + 40} Pipit Way", phone=phone
        )
    words = "Our address is confidential. Do not publish it."
    provide(session, "Siskin Rooms", "housing", street="5 Siskin Ct", phone="410-555-0156", description=words)


def merged(session: Session, coordinator: Author) -> UUID:
    """Two providers that were made one."""
    one, other = (
        provide(session, name, "housing", street="9 Oneness Ct", phone="410-555-0199")
        for name in ("Dunlin Inn", "The Dunlin Inn")
    )
    kept, gone = (Side(each.organization_id, each.at_locations[0].location_id) for each in (one, other))
    return unite(session, kept, gone, Choices(place=True), coordinator)[0].id


def linked(session: Session, program: Service, coordinator: Author) -> dict[str, Any]:
    """A provider with a link that opens and one that has ended."""
    who, now = coordinator.staff_id, coordinator.at
    assert who
    (link, token), (dead, ended) = (
        links.make(session, program.organization, "Dana", 30, who, now) for _ in range(2)
    )
    links.end(session, dead.id, who, now)
    return {
        "token": token,
        "ended": ended,
        "link_id": link.id,
        "organization_id": program.organization_id,
    }


def changed(
    session: Session, services: Mapping[str, UUID], coordinator: Author, officer: Author
) -> dict[str, Any]:
    """A change in force, proposals that wait, one of them overtaken, and a form that was left half filled in."""
    program = session.get_one(Service, services["other_residence"])
    earlier = Author(officer.staff_id, officer.at - timedelta(days=1))
    for name in ("jobs", "treatment", "residence"):
        editing.propose(session, session.get_one(Service, services[name]), {"alert": "Call first."}, earlier)
    editing.propose(session, program, {"alert": "Ask for Dana."}, officer)
    stale = editing.propose(session, program, {"fees_description": "Free."}, officer)
    change = editing.edit(session, program, {"fees_description": "$20 a week."}, coordinator)
    for author in (coordinator, officer):
        _left(session, program, author)
    return {"change_id": change.id, "stale_id": stale.id}


def handed_out(session: Session, service: Service, coordinator: Author) -> UUID:
    """A batch with a call to make."""
    who = coordinator.staff_id
    calls = [BatchedCall(service_id=service.id, position=0)]
    made = CallBatch(made_by=who, assigned_to=who, made_at=coordinator.at, calls=calls)
    session.add(made)
    session.flush()
    return made.id


def room(service: Service) -> None:
    """A provider said that places are free."""
    service.capacities = [Capacity(available=2, said_on=TODAY, unit="beds")]


def _left(session: Session, program: Service, author: Author) -> None:
    assert author.staff_id
    as_opened = opened(program)
    kept = Draft(
        staff_id=author.staff_id,
        subject="service",
        subject_id=program.id,
        revision=as_opened.revision,
        typed={"typed": as_opened.typed | {"alert": "Half a sen"}, "opened": as_opened.typed},
        saved_at=author.at,
    )
    draft.keep(session, kept)
