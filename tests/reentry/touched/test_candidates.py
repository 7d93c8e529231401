"""What may be touched is found in plain; nothing else is opened, and nothing is missed that judging all would find."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from agency.keys.vault import RecordKey, Vault
from matching import engine
from matching.catalog import load
from matching.ranking import WEIGHTS
from reentry.co_placement import co_placements
from reentry.matches import matches
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import editing, plans
from reentry.plans.steps import PlanStep
from reentry.referrals import referrals
from reentry.touched.touched import NEXT, Found
from resources.records.do_not_refer import DoNotRefer
from resources.records.licenses import License
from resources.records.services import Service
from tests.reentry.plans.providers import provide
from tests.reentry.touched.conftest import changing, choose, find, with_next_best
from tests.reentry.touched.test_touched import CHANGES, TODAY, close, fill, rename, say_there_is_room, verify


def keep_from_some(service: Service) -> None:
    service.victim_services = True


def license_for_a_while(service: Service) -> None:
    service.licenses.append(License(name="Certificate", expires_on=TODAY + timedelta(40)))


def bar_for_a_while(service: Service) -> None:
    service.do_not_refer.append(DoNotRefer(reason="x", since=TODAY, until=TODAY + timedelta(40)))


HAPPENINGS = (
    *(change for change, _ in CHANGES),
    *(rename, verify, say_there_is_room, keep_from_some, license_for_a_while, bar_for_a_while),
)
PEOPLE: tuple[dict[str, Any], ...] = (
    {"number": "TD-1"},
    {"number": "TD-2", "release_date": None, "status": "in_community", "facts": {"veteran": True}},
    {"number": "TD-3", "kind": "probation", "release_date": "2026-12-24"},
)


@pytest.fixture
def people(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> list[UUID]:
    """Three people, each with a residence and a job program in the plan, a letter and an appointment."""
    made = [take_in(**each) for each in PEOPLE]
    for person_id, residence in zip(made, ("residence", "other_residence", "residence"), strict=True):
        choose(database, person_id, "housing", provided[residence], clerk)
        choose(database, person_id, "jobs", provided["jobs"], clerk)
        with database.writing() as session:
            person = session.get_one(Person, person_id)
            referrals.draft(session, person, provided["other_residence"], None, "housing", None, clerk)
            met = referrals.draft(session, person, provided["jobs"], None, "jobs", None, clerk)
            for state in ("sent", "appointment"):
                referrals.enter(session, met, state, clerk)
    return made


def told(found: Found) -> list[tuple[object, ...]]:
    """All that is found of each case, in its order."""
    return [
        (
            each.person.id,
            each.resting.step.id if each.resting.step else None,
            [referral.id for referral in each.resting.referrals],
            (each.resting.service_id, each.resting.location_id, each.resting.need),
            (each.before and each.before.status, each.now and each.now.status),
            each.marks,
        )
        for each in found.touched
    ]


def both(database: Database, people: list[UUID], days: int = 0) -> list[tuple[object, ...]]:
    """What both ways find, which is the same."""
    with database.reading() as session:
        now = database.clock.now() + timedelta(days)
        quick, readable = find(session, now, *people), find(session, now, *people, everything=True)
        assert told(quick) == told(readable)
        return told(quick)


def happen(
    dice: random.Random, database: Database, services: list[UUID], people: list[UUID], clerk: Clerk
) -> None:
    """Something more: to a service, or to a plan, or what is known of a person."""
    with changing(database, dice.choice(services)) as service:
        dice.choice(HAPPENINGS)(service)
    with database.writing() as session:
        person = session.get_one(Person, dice.choice(people))
        plan = plans.live(session, person)
        assert plan
        step = dice.choice(plan.steps)
        match dice.randrange(4):
            case 0:
                editing.log_step(session, plan, step, dice.choice(["met", "dropped", "under_way"]), "", clerk)
            case 1:
                answers = {"title": "Elsewhere", "need": dice.choice(["housing", "jobs", "education"])}
                editing.change_step(session, plan, step, answers, step.version, clerk)
            case 2:
                person.release_date = TODAY + timedelta(dice.randrange(90))
        audit.record(session, "person.updated", None, person.id, fields="release_date")


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_both_ways_find_the_same(
    database: Database, provided: dict[str, UUID], people: list[UUID], clerk: Clerk, seed: int
) -> None:
    dice = random.Random(seed)
    assert both(database, people) == []
    for _ in range(8):
        happen(dice, database, list(provided.values()), people, clerk)
        both(database, people)

    assert both(database, people), "Eight happenings in a row touch somebody."
    for days in (30, 60, 200):
        both(database, people, days)


def test_both_ways_find_who_is_not_to_be_placed_together(
    database: Database, provided: dict[str, UUID], people: list[UUID], clerk: Clerk
) -> None:
    with database.writing() as session:
        pair = session.get_one(Person, people[0]), session.get_one(Person, people[2])
        co_placements.enter(session, pair, "co_defendant", "Order of May 2, 2026", clerk)

    # Of each of the two the residence in the plan and a letter to the other one.
    assert ["co_placement" in str(case[-1]) for case in both(database, people)] == [True] * 4


def test_both_ways_find_the_same_of_what_was_merged(
    database: Database, provided: dict[str, UUID], people: list[UUID]
) -> None:
    with changing(database, provided["residence"]) as service:
        service.merged_into = provided["other_residence"]
    assert both(database, people) == []

    with changing(database, provided["other_residence"]) as service:
        close(service)
    assert len(both(database, people)) == len(people)


def test_what_changes_in_the_unit_of_work_that_chose_is_found_too(
    database: Database, provided: dict[str, UUID], take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    person_id = take_in()
    with database.writing() as session:
        service, person = session.get_one(Service, provided["residence"]), session.get_one(Person, person_id)
        service.alert = "Call first"
        session.flush()
        catalog, asked = load(session), matches.question(person, None, plans.today_of(person, clerk.now))
        match = next(
            each
            for each in engine.match(catalog, asked, "housing").best
            if each.offer.service_id == service.id
        )
        taken = matches.remember(match, asked, "housing", catalog.version)
        plans.add_match(session, person, "housing", match, taken, clerk)
        fill(service)

    assert len(both(database, [person_id])) == 1


def test_what_was_judged_before_versions_stood_in_plain_is_found_too(
    database: Database, provided: dict[str, UUID], people: list[UUID]
) -> None:
    with database.writing() as session:
        for step in session.query(PlanStep):
            step.directory_version = None
        audit.record(session, "plan.updated", None, people[0], section="housing")
    with changing(database, provided["residence"]) as service:
        close(service)

    assert both(database, people)


def test_a_change_of_everything_at_once_is_judged_all_over(
    database: Database, provided: dict[str, UUID], people: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.records.directory_version.MANY", 0)
    with changing(database, provided["residence"]) as service:
        close(service)

    assert both(database, people)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often a row of each kind was opened."""
    found: Counter[str] = Counter()
    usual = Vault.open

    def count(vault: Vault, key: RecordKey, label: str, sealed: bytes) -> dict[str, Any]:
        found[label.split(":")[0]] += 1
        return usual(vault, key, label, sealed)

    monkeypatch.setattr(Vault, "open", count)
    return found


