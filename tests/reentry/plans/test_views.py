"""The plan's pages: what is typed is never lost, and nobody overwrites anybody."""

from collections.abc import Callable
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from reentry.consents.disclosures import Disclosure
from reentry.people.clerk import Clerk
from reentry.plans import plans, sections
from reentry.plans.plans import Plan
from tests.browser import Browser
from tests.conftest import PASSWORD
from tests.reentry.plans.providers import provide, provide_all
from tests.reentry.plans.test_draft import drafted


@pytest.fixture
def plan_id(database: Database, take_in: Callable[..., UUID], clerk: Clerk) -> UUID:
    """A draft of the officer's."""
    provide_all(database)
    return drafted(database, take_in(), clerk)


@pytest.fixture
def desk(browser: Browser, officer: UUID) -> Browser:
    """The officer whose case it is, at the keyboard."""
    browser.post("/log-in", {"email": "officer@test.example", "password": PASSWORD, "notice": "read"})
    return browser


def test_building_the_plan_leads_to_it(
    database: Database, desk: Browser, take_in: Callable[..., UUID]
) -> None:
    person_id = take_in()

    answer = desk.post(f"/people/{person_id}/plans", page="/people")

    with database.reading() as session:
        plan = session.scalars(select(Plan)).one()
        assert answer.status == 303
        assert answer.headers["Location"].endswith(f"/plans/{plan.id}")


def test_every_section_opens_with_its_title_and_all_others_beside_it(desk: Browser, plan_id: UUID) -> None:
    for section in sections.RELEASE:
        page = desk.get(f"/plans/{plan_id}/sections/{section.slug.replace('_', '-')}")

        assert page.status == 200
        assert page.text.count("<h1>") == 1
        assert page.text.count('aria-current="page"') >= 1
        assert all(other.title.split(",")[0] in page.text for other in sections.RELEASE)


def test_the_client_safe_view_tells_of_a_residence_and_not_what_must_be_asked_about_the_person(
    desk: Browser, database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    with database.writing() as session:
        provide(session, "Gullwing House", "housing", residential=True)
        audit.record(session, "directory.edited", None, fields="all")
    plan_id = drafted(database, take_in(), clerk)

    page = desk.get(f"/plans/{plan_id}/sections/housing")

    assert "violent offenses" in page.text
    assert "Gullwing House" in page.across_the_desk
    assert "violent offenses" not in page.across_the_desk


def test_a_plan_that_was_submitted_is_not_told_as_still_to_be_submitted(
    database: Database, plan_id: UUID, clerk: Clerk
) -> None:
    def submitting() -> list[str]:
        with database.reading() as session:
            steps = session.get_one(Plan, plan_id).steps
            return [step.status for step in steps if step.code == "submission"]

    def bring_into(status: str) -> None:
        with database.writing() as session:
            plan = session.get_one(Plan, plan_id)
            plans.set_status(plan, status, "", clerk)
            plans.noted(session, plan, "submission", clerk)

    assert submitting() == ["planned"]
    bring_into("submitted")
    assert submitting() == ["met"]
    bring_into("draft")
    assert submitting() == ["planned"]


def test_the_pages_hold_no_inline_style_or_script(desk: Browser, plan_id: UUID) -> None:
    for address in ("", "/sections/housing", "/submit", "/print/board"):
        page = desk.get(f"/plans/{plan_id}{address}")
        assert page.status == 200
        assert "style=" not in page.text
        assert "<style" not in page.text


def test_text_is_saved_and_stands_on_the_page(desk: Browser, plan_id: UUID) -> None:
    address = f"/plans/{plan_id}/sections/finances"

    answer = desk.post(address, {"text": "Rent first.", "version": 0}, page=address)

    assert answer.status == 303
    assert "Rent first." in desk.get(address).text


def test_the_second_editor_is_told_and_keeps_what_was_typed(desk: Browser, plan_id: UUID) -> None:
    address = f"/plans/{plan_id}/sections/finances"
    desk.post(address, {"text": "From the first.", "version": 0}, page=address)

    answer = desk.post(address, {"text": "From the second.", "version": 0}, page=address)

    assert answer.status == 409
    assert "From the second." in answer.text
    assert "From the first." in answer.text
    assert "From the second." not in desk.get(address).text


def test_a_form_that_is_refused_shows_the_record_again_and_that_is_written_down(
    desk: Browser, plan_id: UUID, database: Database
) -> None:
    address = f"/plans/{plan_id}/sections/family"
    with database.reading() as session:
        before = audit.end(session)[0]
        person_id = session.get_one(Plan, plan_id).person_id

    answers = [
        desk.post(f"{address}/steps", {"title": "", "owner": "officer"}, page=address),
        desk.post(f"/people/{person_id}", {"number": ""}, page=f"/people/{person_id}/edit"),
    ]

    assert [answer.status for answer in answers] == [422, 422]
    with database.reading() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.sequence > before)).all()
        pages = [entry.details["page"] for entry in entries if entry.event == "person.read"]
        assert sorted(pages) == ["edit", "edit", "plan", "plan"]


