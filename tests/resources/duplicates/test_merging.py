"""Two records become one: what is chosen stays, everything else comes along, and undoing gives both back exactly."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.audit.audit import AuditEntry
from agency.clock import Clock
from agency.database import Database
from agency.errors import ConflictError
from resources.changes import editing
from resources.changes.editing import Author
from resources.duplicates.merge import Merge
from resources.duplicates.merging import BOTH, KEPT, MERGED, lists_of, merge, scalars_of, undo
from resources.duplicates.uniting import Choices, Side, take_back, unite
from resources.needs import NEEDS
from resources.records.capacity import Capacity
from resources.records.licenses import License
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service, ServiceArea, ServiceAtLocation
from resources.records.standing import current, standing
from resources.records.ways_in import AccessWay
from resources.upkeep import assurance
from resources.upkeep.batches import BatchedCall, CallBatch
from resources.upkeep.calls import PARTS, Assurance, Call
from tests.resources.directory_records import keep, place, service


@pytest.fixture
def author(hire: Callable[..., UUID], clock: Clock) -> Author:
    return Author(hire("coordinator"), clock.now())


@pytest.fixture
def pair(database: Database) -> tuple[UUID, UUID]:
    one = keep(database, "Invented Homes", service("Step House", place()), email="one@example.org")
    other = keep(
        database, "Invented Homes, Inc.", service("Step House II", place()), website="https://example.org"
    )
    return one.id, other.id


def of(session: Session, pair: tuple[UUID, UUID]) -> tuple[Organization, Organization]:
    return session.get_one(Organization, pair[0]), session.get_one(Organization, pair[1])


def document(session: Session) -> list[str]:
    """Every row of the directory as it stands, but for how often it was changed."""
    models: list[type[Any]] = [Organization, Service, Location, Phone, ServiceAtLocation, Schedule]
    models += [ServiceRequirement, Capacity, Call, Assurance, BatchedCall, License, ServiceArea, AccessWay]
    session.expire_all()
    rows = [row for model in models for row in session.scalars(select(model))]
    told = [
        (
            row.__tablename__,
            [
                (each.key, getattr(row, each.key))
                for each in row.__mapper__.column_attrs
                if each.key != "revision"
            ],
        )
        for row in rows
    ]
    needs = [
        (each.id, sorted((need.need, need.main) for need in each.needs))
        for each in session.scalars(select(Service))
    ]
    return sorted(map(str, [*told, *needs]))


def test_what_is_chosen_stays_and_everything_comes_along(
    database: Database, pair: tuple[UUID, UUID], author: Author
) -> None:
    with database.writing() as session:
        kept, merged = of(session, pair)
        merged.phones.append(Phone(number="410-555-0177"))
        session.flush()
        merge(session, kept, merged, {"website": MERGED, "phones": BOTH}, author)

        assert (kept.name, kept.email, kept.website) == (
            "Invented Homes",
            "one@example.org",
            "https://example.org",
        )
        assert [each.name for each in kept.services] == ["Step House", "Step House II"]
        assert {each.number for each in kept.phones} == {"410-555-0199", "410-555-0100", "410-555-0177"}
        assert (len(kept.locations), merged.merged_into, merged.services) == (2, kept.id, [])
        change = editing.history(session, kept.id)[0]
        assert (change.origin, set(change.fields)) == ("merge", {"website", "phones"})
    with database.reading() as session:
        events = session.scalars(select(AuditEntry).where(AuditEntry.event == "directory.merged")).all()
        assert [(each.subject_id, each.details) for each in events] == [
            (pair[0], {"kind": "organization", "merged": str(pair[1])})
        ]


def test_an_old_id_leads_to_the_kept_record_along_every_step(
    database: Database, pair: tuple[UUID, UUID], author: Author
) -> None:
    third = keep(database, "Invented Homes of Example").id
    with database.writing() as session:
        kept, merged = of(session, pair)
        last = session.get_one(Organization, third)
        merge(session, kept, merged, {}, author)
        merge(session, last, kept, {}, author)

        found = current(session, Organization, pair[1])
        assert found is last
        assert standing(merged) is last
        with pytest.raises(ConflictError, match="was merged meanwhile"):
            merge(session, merged, last, {}, author)


def test_undoing_is_refused_where_something_moved_on(
    database: Database, pair: tuple[UUID, UUID], author: Author
) -> None:
    with database.writing() as session:
        kept, merged = of(session, pair)
        done = merge(session, kept, merged, {"website": MERGED}, author)
        editing.edit(session, kept, {"website": "https://example.com"}, author)

        with pytest.raises(ConflictError, match="changed or moved since"):
            undo(session, done, author)


def test_a_merge_is_undone_once_and_the_later_one_first(
    database: Database, pair: tuple[UUID, UUID], author: Author
) -> None:
    third = keep(database, "Invented Homes of Example").id
    with database.writing() as session:
        kept, merged = of(session, pair)
        first = merge(session, kept, merged, {}, author)
        second = merge(session, session.get_one(Organization, third), kept, {}, author)
        with pytest.raises(ConflictError, match="Take that back first"):
            undo(session, first, author)
        undo(session, second, author)
        undo(session, first, author)
        with pytest.raises(ConflictError, match="taken back already"):
            undo(session, first, author)


def test_no_merge_opens_a_secret_place_or_releases_what_is_held(database: Database, author: Author) -> None:
    open_one = keep(database, "Example House", service("Shelter", place()))
    secret = keep(
        database,
        "Example House, Inc.",
        service("Shelter", place(confidential=True), victim_services=True, held=True),
    )
    with database.writing() as session:
        before = document(session)
        sides = [Side(each.id, each.locations[0].id) for each in (open_one, secret)]
        wish = Choices(services={secret.services[0].id: open_one.services[0].id}, place=True)
        done = unite(session, sides[0], sides[1], wish, author)

        kept = session.get_one(Service, open_one.services[0].id)
        assert (kept.victim_services, kept.held) == (True, True)
        assert all(at.location.confidential for at in kept.at_locations)
        assert session.get_one(Location, open_one.locations[0].id).confidential
        take_back(session, done[-1], author)
        assert document(session) == before


def test_a_place_that_a_service_for_survivors_takes_over_gets_its_point_back(
    database: Database, author: Author
) -> None:
    secret = keep(database, "Example", service("Shelter", victim_services=True))
    plain = keep(database, "Invented", service("Shelter", place(), held=True))
    with database.writing() as session:
        kept, merged = (session.get_one(Service, each.services[0].id) for each in (secret, plain))
        before = document(session)

        done = merge(session, kept, merged, {"at_locations": BOTH}, author)

        spot = kept.at_locations[0].location
        assert (spot.confidential, spot.latitude) == (True, None)
        undo(session, done, author)
        assert document(session) == before


def test_room_and_refusals_to_refer_come_with_a_service(
    database: Database, pair: tuple[UUID, UUID], author: Author
) -> None:
    with database.writing() as session:
        kept, merged = of(session, pair)
        one, other = kept.services[0], merged.services[0]
        other.capacities = [Capacity(said_on=date(2026, 1, 2), available=3)]
        session.flush()
        merge(session, one, other, {"needs": BOTH}, author)

        assert [each.available for each in one.capacities] == [3]


def test_of_every_field_of_a_service_what_was_chosen_stays(
    database: Database, pair: tuple[UUID, UUID], author: Author
) -> None:
    def week(*days: str) -> list[Schedule]:
        return [Schedule(byday=day, opens_at="09:00", closes_at="17:00") for day in days]

    with database.writing() as session:
        kept, merged = of(session, pair)
        one, other = kept.services[0], merged.services[0]
        for each, days, text in ((one, ("MO", "TU"), "here"), (other, ("TU", "WE"), "there")):
            each.schedules, each.description, each.alert = week(*days), f"said {text}", text
            each.phones = [Phone(number="410-555-0101" if each is one else "410-555-0102")]
        other.areas = [ServiceArea(name="Garrett")]
        session.flush()
        before = document(session)
        wish = Choices(
            services={other.id: one.id},
            of_services={
                other.id: {
                    "description": MERGED,
                    "alert": KEPT,
                    "schedules": MERGED,
                    "phones": BOTH,
                    "areas": KEPT,
                }
            },
        )

        done = unite(session, Side(kept.id), Side(merged.id), wish, author)

        assert (one.description, one.alert) == ("said there", "here")
        assert [each.byday for each in one.schedules] == ["TU", "WE"]
        assert {each.number for each in one.phones} == {"410-555-0101", "410-555-0102"}
        assert one.areas == []
        take_back(session, done[0], author)
        assert document(session) == before


def test_a_service_nobody_chose_for_is_filled_from_the_other(
    database: Database, pair: tuple[UUID, UUID], author: Author
) -> None:
    with database.writing() as session:
        kept, merged = of(session, pair)
        one, other = kept.services[0], merged.services[0]
        one.description, other.description, other.alert = "said here", "said there", "Ring twice"
        session.flush()

        unite(session, Side(kept.id), Side(merged.id), Choices(services={other.id: one.id}), author)

        assert (one.description, one.alert) == ("said here", "Ring twice")


def test_calls_and_what_they_confirmed_come_with_a_service(
    database: Database, pair: tuple[UUID, UUID], author: Author
) -> None:
    with database.writing() as session:
        kept, merged = of(session, pair)
        one, other = kept.services[0], merged.services[0]
        call = Call(service_id=other.id, at=author.at, outcome="reached", confirmed=["hours", "terms"])
        both = CallBatch(
            made_at=author.at, calls=[BatchedCall(service_id=one.id), BatchedCall(service_id=other.id)]
        )
        alone = CallBatch(made_at=author.at, calls=[BatchedCall(service_id=other.id)])
        session.add_all([call, both, alone])
        session.add_all(
            [
                Assurance(service_id=one.id, part="hours", on=date(2026, 3, 1), with_whom="Ada"),
                Assurance(service_id=other.id, part="hours", on=date(2026, 2, 1), with_whom="Bo"),
                Assurance(service_id=other.id, part="terms", on=date(2026, 2, 1), with_whom="Bo"),
            ]
        )
        session.flush()
        before = document(session)

        done = merge(session, one, other, {}, author)

        told = {each.part: each.with_whom for each in session.scalars(select(Assurance))}
        assert (call.service_id, told) == (one.id, {"hours": "Ada", "terms": "Bo"})
        assert [[each.service_id for each in batch.calls] for batch in (both, alone)] == [[one.id]] * 2
        undo(session, done, author)
        assert document(session) == before


@pytest.mark.parametrize("verified", [0, 1])
def test_what_a_person_confirmed_outranks_the_newer_date_of_a_list(
    database: Database, pair: tuple[UUID, UUID], author: Author, verified: int
) -> None:
    with database.writing() as session:
        both = [each.services[0] for each in of(session, pair)]
        listed = both[1 - verified]
        both[verified].assured_date, both[verified].assured_with = date(2026, 3, 1), "Ada"
        listed.assured_date = date(2026, 11, 28)

        merge(session, both[0], both[1], {}, author)

        assert (both[0].verified_on, both[0].assured_with) == (date(2026, 3, 1), "Ada")


def test_of_two_confirmations_the_newer_stays_and_undo_parts_them_again(
    database: Database, pair: tuple[UUID, UUID], author: Author
) -> None:
    with database.writing() as session:
        kept, merged = of(session, pair)
        one, other = kept.services[0], merged.services[0]
        call = Call(service_id=other.id, at=author.at, outcome="reached", confirmed=["phone"])
        session.add(call)
        session.flush()
        made = BatchedCall(service_id=other.id, call_id=call.id)
        batch = CallBatch(made_at=author.at, calls=[BatchedCall(service_id=one.id), made])
        one.assured_date, one.assured_with = date(2026, 3, 1), "Ada"
        other.assured_date, other.assured_with = date(2026, 11, 28), "Bo"
        old, new = {"on": date(2026, 3, 1), "with_whom": "Ada"}, {"on": date(2026, 11, 28), "with_whom": "Bo"}
        session.add_all(
            [
                batch,
                Assurance(service_id=one.id, part="phone", **old),
                Assurance(service_id=other.id, part="phone", **new, call_id=call.id),
                Assurance(service_id=one.id, part="hours", **new),
                Assurance(service_id=other.id, part="hours", **old),
            ]
        )
        session.flush()
        before = document(session)

        done = merge(session, one, other, {}, author)

        confirmed = assurance.confirmed_on(session, one)
        assert (confirmed["phone"], confirmed["hours"]) == (date(2026, 11, 28),) * 2
        assert (one.assured_date, one.assured_with) == (date(2026, 11, 28), "Bo")
        assert [(each.service_id, each.call_id) for each in batch.calls] == [(one.id, call.id)]
        undo(session, done, author)
        assert document(session) == before


def call_about(session: Session, draw: Callable[..., Any], author: Author, services: list[Service]) -> None:
    """Requirements, a call about some, a batch of some, and parts of some confirmed."""
    some = st.lists(st.sampled_from(services), unique_by=lambda each: each.id)
    session.add(CallBatch(made_at=author.at, calls=[BatchedCall(service_id=each.id) for each in draw(some)]))
    for each in draw(some):
        each.requirements = [
            ServiceRequirement(rule="minimum_age", mode="must", value=draw(st.integers(18, 19)))
        ]
        call = Call(service_id=each.id, at=author.at, outcome="reached")
        session.add(call)
        session.flush()
        parts = draw(st.lists(st.sampled_from(list(PARTS)[:3]), unique=True, max_size=2))
        on = draw(st.sampled_from([date(2026, 3, 1), author.at.date()]))
        each.assured_date = draw(st.sampled_from([None, on]))
        session.add_all(
            Assurance(service_id=each.id, part=part, on=on, with_whom="Ada", call_id=call.id)
            for part in parts
        )
    session.flush()


TEXTS = st.sampled_from(["", "said here", "said there"])
NUMBERS = st.lists(st.sampled_from(["410-555-0101", "410-555-0102", "410-555-0103"]), max_size=3, unique=True)
NAMES = st.lists(st.sampled_from(["Allegany", "Garrett"]), max_size=2, unique=True)
DAYS = st.sampled_from([None, date(2027, 1, 1), date(2027, 2, 1)])


def choices(draw: Callable[..., Any], subject: str) -> dict[str, str]:
    """Some choice for every field of a record."""
    singles = {name: draw(st.sampled_from([MERGED, KEPT])) for name in scalars_of(subject)}
    return singles | {name: draw(st.sampled_from([BOTH, MERGED, KEPT])) for name in lists_of(subject)}


@st.composite
def organizations(draw: st.DrawFn) -> Organization:
    """An organization with a place and a service or two that say this or that."""
    needs = st.lists(st.sampled_from(list(NEEDS)[:3]), unique=True, max_size=2)
    spots = [place(confidential=draw(st.booleans())) for _ in range(draw(st.integers(0, 2)))]
    services = []
    for _ in range(draw(st.integers(1, 2))):
        made = service(
            draw(st.sampled_from(["Night Shelter", "Job Club"])),
            *draw(st.lists(st.sampled_from(spots), unique_by=id, max_size=2) if spots else st.just([])),
            needs=tuple(draw(needs)),
            description=draw(TEXTS),
            alert=draw(TEXTS),
            cost_cents=draw(st.sampled_from([None, 0, 2500])),
            languages=draw(st.lists(st.sampled_from(["Spanish", "Amharic"]), unique=True)),
            part_2_program=draw(st.booleans()),
            victim_services=draw(st.booleans()),
            held=draw(st.booleans()),
        )
        made.phones = [Phone(number=each) for each in draw(NUMBERS)]
        made.schedules = [
            Schedule(byday=day, opens_at="09:00", closes_at="17:00", location_id=None)
            for day in draw(st.lists(st.sampled_from(["MO", "TU", "MO,TU"]), unique=True))
        ]
        made.areas = [ServiceArea(name=each) for each in draw(NAMES)]
        made.licenses = [License(name=each, expires_on=draw(DAYS)) for each in draw(NAMES)]
        made.access_ways = [AccessWay(kind="walk_in", detail=each) for each in draw(NAMES)]
        services.append(made)
    made_of = Organization(
        name=draw(st.sampled_from(["Example", "Invented"])), description=draw(TEXTS), services=services
    )
    made_of.locations, made_of.phones = spots, [Phone(number=each) for each in draw(NUMBERS)]
    return made_of


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(organizations(), organizations(), st.data())
def test_merging_and_undoing_gives_both_records_back_exactly(
    database: Database, author: Author, one: Organization, other: Organization, data: st.DataObject
) -> None:
    with database.writing() as session:
        session.add_all([one, other])
        session.flush()
        call_about(session, data.draw, author, one.services + other.services)
        before = document(session)
        going, into = other.services[0].id, one.services[0].id
        wish = Choices(
            choices(data.draw, "organization"),
            choices(data.draw, "location"),
            {going: into} if data.draw(st.booleans()) else {},
            {going: choices(data.draw, "service")} if data.draw(st.booleans()) else {},
            place=data.draw(st.booleans()),
        )
        sides = [Side(each.id, each.locations[0].id if each.locations else None) for each in (one, other)]

        done = unite(session, sides[0], sides[1], wish, author)
        assert document(session) != before
        take_back(session, done[0], author)

        assert document(session) == before
        assert session.scalar(select(Merge).where(Merge.undone_at.is_(None))) is None
        session.rollback()