def test_where_nothing_changed_nothing_is_opened(
    database: Database, people: list[UUID], opened: Counter[str]
) -> None:
    with database.reading() as session:
        find(session, database.clock.now(), *people)

    assert opened == {}


def test_only_what_rests_on_the_changed_service_is_opened(
    database: Database, provided: dict[str, UUID], people: list[UUID], opened: Counter[str]
) -> None:
    with changing(database, provided["residence"]) as service:
        close(service)
    with database.reading() as session:
        found = find(session, database.clock.now(), *people)

    assert len(found.touched) == 2
    assert (opened["PlanStep"], opened["Person"], opened["Referral"]) == (2, 2, 0)


def test_a_step_keeps_in_plain_on_which_directory_it_was_judged_for_its_need(
    database: Database, people: list[UUID], clerk: Clerk
) -> None:
    with database.writing() as session:
        plan = plans.live(session, session.get_one(Person, people[0]))
        assert plan
        step = plan.steps[0]
        assert step.directory_version == int(step.snapshot["directory_version"])

        answers = {"title": "Elsewhere", "need": "jobs"}
        editing.change_step(session, plan, step, answers, step.version, clerk)
        assert step.directory_version is None


@pytest.mark.parametrize("seed", range(4))
def test_what_stands_in_is_what_the_readable_engine_puts_first(
    database: Database, provided: dict[str, UUID], people: list[UUID], seed: int
) -> None:
    dice = random.Random(seed)
    with database.writing() as session:
        for number in range(25):
            made = provide(
                session, f"House {number}", dice.choice(["housing", "jobs"]), residential=dice.random() < 0.5
            )
            dice.choice([rename, close, *HAPPENINGS])(made)
        audit.record(session, "directory.edited", None, fields="all")
    for name in ("residence", "jobs"):
        with changing(database, provided[name]) as service:
            close(service)

    with database.reading() as session:
        catalog = load(session)
        for case in with_next_best(session, find(session, database.clock.now(), *people).touched):
            if case.resting.step is None or case.resting.plan is None:
                continue
            need = case.resting.need
            taken = {step.service_id for step in case.resting.plan.steps if step.live and step.need == need}
            found = engine.match(catalog, case.asked, need, WEIGHTS)
            tiers = [
                [
                    each.offer
                    for each in tier
                    if each.offer.service_id not in taken
                    and matches.may_be_chosen(each)
                    and (each.offer.residential or need != "housing")
                ]
                for tier in (found.eligible, found.possible)
            ]
            assert [each.offer for each in case.next_best] == (tiers[0] or tiers[1])[:NEXT]