def test_a_step_without_words_comes_back_with_what_was_typed(desk: Browser, plan_id: UUID) -> None:
    address = f"/plans/{plan_id}/sections/family"

    answer = desk.post(
        f"{address}/steps", {"title": "", "owner": "officer", "note": "Ask the aunt."}, page=address
    )

    assert answer.status == 422
    assert "Say what is to happen, in a line." in answer.text
    assert "Ask the aunt." in answer.text


def test_a_step_of_ones_own_answers_the_need_it_names(
    database: Database, desk: Browser, plan_id: UUID
) -> None:
    address = f"/plans/{plan_id}/sections/employment"
    step: dict[str, object] = {
        "title": "Call his old foreman",
        "owner": "person",
        "due": "2027-01-04",
        "answers": "need:jobs",
    }

    answer = desk.post(f"{address}/steps", step, page=address)

    with database.reading() as session:
        made = next(each for each in session.get_one(Plan, plan_id).steps if each.title == step["title"])
        assert answer.status == 303
        assert (made.need, made.section, made.status) == ("jobs", "employment", "planned")


def test_a_step_changed_meanwhile_is_not_overwritten(
    database: Database, desk: Browser, plan_id: UUID
) -> None:
    with database.reading() as session:
        step = session.get_one(Plan, plan_id).steps[0]
        address, version = f"/plans/{plan_id}/steps/{step.id}", step.version
    form = {"title": "First", "owner": "officer", "version": version}
    desk.post(address, form, page=address)

    answer = desk.post(address, {**form, "title": "Second"}, page=address)

    assert answer.status == 409
    assert "Second" in answer.text
    assert "First" in desk.get(address).text


def test_the_log_takes_only_known_words(database: Database, desk: Browser, plan_id: UUID) -> None:
    with database.reading() as session:
        address = f"/plans/{plan_id}/steps/{session.get_one(Plan, plan_id).steps[0].id}"

    wrong = desk.post(f"{address}/log", {"status": "tried"}, page=address)
    right = desk.post(f"{address}/log", {"status": "met", "note": "Bed is his."}, page=address)

    assert (wrong.status, right.status) == (422, 303)
    assert "Bed is his." in desk.get(address).text


def test_a_reason_lets_a_need_stay_open_and_can_be_taken_back(
    database: Database, desk: Browser, plan_id: UUID
) -> None:
    address = f"/plans/{plan_id}"
    desk.post(f"{address}/waivers", {"key": "need:jobs", "reason": "Medical parole."}, page=address)
    with database.reading() as session:
        assert session.get_one(Plan, plan_id).waivers["need:jobs"]["reason"] == "Medical parole."

    desk.post(f"{address}/waivers", {"key": "need:jobs", "reason": ""}, page=address)
    with database.reading() as session:
        assert session.get_one(Plan, plan_id).waivers == {}


def test_submitting_asks_for_a_reason_for_each_gap(
    database: Database, desk: Browser, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    plan_id = drafted(database, take_in(), clerk)
    address = f"/plans/{plan_id}/submit"

    refused = desk.post(address, {"need:jobs": "Medical parole."}, page=address)

    assert refused.status == 422
    assert "Say why it may stay open." in refused.text
    assert "Medical parole." in refused.text
    with database.reading() as session:
        assert session.get_one(Plan, plan_id).status == "draft"


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF"), ("docx", b"PK"), ("html", b"<!doctype html>")])
def test_a_copy_is_sent_as_a_file_and_written_down(
    database: Database, desk: Browser, plan_id: UUID, form: str, start: bytes
) -> None:
    answer = desk.post(f"/plans/{plan_id}/print/board.{form}", {}, f"/plans/{plan_id}/print/board")

    assert (answer.status, answer.data[: len(start)].lower()) == (200, start.lower())
    with database.reading() as session:
        assert session.scalars(select(Disclosure)).one().format == form
        assert session.scalars(select(AuditEntry).where(AuditEntry.event == "plan.printed")).one()


def test_there_is_no_copy_for_just_anybody(desk: Browser, plan_id: UUID) -> None:
    assert desk.post(f"/plans/{plan_id}/print/press.pdf", {}, f"/plans/{plan_id}").status == 404
    assert desk.get(f"/plans/{plan_id}/print/press").status == 404


def test_the_plan_of_somebody_elses_case_reads_as_if_there_were_none(
    plan_id: UUID, hire: Callable[..., UUID], browser: Browser
) -> None:
    hire("officer", email="other@test.example")
    browser.post("/log-in", {"email": "other@test.example", "password": PASSWORD, "notice": "read"})

    for address in ("", "/sections/housing", "/print/file", "/submit"):
        assert browser.get(f"/plans/{plan_id}{address}").status == 404


def test_whoever_may_only_read_is_offered_no_form(
    plan_id: UUID, hire: Callable[..., UUID], browser: Browser
) -> None:
    hire("investigator")
    browser.post("/log-in", {"email": "investigator@test.example", "password": PASSWORD, "notice": "read"})

    page = browser.get(f"/plans/{plan_id}/sections/housing")

    assert page.status == 200
    assert "Save the text" not in page.text
    assert "Submit" not in page.text
