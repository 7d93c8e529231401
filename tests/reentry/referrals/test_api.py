"""Referrals for programs: drafted without a plan, once, and never to where no letter goes."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from agency.audit import audit
from agency.database import Database
from tests.browser import Browser
from tests.program import Program
from tests.reentry.plans.providers import provide, provide_all


@pytest.fixture
def providers(database: Database) -> dict[str, UUID]:
    """A few services, by a short name."""
    return provide_all(database)


@pytest.fixture
def program(log_in: Callable[..., Browser]) -> Program:
    """A caseworker's program."""
    return Program(log_in("caseworker"))


def test_a_referral_needs_no_plan(
    program: Program, take_in: Callable[..., UUID], providers: dict[str, UUID]
) -> None:
    person_id = take_in()

    made = program.post(f"/api/people/{person_id}/referrals", {"service_id": str(providers["jobs"])})

    told = made.get_json()
    assert made.status_code == 201
    assert (told["organization"], told["need"], told["state"]) == ("Keelson Works", "jobs", "draft")
    assert (told["plan_id"], told["sent_at"], len(told["log"])) == (None, None, 1)
    assert program.get(made.headers["Location"]).get_json() == told


def test_the_same_draft_is_not_made_twice(
    program: Program, take_in: Callable[..., UUID], providers: dict[str, UUID]
) -> None:
    path, wanted = f"/api/people/{take_in()}/referrals", {"service_id": str(providers["jobs"])}
    first = program.post(path, wanted)

    again = program.post(path, {**wanted, "need": "jobs"})

    assert again.status_code == 200
    assert again.get_json()["id"] == first.get_json()["id"]


def test_a_plan_must_be_the_persons_own(
    program: Program, take_in: Callable[..., UUID], providers: dict[str, UUID]
) -> None:
    marcus, ada = take_in(), take_in(number="TD-1002")
    wanted = {"service_id": str(providers["jobs"])}
    plan = program.post(f"/api/people/{ada}/plans").get_json()["id"]

    refused = program.post(f"/api/people/{marcus}/referrals", {**wanted, "plan_id": plan})
    made = program.post(f"/api/people/{ada}/referrals", {**wanted, "plan_id": plan})

    assert refused.status_code == 404
    assert made.get_json()["plan_id"] == plan


def test_no_letter_goes_to_a_service_for_survivors(
    program: Program, take_in: Callable[..., UUID], database: Database
) -> None:
    with database.writing() as session:
        refuge = provide(session, "Heron House", "housing", victim_services=True).id
        audit.record(session, "directory.edited", None, fields="all")

    answer = program.post(f"/api/people/{take_in()}/referrals", {"service_id": str(refuge)})

    assert (answer.status_code, answer.get_json()["status"]) == (409, "Cannot be disclosed")


def test_a_record_held_back_reads_as_none(
    program: Program, take_in: Callable[..., UUID], database: Database
) -> None:
    person_id = take_in()
    with database.writing() as session:
        held = provide(session, "Osprey Loft", "housing", held=True).id
        audit.record(session, "directory.edited", None, fields="all")

    answers = [
        program.post(f"/api/people/{person_id}/referrals", {"service_id": str(service)})
        for service in (held, uuid4())
    ]

    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].get_json() == answers[1].get_json()


def test_a_wrong_choice_names_its_field(
    program: Program, take_in: Callable[..., UUID], providers: dict[str, UUID]
) -> None:
    path, service = f"/api/people/{take_in()}/referrals", str(providers["jobs"])
    wrong: dict[str, dict[str, object]] = {
        "service_id": {"service_id": "17"},
        "location_id": {"service_id": service, "location_id": str(uuid4())},
        "need": {"service_id": service, "need": "housing"},
        "color": {"service_id": service, "color": "red"},
    }

    for field, sent in wrong.items():
        answer = program.post(path, sent)
        assert (answer.status_code, set(answer.get_json()["errors"])) == (422, {field})


def test_there_is_no_such_referral(program: Program) -> None:
    assert program.get(f"/api/referrals/{uuid4()}").status_code == 404
