"""Consents: recorded as signed, revoked for good, each said in words."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.documents.html import render_html
from agency.errors import ConflictError, InvalidError
from agency.offices import Agency
from reentry.consents import consents, legal_texts
from reentry.consents import form as consent_form
from reentry.consents.consents import Consent, Terms
from reentry.consents.disclosure import SCOPES
from reentry.people.intake import Clerk
from reentry.people.people import Person
from resources.records.organizations import Organization
from resources.records.services import Service
from tests.browser import Browser
from tests.reentry.plans.providers import provide_all

TODAY = date(2026, 11, 21)


@pytest.fixture
def person_id(take_in: Callable[..., UUID]) -> UUID:
    """Marcus."""
    return take_in()


@pytest.fixture
def organization_id(database: Database) -> UUID:
    """A treatment program."""
    service_id = provide_all(database)["treatment"]
    with database.reading() as session:
        return session.get_one(Service, service_id).organization_id


def _record(database: Database, person_id: UUID, clerk: Clerk, terms: Terms) -> UUID:
    with database.writing() as session:
        return consents.record(session, session.get_one(Person, person_id), terms, clerk, TODAY).id


def _terms(program: UUID, **changes: object) -> Terms:
    usual: dict[str, object] = {
        "scope": ["treatment"],
        "purpose": "to arrange treatment",
        "signed_on": TODAY,
        "expires_on": date(2027, 5, 1),
        "organization_id": program,
    }
    return Terms(**{**usual, **changes})  # type: ignore[arg-type]


def test_a_recorded_consent_keeps_its_terms_and_is_audited(
    database: Database, person_id: UUID, organization_id: UUID, clerk: Clerk
) -> None:
    made = _record(database, person_id, clerk, _terms(organization_id, answer_allowed=True))

    with database.reading() as session:
        found = session.get_one(Consent, made)
        entry = session.scalars(select(AuditEntry).where(AuditEntry.event == "consent.given")).one()

        assert (found.scope, found.purpose, found.answer_allowed) == (
            ["treatment"],
            "to arrange treatment",
            True,
        )
        assert found.recipient == "Marshgate Recovery"
        assert (entry.subject_id, entry.details) == (person_id, {"consent_id": str(made)})


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organization_id": None}, "organization_id"),
        ({"body": "board"}, "organization_id"),
        ({"organization_id": UUID(int=9)}, "organization_id"),
        ({"scope": []}, "scope"),
        ({"signed_on": date(2026, 11, 22)}, "signed_on"),
        ({"expires_on": date(2026, 11, 20)}, "expires_on"),
        ({"scope": ["case_record"]}, "approved_by"),
    ],
)
def test_a_consent_that_can_not_be_is_refused_beside_its_field(
    database: Database,
    person_id: UUID,
    organization_id: UUID,
    clerk: Clerk,
    changes: dict[str, object],
    field: str,
) -> None:
    with pytest.raises(InvalidError) as refused:
        _record(database, person_id, clerk, _terms(organization_id, **changes))

    assert field in refused.value.fields


@pytest.mark.parametrize("flag", ["held", "victim_services"])
def test_no_consent_names_who_is_held_back_or_for_survivors(
    database: Database, person_id: UUID, organization_id: UUID, clerk: Clerk, flag: str
) -> None:
    with database.writing() as session:
        for service in session.get_one(Organization, organization_id).services:
            setattr(service, flag, True)
        audit.record(session, "directory.edited", None, fields=flag)

    with pytest.raises(InvalidError) as refused:
        _record(database, person_id, clerk, _terms(organization_id))

    assert refused.value.fields == {"organization_id": ["There is no such organization in the directory."]}


def test_a_revoked_consent_ends_that_day_and_stays_revoked(
    database: Database, person_id: UUID, organization_id: UUID, clerk: Clerk
) -> None:
    made = _record(database, person_id, clerk, _terms(organization_id))
    with database.writing() as session:
        consents.revoke(session, session.get_one(Consent, made), clerk, TODAY)

    with database.reading() as session:
        assert session.get_one(Consent, made).standing(TODAY) == "revoked"
    with pytest.raises(ConflictError), database.writing() as session:
        consents.revoke(session, session.get_one(Consent, made), clerk, TODAY)


def test_the_form_has_every_element_of_a_written_consent(
    database: Database, person_id: UUID, organization_id: UUID
) -> None:
    terms = _terms(organization_id, scope=["treatment", "case_record"], approved_by="Imogen Farrow")
    with database.reading() as session:
        person, agency = session.get_one(Person, person_id), session.get_one(Agency, 1)
        document = consent_form.document(
            person, agency, "Marshgate Recovery", terms, TODAY, legal_texts.load()
        )
        text = render_html(document)

    # 42 CFR 2.31: patient, discloser, what, to whom, purpose, revocation, expiry, redisclosure, refusal; signed, dated.
    for said in (
        "Marcus Tidewater",
        "Test Division",
        "Marshgate Recovery",
        "to arrange treatment",
        "May 1, 2027",
    ):
        assert said in text
    for said in (
        SCOPES["treatment"],
        "revoke",
        "disclosed again",
        "If I do not sign",
        "Date",
        "Imogen Farrow",
    ):
        assert said in text


def _form(organization_id: UUID, **changes: str) -> dict[str, object]:
    usual = {
        "organization_id": str(organization_id),
        "scope": "treatment",
        "purpose": "to arrange treatment",
        "signed_on": "2026-11-20",
        "expires_on": "2027-05-01",
        "answer_allowed": "true",
        "body": "",
        "approved_by": "",
    }
    return {**usual, **changes}


def test_a_caseworker_records_and_revokes_on_the_page(
    database: Database, log_in: Callable[..., Browser], person_id: UUID, organization_id: UUID
) -> None:
    browser, page = log_in("caseworker"), f"/people/{person_id}/consents"

    saved = browser.post(page, _form(organization_id), page=page)
    live = browser.get(page)
    with database.reading() as session:
        made = session.scalars(select(Consent)).one().id
    revoked = browser.post(f"{page}/{made}/revoke", page=page)

    assert (saved.status, live.status, revoked.status) == (303, 200, 303)
    assert "Marshgate Recovery" in live.text
    assert ">Live<" in live.text
    assert ">Revoked<" in browser.get(page).text


def test_what_was_typed_is_kept_where_it_is_wrong(
    database: Database, log_in: Callable[..., Browser], person_id: UUID, organization_id: UUID
) -> None:
    browser, page = log_in("caseworker"), f"/people/{person_id}/consents"

    answer = browser.post(page, _form(organization_id, expires_on="2026-01-01"), page=page)

    assert answer.status == 422
    assert "It cannot end before it was signed." in answer.text
    assert "to arrange treatment" in answer.text
    with database.reading() as session:
        assert session.scalars(select(Consent)).all() == []


def test_the_form_is_printed_without_recording_a_consent(
    database: Database, log_in: Callable[..., Browser], person_id: UUID, organization_id: UUID
) -> None:
    browser, page = log_in("caseworker"), f"/people/{person_id}/consents"

    answer = browser.post(f"{page}/form", _form(organization_id), page=page)

    assert (answer.status, answer.data[:5]) == (200, b"%PDF-")
    with database.reading() as session:
        assert session.scalars(select(Consent)).all() == []


def test_a_consent_of_somebody_else_cannot_be_revoked_here(
    database: Database,
    log_in: Callable[..., Browser],
    take_in: Callable[..., UUID],
    person_id: UUID,
    organization_id: UUID,
    clerk: Clerk,
) -> None:
    made = _record(database, person_id, clerk, _terms(organization_id))
    other = take_in(number="TD-2", given_name="Osric")

    answer = log_in("caseworker").post(f"/people/{other}/consents/{made}/revoke")

    assert answer.status == 404
    with database.reading() as session:
        assert session.get_one(Consent, made).revoked_on is None
