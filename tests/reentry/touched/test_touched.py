"""A change in the directory is told for each case it touches, in words, and for no other."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from matching.judgment import Status
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.referrals import referrals
from reentry.touched import answering
from resources.records.capacity import Capacity
from resources.records.do_not_refer import DoNotRefer
from resources.records.licenses import License
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service
from tests.reentry.plans.providers import provide
from tests.reentry.touched.conftest import changing, choose, find, told, with_next_best

TODAY = date(2026, 11, 21)


def rule(name: str, value: object = True, mode: str = "must") -> ServiceRequirement:
    """A rule of the provider's, confirmed by somebody."""
    return ServiceRequirement(
        rule=name, mode=mode, value=value, confirmed_on=TODAY, confirmed_by="Test", source="staff", position=9
    )


def close(service: Service) -> None:
    service.status, service.closed_until = "temporarily closed", date(2027, 3, 4)


def shift(service: Service, degrees: float) -> None:
    place = service.at_locations[0].location
    assert place.latitude is not None
    place.latitude += degrees


def move(service: Service) -> None:
    shift(service, 0.05)


def fill(service: Service) -> None:
    service.capacities = [
        Capacity(said_on=TODAY - timedelta(days=1), available=0),
        Capacity(said_on=TODAY - timedelta(days=2), available=0),
        Capacity(said_on=TODAY - timedelta(days=3), available=4),
    ]


def tighten(service: Service) -> None:
    service.requirements.append(rule("veteran"))


def ask_for(service: Service) -> None:
    service.requirements.append(rule("identification"))


def bar(service: Service) -> None:
    service.do_not_refer.append(DoNotRefer(reason="Two complaints.", since=TODAY, until=None))


def lapse(service: Service) -> None:
    service.licenses.append(License(name="Certificate", expires_on=date(2027, 1, 31)))


def end_season(service: Service) -> None:
    service.season_from, service.season_to = "11-01", "01-31"


def end(service: Service) -> None:
    service.status = "defunct"


def hold(service: Service) -> None:
    service.held = True


def other_need(service: Service) -> None:
    service.needs[0].need = "food_and_clothing"


CHANGES: list[tuple[Callable[[Service], None], str]] = [
    (close, "Closed until Mar 4, 2027."),
    (move, "Moved by 3.4 mi, 1,079 ft nearer."),
    (fill, "No room said free since Nov 19, 2026."),
    (tighten, "Must be a veteran — not on record yet."),
    (ask_for, "Must have identification — not on record yet."),
    (bar, "The agency refers nobody here until it says otherwise: Two complaints."),
    (lapse, "Its license or certificate lapses on Jan 31, 2027; ask whether it was renewed."),
    (end_season, "Open from Nov 1 to Jan 31."),
    (end, "No longer offered."),
    (hold, "Held back until somebody has looked at its record."),
    (other_need, "No longer listed for this need."),
]


@pytest.mark.parametrize(("change", "words"), CHANGES, ids=[change.__name__ for change, _ in CHANGES])
def test_a_change_is_told_in_words_for_the_choice_that_rests_on_it(
    database: Database,
    provided: dict[str, UUID],
    person_id: UUID,
    change: Callable[[Service], None],
    words: str,
) -> None:
    with changing(database, provided["residence"]) as service:
        change(service)

    assert told(database, person_id) == [[words]]
    assert told(database, person_id, everything=True) == [[words]]


def rename(service: Service) -> None:
    service.name = "Another name"


def verify(service: Service) -> None:
    service.assured_date, service.assured_with = TODAY, "the desk"


def correct_the_point(service: Service) -> None:
    shift(service, 0.001)


def ask_what_the_person_has(service: Service) -> None:
    service.requirements.append(rule("substance_use"))


def say_there_is_room(service: Service) -> None:
    service.capacities = [Capacity(said_on=TODAY, available=3)]


def close_before(service: Service) -> None:
    service.status, service.closed_until = "temporarily closed", date(2026, 12, 1)


def license_it(service: Service) -> None:
    service.licenses.append(License(name="Certificate", expires_on=date(2028, 1, 31)))


@pytest.mark.parametrize(
    "change",
    [rename, verify, correct_the_point, ask_what_the_person_has, say_there_is_room, close_before, license_it],
)
def test_a_change_that_alters_no_judgment_touches_nobody(
    database: Database, provided: dict[str, UUID], person_id: UUID, change: Callable[[Service], None]
) -> None:
    with changing(database, provided["residence"]) as service:
        change(service)

    assert told(database, person_id) == []
    assert told(database, person_id, everything=True) == []


