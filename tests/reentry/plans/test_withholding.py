"""What a copy may not tell, it does not tell in what people wrote by hand either."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from agency.audit import audit
from agency.database import Database
from reentry.people.clerk import Clerk
from reentry.plans import editing as plan_editing
from reentry.plans import sections
from reentry.plans.plans import Plan
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service
from tests.reentry.plans.providers import provide, provide_all
from tests.reentry.plans.test_draft import drafted
from tests.reentry.plans.test_printing import consent, printed

OUTSIDE = ("board", "court")
STEP = {"owner": "officer", "need": "", "condition": "", "rank": ""}


@pytest.fixture
def plan_id(database: Database, take_in: Callable[..., UUID], clerk: Clerk) -> UUID:
    """A draft; the directory also has a program, a survivors' service and a hidden place that are not in it."""
    provide_all(database)
    with database.writing() as session:
        provide(session, "Thistledown Treatment", "substance_use_treatment", part_2_program=True, held=True)
        provide(session, "Safe Lantern", "legal_help", street="9 Secret Mews", victim_services=True)
        provide(session, "Hidden Cove", "legal_help", street="5 Quiet Lane", confidential=True)
        audit.record(session, "directory.imported", None, source="test", created=3, updated=0)
    return drafted(database, take_in(needs=["jobs", "substance_use_treatment"]), clerk)


def write(database: Database, plan_id: UUID, clerk: Clerk, slug: str, text: str) -> None:
    """Write by hand wherever somebody can: a section, a step's title and its note, a reason."""
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        section = sections.find("release", slug)
        assert section
        plan_editing.write(session, plan, section, text, 0, clerk)
        step = {**STEP, "title": text[:200], "note": text, "due": date(2027, 2, 1)}
        plan_editing.add_step(session, plan, section, step, clerk)
        plan_editing.waive(session, plan, "need:jobs", text, clerk)


@pytest.mark.parametrize("copy", OUTSIDE)
@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("He starts at Marshgate on Monday.", "marshgate"),
        ("Call Marsh\u00adgate Recovery, 77 Treadmill Lp.", "treadmill"),
        ("He was with Thistledown Treatment before.", "thistledown"),
        ("She sleeps at SAFE LANTERN.", "lantern"),
        ("Behind 9 Secret Mews, beside 5 Quiet Ln.", "secret mews"),
        ("Behind 9 Secret Mews, beside 5 Quiet Ln.", "quiet"),
        ("HIV positive since 2019.", "hiv"),
        ("She is a survivor of domestic violence.", "survivor"),
    ],
)
def test_an_outside_copy_tells_nothing_by_hand_either(
    database: Database, plan_id: UUID, clerk: Clerk, copy: str, text: str, secret: str
) -> None:
    write(database, plan_id, clerk, "employment", text)

    told = printed(database, plan_id, copy, ("html",))["html"]

    assert "[withheld]" in told
    assert secret not in told


@pytest.mark.parametrize("copy", OUTSIDE)
def test_no_form_of_it_tells_more_than_another(
    database: Database, plan_id: UUID, clerk: Clerk, copy: str
) -> None:
    write(database, plan_id, clerk, "employment", "Behind 9 Secret Mews, beside 5 Quiet Ln.")

    for form, told in printed(database, plan_id, copy).items():
        assert "[withheld]" in told, form
        assert not [each for each in ("secret mews", "quiet") if each in told], form


@pytest.mark.parametrize("copy", OUTSIDE)
def test_what_is_written_of_health_waits_for_a_consent(
    database: Database, plan_id: UUID, clerk: Clerk, copy: str
) -> None:
    write(database, plan_id, clerk, "health", "Sees the kidney doctor on Tuesdays.")
    with database.reading() as session:
        person_id = session.get_one(Plan, plan_id).person_id

    before = printed(database, plan_id, copy, ("html",))["html"]
    consent(database, person_id, clerk, body=copy, scope=["health"])
    after = printed(database, plan_id, copy, ("html",))["html"]

    # The reason why the jobs stay open was written under jobs, and is told.
    assert before.count("kidney doctor") == after.count("kidney doctor") - 3


@pytest.mark.parametrize(("copy", "tells"), [("file", True), ("board", False)])
def test_what_must_still_be_asked_does_not_tell_of_the_person(
    database: Database, plan_id: UUID, clerk: Clerk, take_in: Callable[..., UUID], copy: str, tells: bool
) -> None:
    with database.writing() as session:
        made = provide(session, "Wren Rooms", "finance", street="3 Elm St")
        made.requirements = [
            ServiceRequirement(rule="hiv", mode="must", value=True, confirmed_on=date(2026, 11, 1))
        ]
        audit.record(session, "directory.imported", None, source="test", created=1, updated=0)
    other = drafted(database, take_in(number="TD-2", needs=["finance"]), clerk)

    told = printed(database, other, copy, ("html",))["html"]

    assert "wren rooms" in told
    assert ("to confirm:" in told and "hiv" in told) is tells


def test_a_program_that_also_does_other_work_may_be_named_for_it(
    database: Database, plan_id: UUID, clerk: Clerk
) -> None:
    with database.writing() as session:
        made = provide(session, "Heron Partners", "substance_use_treatment", part_2_program=True)
        made.organization.services.append(Service(name="Heron Kitchen"))
        audit.record(session, "directory.imported", None, source="test", created=1, updated=0)
    write(database, plan_id, clerk, "employment", "He cooks with Heron Partners.")

    assert "heron partners" in printed(database, plan_id, "board", ("html",))["html"]


def test_the_persons_own_name_stays_whatever_a_program_is_called(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    with database.writing() as session:
        provide(session, "Tidewater Recovery", "substance_use_treatment", part_2_program=True)
        audit.record(session, "directory.imported", None, source="test", created=1, updated=0)
    plan_id = drafted(database, take_in(needs=["substance_use_treatment"]), clerk)

    told = printed(database, plan_id, "board", ("html",))["html"]

    assert "marcus tidewater" in told
    assert "tidewater recovery" not in told
