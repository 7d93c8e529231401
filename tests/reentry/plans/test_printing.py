"""Copies of a plan: each tells its reader what it may, and what leaves the office is written down."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.documents.blocks import Document
from agency.documents.docx import render_docx
from agency.documents.html import render_html_file
from agency.documents.pdf import render_pdf
from agency.offices import Agency
from matching import catalog
from matching.columns.index import Index
from matching.wording import english
from reentry.consents.consents import Consent
from reentry.consents.disclosures import Disclosure
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import coverage as plan_coverage
from reentry.plans import draft as plan_draft
from reentry.plans import editing as plan_editing
from reentry.plans import printing as plan_printing
from reentry.plans import sections
from reentry.plans.copies import COPIES
from reentry.plans.document import document
from reentry.plans.plans import Plan
from reentry.plans.withholding import Withholding
from resources.records.services import Service
from resources.secrecy.secret_words import REMOVED, pattern_of
from tests.reentry.plans.providers import provide, provide_all
from tests.reentry.plans.test_draft import TODAY, drafted

PROGRAM = ("Marshgate Recovery", "Marshgate Outpatient Care", "77 Treadmill Loop", "410-555-0177")


RENDERINGS: dict[str, Callable[[Document], str]] = {
    "pdf": lambda made: " ".join(
        page.extract_text() for page in PdfReader(BytesIO(render_pdf(made, fonts=None))).pages
    ),
    "html": lambda made: re.sub(r"<[^>]*>", " ", render_html_file(made)),
    "docx": lambda made: re.sub(r"<[^>]*>", "", _paragraphs(render_docx(made))),
}
ON_SCREEN = ("html",)


def printed(
    database: Database, plan_id: UUID, copy: str, forms: Iterable[str] = tuple(RENDERINGS)
) -> dict[str, str]:
    """The words of a copy in its renderings, each on one line, in small letters."""
    with database.reading() as session:
        made = document(session, session.get_one(Plan, plan_id), COPIES[copy], TODAY, english())
    return {form: _line(RENDERINGS[form](made)) for form in forms}


def _paragraphs(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as packed:
        xml = packed.read("word/document.xml").decode()
    return re.sub(r"</w:p>|<w:br/>|<w:tab/>", " ", xml)


def _line(text: str) -> str:
    return " ".join(text.split()).casefold()


def consent(database: Database, person_id: UUID, clerk: Clerk, **terms: object) -> None:
    """A consent to tell the board of treatment and health, live that day unless the test says otherwise."""
    with database.writing() as session:
        row = Consent(person_id=person_id, recorded_at=clerk.now, signed_on=date(2026, 11, 1))
        row.expires_on = date(2027, 11, 1)
        row.body, row.scope = "board", ["treatment", "health"]
        for name, value in terms.items():
            setattr(row, name, value)
        session.add(row)
        audit.record(session, "consent.given", clerk.staff_id, person_id, consent_id=None)


@pytest.fixture
def plan_id(database: Database, take_in: Callable[..., UUID], clerk: Clerk) -> UUID:
    """A draft that names a treatment program, in its steps and in what people wrote."""
    provide_all(database)
    plan_id = drafted(
        database, take_in(medication_note="Methadone 80 mg.", safety_notes=["Do not visit alone."]), clerk
    )
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        treatment = sections.of_need("release", "substance_use_treatment")
        said = "He starts at MARSHGATE\n recovery, 77 Treadmill  Loop, (410) 555.0177, on Monday."
        plan_editing.write(session, plan, treatment, said, 0, clerk)
    return plan_id


@pytest.mark.parametrize("copy", ["board", "court"])
def test_an_outside_copy_names_no_treatment_program_without_consent(
    database: Database, plan_id: UUID, copy: str
) -> None:
    for form, text in printed(database, plan_id, copy).items():
        assert "a treatment program (name withheld: no consent on file)" in text, form
        assert not [word for word in PROGRAM if word.casefold() in text], form
        assert "555.0177" not in text, form
        assert "methadone" not in text, form


@pytest.mark.parametrize(
    "terms",
    [
        {"body": "court"},
        {"scope": ["health"]},
        {"expires_on": date(2026, 11, 20)},
        {"revoked_on": date(2026, 11, 21)},
        {"signed_on": date(2026, 11, 22)},
    ],
)
def test_a_consent_that_does_not_cover_this_copy_that_day_opens_nothing(
    database: Database, plan_id: UUID, clerk: Clerk, terms: dict[str, object]
) -> None:
    with database.reading() as session:
        person_id = session.get_one(Plan, plan_id).person_id
    consent(database, person_id, clerk, **terms)

    for form, text in printed(database, plan_id, "board", ON_SCREEN).items():
        assert not [word for word in PROGRAM if word.casefold() in text], form


def test_with_a_live_consent_the_board_reads_the_name(
    database: Database, plan_id: UUID, clerk: Clerk
) -> None:
    with database.reading() as session:
        person_id = session.get_one(Plan, plan_id).person_id
    consent(database, person_id, clerk)

    for form, text in printed(database, plan_id, "board").items():
        assert all(word.casefold() in text for word in PROGRAM), form
        assert "methadone" in text, form


def test_the_office_and_the_person_read_the_name_but_only_the_office_the_safety_notes(
    database: Database, plan_id: UUID
) -> None:
    office, person = printed(database, plan_id, "file"), printed(database, plan_id, "person")

    for form in office:
        assert "marshgate outpatient care" in office[form]
        assert "marshgate outpatient care" in person[form]
        assert "do not visit alone" in office[form]
        assert "do not visit alone" not in person[form]


def test_the_persons_copy_gives_no_reasons_of_others(database: Database, plan_id: UUID, clerk: Clerk) -> None:
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        plan_editing.waive(session, plan, "need:jobs", "His aunt will not have him drive.", clerk)
        family = sections.of_need("release", "family")
        plan_editing.write(session, plan, family, "The victim moved to another county.", 0, clerk)

    for copy, told in (("file", True), ("person", False)):
        for text in printed(database, plan_id, copy, ON_SCREEN).values():
            assert ("his aunt" in text) is told
            assert ("the victim moved" in text) is told


@pytest.mark.parametrize("copy", list(COPIES))
def test_no_copy_prints_a_confidential_address_or_the_place_of_victim_services(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk, copy: str
) -> None:
    with database.writing() as session:
        provide(session, "Hidden Cove", "jobs", street="5 Quiet Lane", confidential=True)
        provide(session, "Safe Lantern", "legal_help", street="9 Secret Mews", victim_services=True)
        audit.record(session, "directory.imported", None, source="test", created=1, updated=0)
    plan_id = drafted(database, take_in(needs=["jobs", "legal_help"]), clerk)
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        section = sections.of_need("release", "jobs")
        plan_editing.write(session, plan, section, "Go to 5 Quiet Lane, then Safe Lantern.", 0, clerk)

    for form, text in printed(database, plan_id, copy).items():
        assert "hidden cove" in text, form
        assert "quiet lane" not in text, form
        assert "safe lantern" not in text, form
        assert "secret mews" not in text, form


@pytest.mark.parametrize("copy", ["board", "person"])
def test_that_somebody_is_a_survivor_leaves_the_office_in_no_copy(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk, copy: str
) -> None:
    plan_id = drafted(database, take_in(needs=["victim_services", "jobs"]), clerk)

    for form, text in printed(database, plan_id, copy, ON_SCREEN).items():
        assert "victim services" not in text, form
        assert "victim-services" not in text, form


def test_the_officer_signs_in_the_agencys_word_for_the_role(
    database: Database, plan_id: UUID, clerk: Clerk
) -> None:
    with database.writing() as session:
        session.get_one(Agency, 1).role_words = {"officer": "Agent"}
        audit.record(session, "agency.changed", None, fields="officer")

    text = printed(database, plan_id, "file", ON_SCREEN)["html"]

    assert "test officer agent" in text


def test_every_page_of_a_draft_says_so_and_no_page_of_a_submitted_plan_does(
    database: Database, plan_id: UUID, clerk: Clerk
) -> None:
    def pages() -> list[str]:
        with database.reading() as session:
            made = document(session, session.get_one(Plan, plan_id), COPIES["file"], TODAY, english())
        return [page.extract_text() for page in PdfReader(BytesIO(render_pdf(made, fonts=None))).pages]

    draft = pages()
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        reasons = {gap.key: "Being looked for." for gap in plan_coverage.gaps(plan)}
        assert plan_editing.submit(session, plan, reasons, clerk) == []

    assert len(draft) == 1 + len(sections.RELEASE)
    assert all("DRAFT" in page for page in draft)
    assert not any("DRAFT" in page for page in pages())


@pytest.mark.parametrize(("copy", "leaves"), [("file", False), ("board", True), ("person", True)])
def test_printing_is_written_down_and_what_leaves_is_a_disclosure(
    database: Database, plan_id: UUID, clerk: Clerk, copy: str, leaves: bool
) -> None:
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        plan_printing.print_plan(session, plan, COPIES[copy], "html", TODAY, clerk, None)

    with database.reading() as session:
        (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.event == "plan.printed"))
        rows = session.scalars(select(Disclosure)).all()

        assert entry.details == {"copy": copy, "format": "html"}
        assert [(row.plan_id, row.recipient) for row in rows] == (
            [(plan_id, COPIES[copy].reader)] if leaves else []
        )


def test_a_disclosure_names_the_consent_it_rests_on(database: Database, plan_id: UUID, clerk: Clerk) -> None:
    with database.reading() as session:
        person_id = session.get_one(Plan, plan_id).person_id
    consent(database, person_id, clerk)

    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        plan_printing.print_plan(session, plan, COPIES["board"], "docx", TODAY, clerk, None)

    with database.reading() as session:
        row = session.scalars(select(Disclosure)).one()
        assert row.consent_id == session.scalars(select(Consent)).one().id
        assert "treatment" in row.told


def test_a_support_plan_prints_its_twelve_sections_for_the_court(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provide_all(database)
    person_id = take_in(kind="probation", release_date=None, supervision_ends="2028-01-01")
    with database.writing() as session:
        person = session.get_one(Person, person_id)
        plan_id = plan_draft.build(session, person, clerk, TODAY, Index(catalog.load(session), TODAY)).id

    for text in printed(database, plan_id, "court", ON_SCREEN).values():
        assert all(f"{number}. " in text for number in range(1, 13))
        assert "this plan is reviewed every 90 days." in text
        assert "marshgate" not in text


names = st.text(st.characters(categories=["L", "N", "P"]), min_size=3, max_size=20).filter(
    lambda name: name.strip() and any(letter.isalpha() for letter in name)
)


@given(name=names, before=st.text(max_size=20), after=st.text(max_size=20), shout=st.booleans())
def test_a_withheld_name_is_taken_out_of_whatever_stands_around_it(
    name: str, before: str, after: str, shout: bool
) -> None:
    withheld = Withholding({}, (pattern_of(name),))

    told = withheld.text(
        f"{before} {name.upper() if shout and name.upper().lower() == name.lower() else name} {after}"
    )

    assert pattern_of(name).search(told) is None
    assert REMOVED in told


@given(
    digits=st.text("0123456789", min_size=10, max_size=10),
    marks=st.lists(st.sampled_from(["", " ", "-", ".", ") "]), min_size=3, max_size=3),
    trunk=st.sampled_from(["", "1 ", "+1 ", "1-", "1"]),
)
def test_a_withheld_number_is_taken_out_however_it_is_punctuated(
    digits: str, marks: list[str], trunk: str
) -> None:
    number = f"{trunk}{digits[:3]}{marks[0]}{digits[3:6]}{marks[1]}{digits[6:]}"
    withheld = Withholding({}, (pattern_of(f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"),))

    assert digits[6:] not in withheld.text(f"Call {number}, any day.").replace(REMOVED, "")


def test_a_provider_of_treatment_is_not_named_for_its_other_services_either(
    database: Database, plan_id: UUID
) -> None:
    with database.writing() as session:
        plan = session.get_one(Plan, plan_id)
        program = session.scalars(select(Service).where(Service.part_2_program)).one()
        other = Service(name="Marshgate Work Bench", organization=program.organization)
        session.add(other)
        session.flush()
        step = next(each for each in plan.steps if each.need == "jobs")
        step.service_id = other.id
        audit.record(session, "directory.imported", None, source="test", created=1, updated=0)

    for form, text in printed(database, plan_id, "board", ON_SCREEN).items():
        assert "marshgate" not in text, form


def test_the_way_to_a_named_provider_is_told_as_an_estimate(
    database: Database, take_in: Callable[..., UUID], clerk: Clerk
) -> None:
    provide_all(database)
    plan_id = drafted(database, take_in(transport="bus"), clerk)
    with database.reading() as session:
        steps = [step for step in session.get_one(Plan, plan_id).steps if step.service]
        named = {step.service_id for step in steps if step.service and not step.service.part_2_program}

    text = printed(database, plan_id, "board", ON_SCREEN)["html"]

    # Where a name is withheld, how far off it is would tell it.
    assert len(named) < len({step.service_id for step in steps})
    ways = re.findall(r"(\S+ \S+) about \d+ min by bus \(estimate\)", text)
    assert ways
    assert "consent on" not in " ".join(ways)
    assert "on file)" not in " ".join(ways)