def test_without_a_change_nothing_is_even_judged(database: Database, person_id: UUID) -> None:
    with database.reading() as session:
        found = find(session, database.clock.now(), person_id)

    assert (found.touched, found.resting, found.judged) == ((), 2, 0)


def test_only_what_rests_on_a_changed_service_is_judged(
    database: Database, provided: dict[str, UUID], person_id: UUID
) -> None:
    with changing(database, provided["residence"]) as service:
        close(service)

    with database.reading() as session:
        found = find(session, database.clock.now(), person_id)

        assert found.judged == 1
        assert [each.resting.need for each in found.touched] == ["housing"]
        assert found.touched[0].now is not None
        assert found.touched[0].now.status is Status.NOT_ELIGIBLE


def test_new_facts_about_the_person_are_no_change_of_the_directory(
    database: Database, provided: dict[str, UUID], person_id: UUID, take_in: Callable[..., UUID]
) -> None:
    with changing(database, provided["residence"]) as service:
        service.requirements.append(rule("maximum_age", 25))
    other = take_in(number="TD-1002")
    clerk = Clerk(None, None, database.clock.now())
    choose(database, other, "housing", provided["residence"], clerk)
    take_in(number="TD-1002", facts={"birth_date": "1960-01-01"})
    with changing(database, provided["residence"]) as service:
        rename(service)

    assert told(database, other) == []
    assert told(database, person_id) == [["Must be 25 or younger — is 38 on Feb 14, 2027."]]


