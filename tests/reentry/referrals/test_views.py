"""The letter's pages: nothing is sent unseen, nothing leaves unrecorded."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from reentry.consents import consents
from reentry.consents.consents import Terms
from reentry.consents.disclosures import Disclosure
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.referrals import referrals
from reentry.referrals.referrals import Referral
from resources.records.do_not_refer import DoNotRefer
from resources.records.services import Service
from tests.browser import Browser
from tests.reentry.plans.providers import provide_all


@pytest.fixture
def services(database: Database) -> dict[str, UUID]:
    """Providers by a short name."""
    return provide_all(database)


@pytest.fixture
def person_id(take_in: Callable[..., UUID]) -> UUID:
    """Marcus."""
    return take_in()


@pytest.fixture
def refer(
    database: Database, services: dict[str, UUID], person_id: UUID, clerk: Clerk
) -> Callable[..., UUID]:
    """Drafts a referral to a provider; with consent, after one was recorded."""

    def make(name: str, *, consent: bool = False) -> UUID:
        with database.writing() as session:
            person = session.get_one(Person, person_id)
            made = referrals.draft(session, person, services[name], None, "", None, clerk)
            if consent:
                organization_id = session.get_one(Service, services[name]).organization_id
                terms = Terms(
                    ["treatment"], "treatment", date(2026, 11, 1), date(2027, 5, 1), organization_id
                )
                consents.record(session, person, terms, clerk, date(2026, 11, 21))
            return made.id

    return make


def _events(database: Database, event: str) -> list[dict[str, Any]]:
    with database.reading() as session:
        rows = session.scalars(
            select(AuditEntry).where(AuditEntry.event == event).order_by(AuditEntry.sequence)
        )
        return [row.details for row in rows]


def _disclosures(database: Database) -> list[tuple[str, str, list[str], bool]]:
    with database.reading() as session:
        rows = session.scalars(select(Disclosure).order_by(Disclosure.at))
        return [(row.recipient, row.format, row.told, row.consent_id is not None) for row in rows]


def test_person_provider_print_without_a_plan(
    database: Database, log_in: Callable[..., Browser], person_id: UUID, services: dict[str, UUID]
) -> None:
    browser, start = log_in("caseworker"), f"/people/{person_id}/referrals/new"

    found = browser.get(f"{start}?need=jobs")
    nearly = browser.get(f"{start}?need=jobs&q=kelson+jbo+start")
    chosen = browser.get(f"{start}?service={services['jobs']}&need=jobs")
    drafted = browser.post(
        f"/people/{person_id}/referrals", {"service_id": str(services["jobs"]), "need": "jobs"}
    )
    letter = browser.get(drafted.headers["Location"])

    assert "Keelson Job Start" in found.text
    assert "These come closest" in nearly.text
    assert "Keelson Job Start" in nearly.text
    assert "Draft the letter" in chosen.text
    assert drafted.status == 303
    assert "We refer Marcus Tidewater to you for jobs" in letter.text
    assert _disclosures(database) == []
    assert {"page": "letter"} in _events(database, "person.read")


@pytest.mark.parametrize(
    ("form", "begins"), [("pdf", b"%PDF-"), ("docx", b"PK"), ("html", b"<!doctype html>")]
)
def test_every_copy_leaves_a_disclosure_and_its_event(
    database: Database, log_in: Callable[..., Browser], refer: Callable[..., UUID], form: str, begins: bytes
) -> None:
    made = refer("treatment", consent=True)

    answer = log_in("caseworker").post(f"/referrals/{made}/letter", {"format": form})

    assert answer.status == 200
    assert answer.data.lower().startswith(begins.lower())
    (recipient, kept, told, by_consent), *rest = _disclosures(database)
    assert (recipient, kept, by_consent, rest) == ("Marshgate Recovery", form, True, [])
    assert told[0] == "name"
    (event,) = _events(database, "letter.printed")
    assert event["format"] == form
    assert event["consent_id"] is not None
    assert "Marcus" not in json.dumps(event)


def test_a_letter_that_tells_of_treatment_shows_the_way_to_the_consent_instead(
    database: Database, log_in: Callable[..., Browser], refer: Callable[..., UUID]
) -> None:
    made = refer("treatment")
    browser = log_in("caseworker")

    page = browser.get(f"/referrals/{made}")
    printed = browser.post(f"/referrals/{made}/letter", {"format": "pdf"})

    assert (page.status, printed.status) == (200, 409)
    assert "This letter cannot be written yet" in page.text
    assert f"/consents?organization_id={_organization(database, made)}" in page.text
    assert "We refer Marcus" not in page.text
    assert "Marshgate" not in printed.text
    assert _disclosures(database) == []
    assert _events(database, "letter.printed") == []


def _organization(database: Database, referral_id: UUID) -> UUID:
    with database.reading() as session:
        return session.get_one(Referral, referral_id).service.organization_id


def test_a_draft_is_changed_sent_and_answered_on_its_page(
    log_in: Callable[..., Browser], refer: Callable[..., UUID]
) -> None:
    made = refer("jobs")
    browser, page = log_in("caseworker"), f"/referrals/{made}"

    browser.post(page, {"appointment": "December 3, 10 am", "note": "", "location_id": ""})
    changed = browser.get(page).text
    browser.post(f"{page}/state", {"state": "sent"})
    nameless = browser.post(f"{page}/state", {"state": "declined", "reason": "", "note": "called back"})
    answered = browser.post(f"{page}/state", {"state": "declined", "reason": "capacity", "note": "full"})

    assert "December 3, 10 am" in changed
    assert nameless.status == 422
    assert "Choose the reason." in nameless.text
    assert "called back" in nameless.text
    assert answered.status == 303
    assert "No room" in browser.get(page).text


def test_a_sent_letter_stays_as_it_was(log_in: Callable[..., Browser], refer: Callable[..., UUID]) -> None:
    made = refer("jobs")
    browser = log_in("caseworker")
    browser.post(f"/referrals/{made}/state", {"state": "sent"})

    assert (
        browser.post(f"/referrals/{made}", {"note": "late", "appointment": "", "location_id": ""}).status
        == 409
    )


def test_the_list_shows_what_is_to_print(log_in: Callable[..., Browser], refer: Callable[..., UUID]) -> None:
    refer("jobs")

    page = log_in("caseworker").get("/referrals").text

    assert "1 to print" in page
    assert "Marcus T." in page


@pytest.mark.parametrize("role", ["coordinator", "auditor", "investigator"])
def test_who_writes_no_referrals_opens_no_letter(
    log_in: Callable[..., Browser], refer: Callable[..., UUID], role: str
) -> None:
    made = refer("jobs")
    browser = log_in(role)

    assert browser.get(f"/referrals/{made}").status == 403
    assert browser.post(f"/referrals/{made}/letter", {"format": "pdf"}).status == 403


def test_an_officer_opens_no_letter_of_another_caseload(
    log_in: Callable[..., Browser], refer: Callable[..., UUID]
) -> None:
    made = refer("jobs")

    assert log_in("officer", "other@test.example").get(f"/referrals/{made}").status == 404


def test_the_commands_draft_once_and_write_each_kind_of_file(
    app: Flask, database: Database, person_id: UUID, services: dict[str, UUID], tmp_path: Path
) -> None:
    run = app.test_cli_runner().invoke
    create = ["referral", "create", str(person_id), str(services["jobs"]), "--need", "jobs", "--json"]

    first, again = run(args=create), run(args=create)
    (referral_id,) = json.loads(first.output)["ids"]
    written = [
        run(args=["letter", "pdf", referral_id, str(tmp_path / f"out.{form}"), "--json"])
        for form in ("pdf", "docx", "html")
    ]

    assert first.output == again.output
    assert [each.exit_code for each in written] == [0, 0, 0]
    assert json.loads(written[0].output) == {"ids": [referral_id], "file": str(tmp_path / "out.pdf")}
    assert (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
    assert [form for _, form, _, _ in _disclosures(database)] == ["pdf", "docx", "html"]


def test_bad_input_to_the_commands_is_one_line_and_a_failure(
    app: Flask,
    database: Database,
    person_id: UUID,
    services: dict[str, UUID],
    refer: Callable[..., UUID],
    tmp_path: Path,
) -> None:
    blocked = str(refer("treatment"))
    run = app.test_cli_runner().invoke
    person, jobs, nobody = str(person_id), str(services["jobs"]), str(UUID(int=5))
    attempts = [
        ["referral", "create", nobody, jobs],
        ["referral", "create", person, nobody],
        ["referral", "create", person, jobs, "--need", "yacht"],
        ["referral", "create", person, jobs, "--location", nobody],
        ["referral", "create", person, jobs, "--plan", nobody],
        ["letter", "pdf", nobody, str(tmp_path / "out.pdf")],
        ["letter", "pdf", blocked, str(tmp_path / "out.pdf")],
        ["letter", "pdf", blocked, str(tmp_path / "out.odt")],
        ["letter", "pdf", blocked, str(tmp_path / "no" / "out.pdf")],
    ]

    answers = [run(args=each) for each in attempts]

    assert all(each.exit_code == 1 for each in answers)
    assert all(each.output.startswith("Error: ") and each.output.count("\n") == 1 for each in answers)
    assert not any("Marshgate" in each.output for each in answers)
    assert list(tmp_path.glob("out.*")) == []
    assert _disclosures(database) == []


def test_where_nobody_is_referred_a_waiting_letter_stays_here_and_the_form_says_why(
    database: Database,
    log_in: Callable[..., Browser],
    refer: Callable[..., UUID],
    services: dict[str, UUID],
    person_id: UUID,
) -> None:
    waiting = refer("jobs")
    with database.writing() as session:
        decided = DoNotRefer(
            service_id=services["jobs"],
            reason="Canary roof",
            since=date(2026, 11, 1),
            until=date(2026, 12, 1),
        )
        session.add(decided)
        audit.record(session, "do_not_refer.set", None, services["jobs"], until="2026-12-01")
    browser = log_in("supervisor")

    form = browser.get(f"/people/{person_id}/referrals/new?service={services['jobs']}")
    drafted = browser.post(f"/people/{person_id}/referrals", {"service_id": str(services["jobs"])}, "/people")
    letter = browser.get(f"/referrals/{waiting}")
    printed = browser.post(f"/referrals/{waiting}/letter", {"format": "html"}, "/people")

    assert "Canary roof" in form.text
    assert "Canary" not in form.across_the_desk
    assert "Draft the letter" not in form.text
    assert "refers nobody to this service until Dec 1, 2026" in letter.text
    assert (drafted.status, printed.status) == (409, 409)
    assert "Canary" not in letter.text + drafted.text + printed.text
    assert _disclosures(database) == []
