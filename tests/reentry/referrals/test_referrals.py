"""Referrals: drafted once, moved on step by step, never rewritten."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from agency.access.permissions import Viewer
from agency.audit import audit
from agency.clock import FixedClock
from agency.database import Database
from agency.errors import ConflictError, DeniedError, InvalidError, NotFoundError, WithheldError
from agency.staff.staff import Role
from reentry.consents import consents
from reentry.consents.consents import Terms
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.referrals import business_days, referrals
from reentry.referrals import waiting as referral_desk
from reentry.referrals.referrals import Referral
from reentry.referrals.states import REASONS, STATES, TRANSITIONS
from resources.records.do_not_refer import DoNotRefer
from resources.records.locations import Location
from resources.records.services import Service
from tests.reentry.plans.providers import provide, provide_all

MONDAY = date(2026, 11, 23)


@pytest.fixture
def services(database: Database) -> dict[str, UUID]:
    """Providers by a short name."""
    return provide_all(database)


@pytest.fixture
def refer(
    database: Database, services: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> Callable[..., UUID]:
    """Drafts a referral of Marcus to a provider."""
    person_id = take_in()

    def make(name: str = "jobs", need: str = "", dice: Random | None = None) -> UUID:
        with database.writing() as session:
            person = session.get_one(Person, person_id)
            more = {"dice": dice} if dice else {}
            return referrals.draft(session, person, services[name], None, need, None, clerk, **more).id

    return make


def test_a_place_that_was_merged_leads_a_referral_to_the_one_that_stands_for_it(
    database: Database, services: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in()
    with database.writing() as session:
        service = session.get_one(Service, services["jobs"])
        kept = service.at_locations[0].location
        gone = Location(organization_id=service.organization_id, merged_into=kept.id)
        session.add(gone)
        session.flush()
        person = session.get_one(Person, person_id)

        made = referrals.draft(session, person, service.id, gone.id, "", None, clerk)

        assert made.location_id == kept.id


def test_the_same_draft_is_given_back_and_a_sent_one_is_not(
    database: Database, refer: Callable[..., UUID], clerk: Clerk
) -> None:
    first, again = refer(), refer()
    with database.writing() as session:
        referrals.enter(session, session.get_one(Referral, first), "sent", clerk)
    after = refer()

    assert first == again
    assert after != first


def test_a_reference_can_be_read_aloud_and_is_never_given_twice(
    database: Database, refer: Callable[..., UUID]
) -> None:
    ids = [refer(name, dice=Random(1)) for name in ("jobs", "residence")]

    with database.reading() as session:
        codes = [session.get_one(Referral, each).reference for each in ids]

    assert len(set(codes)) == 2
    assert all(len(code) == 9 and not set(code) & set("01ILOSU5") for code in codes)


def test_the_need_is_the_persons_first_that_the_service_meets_and_the_place_its_first(
    database: Database, refer: Callable[..., UUID], services: dict[str, UUID]
) -> None:
    made = refer("residence")

    with database.reading() as session:
        found = session.get_one(Referral, made)

        assert found.need == "housing"
        assert (
            found.location_id == session.get_one(Service, services["residence"]).at_locations[0].location_id
        )
        assert found.state == "draft"


def test_a_persons_referrals_come_newest_first(
    database: Database,
    refer: Callable[..., UUID],
    clock: FixedClock,
    services: dict[str, UUID],
    officer: UUID,
    office: UUID,
) -> None:
    first = refer("jobs")
    with database.writing() as session:
        person = session.get_one(Referral, first).person
        later = Clerk(officer, office, clock.now() + timedelta(hours=1))
        second = referrals.draft(session, person, services["residence"], None, "", None, later).id

        assert [each.id for each in referrals.of_person(session, person)] == [second, first]


def test_a_choice_that_does_not_fit_is_refused(
    database: Database, take_in: Callable[..., UUID], services: dict[str, UUID], clerk: Clerk
) -> None:
    person_id = take_in()
    with database.writing() as session:
        provide(session, "Held Back House", "housing", held=True)
        provide(session, "Shut House", "housing", status="defunct")
        provide(session, "Quiet Harbor", "housing", victim_services=True)
        audit.record(session, "directory.edited", None, fields="all")
    with database.reading() as session:
        by_name = {each.name: each.id for each in session.scalars(select(Service))}
    asked = [
        (uuid4(), None, "", NotFoundError),
        (by_name["Held Back House program"], None, "", NotFoundError),
        (by_name["Shut House program"], None, "", InvalidError),
        (by_name["Quiet Harbor program"], None, "", WithheldError),
        (services["jobs"], uuid4(), "", InvalidError),
        (services["jobs"], None, "housing", InvalidError),
    ]

    for service_id, location_id, need, error in asked:
        with pytest.raises(error), database.writing() as session:
            referrals.draft(
                session, session.get_one(Person, person_id), service_id, location_id, need, None, clerk
            )

    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Referral)) == 0


def test_the_log_is_only_added_to(database: Database, refer: Callable[..., UUID], clerk: Clerk) -> None:
    made = refer()
    with database.writing() as session:
        found = session.get_one(Referral, made)
        referrals.enter(session, found, "sent", clerk)
        referrals.enter(session, found, "declined", clerk, "capacity", "full until March")

    with database.reading() as session:
        log = session.get_one(Referral, made).log

    assert [(each["state"], each["reason"], each["note"]) for each in log] == [
        ("draft", "", ""),
        ("sent", "", ""),
        ("declined", "capacity", "full until March"),
    ]


def test_what_cannot_follow_is_refused_and_nothing_changes(
    database: Database, refer: Callable[..., UUID], clerk: Clerk
) -> None:
    made = refer()

    with pytest.raises(ConflictError), database.writing() as session:
        referrals.enter(session, session.get_one(Referral, made), "enrolled", clerk)
    with pytest.raises(InvalidError), database.writing() as session:
        referrals.enter(session, session.get_one(Referral, made), "canceled", clerk, "capacity")

    with database.reading() as session:
        assert session.get_one(Referral, made).state == "draft"


def test_every_state_can_be_reached_and_every_reason_belongs_to_one() -> None:
    reached = {"draft"} | {state for after in TRANSITIONS.values() for state in after}

    assert reached == set(STATES) == set(TRANSITIONS)
    assert set(REASONS) <= set(STATES)


def test_a_referral_of_another_caseload_reads_as_if_there_were_none(
    database: Database, refer: Callable[..., UUID], hire: Callable[..., UUID], office: UUID
) -> None:
    made = refer()
    stranger = Viewer(hire("officer", email="other@test.example"), Role.OFFICER, office)

    with database.reading() as session, pytest.raises(DeniedError):
        referrals.get(session, stranger, "referral.write", made)


def _desk(database: Database, clerk: Clerk, office: UUID, today: date) -> tuple[int, int, dict[str, int]]:
    assert clerk.staff_id is not None
    with database.reading() as session:
        found = referral_desk.desk(session, Viewer(clerk.staff_id, Role.OFFICER, office), today)
        late = {provider: len(each) for provider, each in found.overdue.items()}
        return len(found.to_print), len(found.waiting), late


def test_the_desk_shows_drafts_then_waiting_then_overdue_by_provider(
    database: Database, refer: Callable[..., UUID], clerk: Clerk, office: UUID
) -> None:
    made = refer()
    drafted = _desk(database, clerk, office, MONDAY)
    with database.writing() as session:
        referrals.enter(session, session.get_one(Referral, made), "sent", clerk)

    # Sent on a Saturday: two business days end on Tuesday.
    assert drafted == (1, 0, {})
    assert _desk(database, clerk, office, date(2026, 11, 24)) == (0, 1, {})
    assert _desk(database, clerk, office, date(2026, 11, 25)) == (0, 0, {"Keelson Works": 1})


def test_nobody_is_chased_for_an_answer_that_needs_a_release(
    database: Database, refer: Callable[..., UUID], clerk: Clerk, office: UUID
) -> None:
    made = refer("treatment")
    with database.writing() as session:
        referrals.enter(session, session.get_one(Referral, made), "sent", clerk)
    silent = _desk(database, clerk, office, MONDAY)
    with database.writing() as session:
        found = session.get_one(Referral, made)
        terms = Terms(
            ["treatment"],
            "treatment",
            date(2026, 11, 1),
            date(2027, 5, 1),
            found.service.organization_id,
            answer_allowed=True,
        )
        consents.record(session, found.person, terms, clerk, MONDAY)

    assert silent == (0, 0, {})
    assert _desk(database, clerk, office, MONDAY) == (0, 1, {})


def test_business_days_skip_weekends_and_the_states_own_holidays() -> None:
    assert business_days.after(date(2026, 11, 25), 1, "MD") == date(2026, 11, 30)
    assert business_days.after(date(2026, 11, 25), 1, "VA") != date(2026, 11, 26)
    assert business_days.after(MONDAY, 0, "MD") == MONDAY


def barred(database: Database, service_id: UUID, until: date | None = None) -> None:
    with database.writing() as session:
        session.add(
            DoNotRefer(service_id=service_id, reason="Canary roof", since=date(2026, 11, 1), until=until)
        )
        audit.record(session, "do_not_refer.set", None, service_id, until="no day set")


def test_nobody_is_referred_where_the_agency_says_so(
    database: Database, refer: Callable[..., UUID], services: dict[str, UUID]
) -> None:
    barred(database, services["jobs"])

    with pytest.raises(WithheldError, match="refers nobody to this service for now") as refused:
        refer()

    assert "Canary" not in str(refused.value)


def test_one_is_referred_again_once_it_is_over(
    database: Database, refer: Callable[..., UUID], services: dict[str, UUID]
) -> None:
    barred(database, services["jobs"], until=date(2026, 11, 20))

    assert refer()
