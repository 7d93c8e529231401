"""The page of co-placement, and what pages, copies and letters tell of it: the officer why, everybody else nothing."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit.audit import AuditEntry
from agency.database import Database
from reentry.access import apart, restriction
from reentry.co_placement import co_placements
from reentry.people.people import Person
from reentry.plans import plans
from tests.browser import Browser
from tests.reentry.access.conftest import away, enter  # noqa: F401
from tests.reentry.co_placement.conftest import ONE, ORDER, OTHER, Two, choose, keep_apart, refer

NEUTRAL = "There is no record of this number that you may enter here."
NOT_HERE = "The agency does not place this person here; ask the officer."
NAMES = ("Fencepost", OTHER, "o-defendant")


def page(person_id: UUID) -> str:
    return f"/people/{person_id}/co-placement"


def put(desk: Browser, person_id: UUID, number: str, **changes: str) -> tuple[int, str]:
    form = {"number": number, "kind": "co_defendant", "source": ORDER, **changes}
    answer = desk.post(page(person_id), form, page(person_id))
    return answer.status, answer.text


def across_the_desk(text: str) -> str:
    """What the client-safe view leaves of a page."""
    return re.sub(r"<li data-officer-only>.*?</li>", "", text, flags=re.S)


def test_an_empty_page_says_that_nobody_is_entered_and_that_no_victim_belongs_here(
    supervisor: Browser, two: Two
) -> None:
    text = supervisor.get(page(two.one)).text

    assert "Nobody is entered." in text
    assert "Never a victim." in text


def test_it_is_entered_and_ended_and_stands_on_both_pages(
    supervisor: Browser, two: Two, database: Database
) -> None:
    assert put(supervisor, two.one, OTHER)[0] == 303

    assert "Ada Fencepost" in supervisor.get(page(two.one)).text
    assert "Marcus Tidewater" in supervisor.get(page(two.other)).text
    assert "Ada Fencepost" in supervisor.get(f"/people/{two.one}").text
    with database.reading() as session:
        (line,) = co_placements.of_people(session, [two.other])
    end = f"{page(two.other)}/{line.id}/end"
    assert supervisor.post(end, {"reason": "no"}, page(two.other)).status == 422
    assert supervisor.post(end, {"reason": "The order was lifted."}, page(two.other)).status == 303

    shown = supervisor.get(page(two.one)).text
    assert "Nobody is entered." in shown
    assert "1 ended" in shown
    assert "The order was lifted." in shown
    assert supervisor.post(end, {"reason": "The order was lifted."}, page(two.other)).status == 404


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": ""}, "Enter the record number."),
        ({"kind": "victim"}, "Say why."),
        ({"source": ""}, "Enter which order, or whose report."),
        ({"number": ONE}, "This is the number of this record."),
    ],
)
def test_a_wrong_entry_comes_back_with_what_was_typed(
    supervisor: Browser, two: Two, changes: dict[str, str], said: str
) -> None:
    status, text = put(supervisor, two.one, **{"number": OTHER, **changes})

    assert (status, said in text) == (422, True)
    assert changes.get("source", ORDER) in text


def told(desk: Browser, two: Two, number: str) -> str:
    """The answer to a number without the number itself and what changes anyway."""
    status, text = put(desk, two.one, number)
    assert status == 422
    return re.sub(r"I[\w-]{50,}\.[\w-]{6}\.[\w-]{27}|nonce=\"[^\"]+\"", "#", text).replace(number, "#")


def test_no_such_number_anothers_case_and_a_restricted_one_read_the_same(
    officer_at_work: Browser, two: Two, database: Database, take_in: Callable[..., UUID]
) -> None:
    mine = take_in(number="TD-3003", family_name="Gateleg")
    with database.writing() as session:
        person = session.get_one(Person, mine)
        restriction.begin(session, person, two.clerk, [two.clerk.staff_id], "A relative works here.")

    answers = [told(officer_at_work, two, number) for number in ("TD-9999", OTHER, "TD-3003")]

    assert NEUTRAL in answers[0]
    assert answers[0] == answers[1] == answers[2]
    with database.reading() as session:
        assert not co_placements.of_people(session, [two.one, two.other, mine])
        denied = select(AuditEntry.subject_id).where(AuditEntry.event == "access.denied")
        assert list(session.scalars(denied)) == [two.other]


def test_a_restricted_record_says_why_nobody_can_be_entered(
    officer_at_work: Browser, two: Two, database: Database
) -> None:
    with database.writing() as session:
        person = session.get_one(Person, two.one)
        restriction.begin(session, person, two.clerk, [two.clerk.staff_id], "A relative works here.")

    text = officer_at_work.get(page(two.one)).text
    assert "nobody can be entered here" in text
    form = {"number": "TD-9999", "kind": "rivals", "source": ORDER}
    assert officer_at_work.post(page(two.one), form, f"/people/{two.one}").status == 409


@pytest.mark.parametrize("role", ["coordinator", "auditor", "investigator", "victim_services"])
def test_other_roles_have_no_such_page(log_in: Callable[..., Browser], two: Two, role: str) -> None:
    desk = log_in(role)

    assert desk.get(page(two.one)).status in (403, 404)


def test_another_officers_page_is_as_if_it_were_not_there(officer_at_work: Browser, two: Two) -> None:
    assert officer_at_work.get(page(two.other)).status == 404


def test_matches_tell_the_officer_why_and_the_person_across_the_desk_nothing(
    officer_at_work: Browser, supervisor: Browser, two: Two, database: Database
) -> None:
    keep_apart(database, two)
    choose(database, two.other, two.house, two.second, "approved")
    refer(database, two.other, two.rooms, two.second)
    matches = f"/people/{two.one}/matches/housing"

    whole, own = supervisor.get(matches).text, officer_at_work.get(matches).text

    assert "Not to be placed with Ada Fencepost (TD-2002), co-defendant: has a place here." in whole
    assert "is proposed for a place here; confirm with their officer." in whole
    assert (
        "Not to be placed with somebody whose record you may not open, co-defendant: has a place here." in own
    )
    for text in (whole, own):
        assert NOT_HERE in across_the_desk(text)
        assert not [name for name in NAMES if name in across_the_desk(text)]


def test_no_copy_of_the_plan_and_no_letter_names_the_other(
    supervisor: Browser, two: Two, database: Database
) -> None:
    keep_apart(database, two)
    refer(database, two.other, two.rooms, two.second)
    step_id = choose(database, two.one, two.rooms, two.clerk)
    with database.reading() as session:
        plan = plans.live(session, session.get_one(Person, two.one))
        assert plan
        plan_id = plan.id
    referral_id = refer(database, two.one, two.rooms, two.clerk)

    papers = [f"/plans/{plan_id}/print/{copy}" for copy in ("board", "person")] + [
        f"/referrals/{referral_id}"
    ]
    for path in (*papers, f"/plans/{plan_id}", f"/plans/{plan_id}/steps/{step_id}"):
        answer = supervisor.get(path)
        assert answer.status == 200, path
        assert not [name for name in NAMES if name in answer.text], path


def test_both_officers_are_told_when_two_placements_meet(
    officer_at_work: Browser,
    two: Two,
    database: Database,
    enter: Callable[..., Browser],  # noqa: F811
) -> None:
    keep_apart(database, two)
    choose(database, two.one, two.house, two.clerk, "approved")
    both = officer_at_work, enter("second")
    assert not ["not to be placed" for desk in both if "not to be placed" in desk.get("/touched").text]

    choose(database, two.other, two.house, two.second, "approved")

    for desk in both:
        assert (
            "Somebody with whom this person is not to be placed has a place here too"
            in desk.get("/touched").text
        )
        assert "touched" in desk.get("/").text


def test_two_proposals_for_one_residence_are_told_to_both_before_they_are_approved(
    officer_at_work: Browser,
    two: Two,
    database: Database,
    enter: Callable[..., Browser],  # noqa: F811
) -> None:
    keep_apart(database, two)
    choose(database, two.one, two.house, two.clerk)
    choose(database, two.other, two.house, two.second)

    for desk in (officer_at_work, enter("second")):
        assert "is not to be placed is proposed for a place here too" in desk.get("/touched").text


def lists(desk: Browser, person_id: UUID) -> list[str]:
    changing = re.compile(r"I[\w-]{50,}\.[\w-]{6}\.[\w-]{27}|nonce=\"[^\"]+\"|\b[0-9a-f]{32,}\b")
    paths = (
        f"/people/{person_id}/matches/housing",
        f"/people/{person_id}/matches",
        page(person_id),
        "/touched",
        "/",
    )
    # What any restricted record tells the staff who are named for it is not about the other.
    found = [changing.sub("#", desk.get(path).text) for path in paths]
    return [re.sub(r"<h2>Enter somebody</h2>.*", "", text, flags=re.S) for text in found]


def test_the_officers_lists_stay_as_they_are_when_victim_services_keep_the_two_apart(
    officer_at_work: Browser, two: Two, database: Database
) -> None:
    keep_apart(database, two)
    choose(database, two.one, two.rooms, two.clerk, "approved")
    choose(database, two.other, two.rooms, two.second, "approved")
    before = lists(officer_at_work, two.one)

    with database.writing() as session:
        people = [session.get_one(Person, each) for each in (two.one, two.other)]
        apart.keep(session, people, two.clerk, "One is the other's survivor.")

    assert lists(officer_at_work, two.one) == before
