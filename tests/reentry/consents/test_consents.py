"""Consents: recorded as signed, revoked for good, each said in words."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.documents.blocks import Document
from agency.documents.html import render_html
from agency.errors import ConflictError, InvalidError
from agency.offices import Agency
from reentry.consents import consents, legal_texts
from reentry.consents import form as consent_form
from reentry.consents.consents import Consent, Terms
from reentry.consents.disclosure import SCOPES
from reentry.consents.legal_texts import LegalText
from reentry.people.clerk import Clerk
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


def _terms(program: UUID | None, **changes: object) -> Terms:
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


def _spanish(database: Database, person_id: UUID, terms: Terms, texts: Mapping[str, LegalText]) -> Document:
    with database.reading() as session:
        person, agency = session.get_one(Person, person_id), session.get_one(Agency, 1)
        return consent_form.document(person, agency, "Court", terms, TODAY, texts)


def test_the_form_is_in_the_language_the_person_reads(database: Database, person_id: UUID) -> None:
    terms = replace(_terms(None), body="court", language="es")

    made = _spanish(database, person_id, terms, legal_texts.load())
    text = render_html(made)

    assert (made.language, made.page_label) == ("es-US", "página {page} de {pages}")
    for said in ("Consentimiento", "Tribunal", "1 de mayo de 2027", "Puedo revocar", "Testigo", "Fecha"):
        assert said in text
    for english in (
        *SCOPES.values(),
        *consent_form.STATEMENTS.values(),
        "To whom",
        "Witness",
        "I may revoke",
    ):
        assert english not in text
    # What was typed by hand stays as it was typed.
    assert "to arrange treatment" in text


def test_an_agencys_own_text_without_a_translation_stands_in_english_and_says_so(
    database: Database, person_id: UUID
) -> None:
    own = LegalText("I can take this back.", "Counsel's memo 7", TODAY)
    terms = replace(_terms(None), body="court", language="es")

    texts = {**legal_texts.load(), "consent_right_to_revoke": own}
    text = render_html(_spanish(database, person_id, terms, texts))

    assert "I can take this back." in text
    assert text.count("Esta parte está solo en inglés.") == 1
    assert "Puedo revocar" not in text


@pytest.mark.parametrize(
    ("spoken", "language"),
    [
        (None, "en"),
        ([], "en"),
        (["Spanish"], "es"),
        (["english", "Spanish"], "en"),
        (["Twi", "SPANISH"], "es"),
    ],
)
def test_the_form_is_offered_in_the_first_language_that_it_is_written_in(
    database: Database, take_in: Callable[..., UUID], spoken: list[str] | None, language: str
) -> None:
    made = take_in(facts={} if spoken is None else {"languages": spoken})

    with database.reading() as session:
        assert consent_form.language_of(session.get_one(Person, made)) == language


def test_the_page_offers_the_language_and_keeps_in_which_it_was_signed(
    database: Database, log_in: Callable[..., Browser], take_in: Callable[..., UUID], organization_id: UUID
) -> None:
    browser = log_in("caseworker")
    page = f"/people/{take_in(facts={'languages': ['Spanish']})}/consents"
    offered = browser.get(page).text

    printed = browser.post(f"{page}/form", _form(organization_id, language="es", format="html"), page=page)
    saved = browser.post(page, _form(organization_id, language="es"), page=page)
    wrong = browser.post(page, _form(organization_id, language="tlh"), page=page)

    assert '<option value="es" selected>Español</option>' in offered
    assert "Consentimiento para divulgar" in printed.text
    assert (saved.status, wrong.status) == (303, 422)
    assert "in Español" in browser.get(page).text
    with database.reading() as session:
        assert session.scalars(select(Consent)).one().language == "es"


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