def test_a_license_that_lapses_with_time_touches_without_any_edit(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    with changing(database, provided["jobs"]) as service:
        service.licenses.append(License(name="Certificate", expires_on=date(2026, 11, 30)))
    person_id = take_in(release_date=None, status="in_community")
    choose(database, person_id, "jobs", provided["jobs"], clerk)

    assert told(database, person_id) == []
    later = database.clock.now() + timedelta(days=30)
    assert told(database, person_id, now=later) == [
        ["Its license or certificate lapses on Nov 30, 2026; ask whether it was renewed."]
    ]


def test_who_was_withheld_a_service_since_is_not_told_why(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in(
        orders=[{"kind": "no_contact", "text": "No contact."}], conditions={"no_contact": True}
    )
    choose(database, person_id, "housing", provided["residence"], clerk)
    with changing(database, provided["residence"]) as service:
        service.victim_services = True

    assert told(database, person_id) == [["No longer listed for this need."]]


@pytest.mark.parametrize("state", ["dropped", "not_met"])
def test_what_was_given_up_is_not_touched(
    database: Database, provided: dict[str, UUID], person_id: UUID, clerk: Clerk, state: str
) -> None:
    with database.writing() as session:
        plan = plans.live(session, session.get_one(Person, person_id))
        assert plan
        for step in plan.steps:
            step.enter(state, "", clerk.staff_id, clerk.now)
        plans.noted(session, plan, "housing", clerk)
    with changing(database, provided["residence"]) as service:
        close(service)

    assert told(database, person_id) == []


def test_a_letter_without_a_plan_is_touched_by_what_keeps_anybody_away(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in()
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        referrals.draft(session, person, provided["jobs"], None, "jobs", None, clerk)
    assert told(database, person_id) == []

    with changing(database, provided["jobs"]) as service:
        close(service)

    with database.reading() as session:
        (case,) = find(session, database.clock.now(), person_id).touched
        assert (case.before, case.resting.step, case.resting.letters) == (None, None, 1)
    assert told(database, person_id) == [["Closed until Mar 4, 2027."]]


def test_letters_and_appointments_at_the_service_stand_with_the_step(
    database: Database, provided: dict[str, UUID], person_id: UUID, clerk: Clerk
) -> None:
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        referrals.draft(session, person, provided["residence"], None, "housing", None, clerk)
        gone = referrals.draft(session, person, provided["jobs"], None, "jobs", None, clerk)
        for state in ("sent", "appointment"):
            referrals.enter(session, gone, state, clerk)
    for each in ("residence", "jobs"):
        with changing(database, provided[each]) as service:
            close(service)

    with database.reading() as session:
        cases = find(session, database.clock.now(), person_id).touched
        found = {each.resting.need: (each.resting.letters, len(each.resting.appointments)) for each in cases}
    assert found == {"housing": (1, 0), "jobs": (0, 1)}


def test_a_merged_service_is_judged_as_the_kept_one(
    database: Database, provided: dict[str, UUID], person_id: UUID
) -> None:
    with changing(database, provided["residence"]) as service:
        service.merged_into = provided["other_residence"]

    # The places of the two lie at one point, so nothing moved.
    assert told(database, person_id) == []
    with changing(database, provided["other_residence"]) as service:
        close(service)
    assert told(database, person_id) == [["Closed until Mar 4, 2027."]]


def test_the_next_best_leave_out_the_same_service_what_is_in_the_plan_and_survivors_services(
    database: Database, provided: dict[str, UUID], person_id: UUID, clerk: Clerk
) -> None:
    choose(database, person_id, "housing", provided["other_residence"], clerk)
    with database.writing() as session:
        provide(
            session, "Secret Harbor", "housing", residential=False, victim_services=True, confidential=True
        )
        barred = provide(session, "Barred House", "housing")
        barred.do_not_refer.append(DoNotRefer(reason="Complaints.", since=TODAY))
        for name in ("Ebb House", "Flood House", "Neap House", "Spring House"):
            provide(session, name, "housing")
        audit.record(session, "directory.edited", None, fields="all")
    with changing(database, provided["residence"]) as service:
        close(service)

    with database.reading() as session:
        found = find(session, database.clock.now(), person_id).touched
        (case,) = with_next_best(session, found)
        names = [match.offer.organization for match in case.next_best]

    assert len(names) == 3
    assert set(names) < {"Ebb House", "Flood House", "Neap House", "Spring House"}


def test_for_a_residence_no_service_stands_in_where_nobody_lives(
    database: Database, provided: dict[str, UUID], person_id: UUID
) -> None:
    with database.writing() as session:
        provide(session, "Deposit Letters", "housing", residential=False)
        provide(session, "Ebb House", "housing", residential=True)
        audit.record(session, "directory.edited", None, fields="all")
    for name in ("residence", "other_residence"):
        with changing(database, provided[name]) as service:
            end(service)

    with database.reading() as session:
        (case,) = with_next_best(session, find(session, database.clock.now(), person_id).touched)
        # Nobody has said what Ebb House takes, so it must be asked; the letters would qualify and are no home.
        assert [(each.offer.organization, each.judgment.status) for each in case.next_best] == [
            ("Ebb House", Status.POSSIBLE)
        ]


def test_for_a_letter_to_a_residence_residences_stand_in(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    other = take_in(number="TD-3003")
    with database.writing() as session:
        home = provide(session, "Flood House", "housing", residential=True)
        provide(session, "Deposit Letters", "housing", residential=False)
        referrals.draft(session, session.get_one(Person, other), home.id, None, "housing", None, clerk)
        close(home)

    with database.reading() as session:
        (case,) = with_next_best(session, find(session, database.clock.now(), other).touched)
        assert "Deposit Letters" not in [each.offer.organization for each in case.next_best]
        assert case.next_best


def test_what_can_only_be_asked_stands_in_where_nothing_qualifies(
    database: Database, provided: dict[str, UUID], person_id: UUID
) -> None:
    with database.writing() as session:
        asking = provide(session, "Asking Works", "jobs")
        asking.requirements.append(rule("identification"))
        audit.record(session, "directory.edited", None, fields="all")
    with changing(database, provided["jobs"]) as service:
        end(service)

    with database.reading() as session:
        found = find(session, database.clock.now(), person_id).touched
        (case,) = with_next_best(session, found)

        assert [(each.offer.organization, each.judgment.status) for each in case.next_best] == [
            ("Asking Works", Status.POSSIBLE)
        ]


def test_what_was_asked_about_is_not_told_again_until_something_else_changes(
    database: Database, provided: dict[str, UUID], person_id: UUID, clerk: Clerk
) -> None:
    with changing(database, provided["residence"]) as service:
        fill(service)
    with database.writing() as session:
        (case,) = find(session, clerk.now, person_id).touched
        answering.keep(session, case, "Ms. Tern keeps a bed.", clerk)

    assert told(database, person_id) == []
    with changing(database, provided["residence"]) as service:
        service.capacities.append(Capacity(said_on=TODAY, available=0))
    assert told(database, person_id) == []
    with changing(database, provided["residence"]) as service:
        close(service)
    assert told(database, person_id) == [["Closed until Mar 4, 2027."]]
    with database.reading() as session:
        (case,) = find(session, clerk.now, person_id).touched
        assert case.resting.step
        assert "Ms. Tern keeps a bed." in case.resting.step.log[-1]["note"]
