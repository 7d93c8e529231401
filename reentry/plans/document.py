"""The plan on paper: a cover and one section a page, built once, for one reader."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.documents.blocks import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Notice,
    Paragraph,
    Table,
)
from agency.documents.blocks import (
    Section as PrintedSection,
)
from agency.documents.words import Strong
from agency.offices import Agency
from agency.words import roles
from matching import travel
from matching.wording import Wording
from reentry.consents import secret_names
from reentry.consents.consents import Consent
from reentry.people.conditions import HOLDS, KINDS, in_force
from reentry.plans import sections
from reentry.plans.copies import PlanCopy
from reentry.plans.coverage import STATE_WORDS, State, section_key, state
from reentry.plans.page import Page
from reentry.plans.pages import blocks_of
from reentry.plans.plans import KINDS as PLAN_KINDS
from reentry.plans.plans import STATUSES, Plan
from reentry.plans.sections import Section
from reentry.plans.tables import Teller
from reentry.plans.withholding import TREATMENT, Withholding, withholding
from reentry.referrals.referrals import Referral


def document(session: Session, plan: Plan, copy: PlanCopy, today: date, wording: Wording) -> Document:
    """The plan as this copy tells it; nothing that the copy withholds stands anywhere in it."""
    sent = referrals_of(session, plan)
    withheld = withheld_from(session, plan, copy, today)
    person, agency = plan.person, session.get_one(Agency, 1)
    page = Page(plan, copy, Teller(withheld, wording, copy, travel.of(session)), sent, today, roles(agency))
    title = f"{PLAN_KINDS[plan.kind]} for {person.name}"
    draft = "DRAFT · " if plan.status == "draft" else ""
    made = Document(
        title=title,
        author=agency.name,
        date=today,
        form="report",
        header=f"{draft}{title} · {person.number}",
        footer=f"{draft}{_initials(person.name)} · {copy.title} · {page.tell.day(today)}",
        sections=(PrintedSection(tuple(_cover(page, agency, title))), *_printed(page)),
    )
    return withheld.cleaned(made)


def section_document(
    session: Session, plan: Plan, section: Section, copy: PlanCopy, today: date, wording: Wording
) -> Document:
    """One section as it prints, to be looked at while it is written."""
    withheld = withheld_from(session, plan, copy, today)
    called = roles(session.get(Agency, 1))
    page = Page(
        plan,
        copy,
        Teller(withheld, wording, copy, travel.of(session)),
        referrals_of(session, plan),
        today,
        called,
    )
    blocks = (Heading(section.title, 1), *blocks_of(page, section))
    made = Document(
        title=section.title,
        author=plan.person.office.name,
        date=today,
        form="report",
        sections=(PrintedSection(blocks),),
    )
    return withheld.cleaned(made)


def referrals_of(session: Session, plan: Plan) -> Sequence[Referral]:
    """The person's referrals, oldest first."""
    return session.scalars(
        select(Referral).where(Referral.person_id == plan.person_id).order_by(Referral.created_at)
    ).all()


def withheld_from(session: Session, plan: Plan, copy: PlanCopy, today: date) -> Withholding:
    """What this copy keeps back, from the consents on file that day."""
    named = [(step.service, step.need) for step in plan.steps if step.service]
    named += [(each.service, each.need) for each in referrals_of(session, plan)]
    consents = session.scalars(select(Consent).where(Consent.person_id == plan.person_id)).all()
    person = plan.person
    own = (person.given_name, person.family_name, person.name, *person.aliases)
    return withholding(copy, named, consents, today, secret_names.load(session), own)


def _cover(page: Page, agency: Agency, title: str) -> Iterator[Block]:
    person, office = page.person, page.person.office
    lines = tuple(
        line
        for line in (
            office.address,
            office.phone and f"Telephone {office.phone}",
            office.fax and f"Fax {office.fax}",
        )
        if line
    )
    yield Letterhead(agency.name, office.name, lines)
    yield Heading(title, 1)
    if page.plan.status == "draft":
        yield Notice("Not submitted. What is open is listed below and on each page.", "DRAFT", "warning")
    yield KeyValues(tuple(_key_facts(page)), across=2)
    holds = [each for each in in_force(person.conditions) if each.kind in HOLDS]
    if holds:
        words = "\n".join(f"{KINDS[each.kind]}: {each.text or 'no particulars yet'}" for each in holds)
        yield Notice(words, "Before any other work", "warning")
    yield _contents(page)
    if any(reason == TREATMENT for reason in page.tell.withheld.why.values()):
        yield Notice(
            "The name of a substance-use treatment program is withheld from this copy: no consent that covers "
            f"{page.copy.reader} is on file (42 CFR part 2).",
            kind="legal",
        )
    elif page.copy.body and page.tell.withheld.treatment is not None:
        yield Notice("42 CFR part 2 prohibits unauthorized use or disclosure of these records.", kind="legal")


def _key_facts(page: Page) -> Iterator[tuple[str, str]]:
    person, tell = page.person, page.tell
    yield "Name", person.name
    yield "Number", person.number
    if page.plan.kind == "release":
        yield "Hearing", tell.day(person.hearing_date)
        yield "Release", tell.day(person.release_date)
    else:
        yield "Plan begun", tell.day(person.office.day(page.plan.created_at))
        yield "Supervision ends", tell.day(person.supervision_ends)
    yield page.roles["officer"], person.holder.name if person.holder else "not named yet"
    yield "Office", " · ".join(filter(None, (person.office.name, person.office.phone)))
    yield "Status of plan", STATUSES[page.plan.status]
    yield "This copy", f"{page.copy.title}, {tell.day(page.today)}"


def _contents(page: Page) -> Table:
    rows = []
    for number, section in enumerate(sections.spine(page.plan.kind), start=1):
        missing = "; ".join(gap.words.rpartition(": ")[2] for gap in page.gaps(section))
        how = state(page.plan, section, page.items)
        words = (Strong(STATE_WORDS[how]),) if how is State.OPEN else STATE_WORDS[how]
        rows.append((str(number), section.title, words, missing))
    columns = (
        Column("No."),
        Column("Section", share=7),
        Column("State", share=6),
        Column("What is open", share=7),
    )
    return Table(columns, tuple(rows))


def _printed(page: Page) -> Iterator[PrintedSection]:
    for number, section in enumerate(sections.spine(page.plan.kind), start=1):
        blocks = (Heading(f"{number}. {section.title}", 2), *_body(page, section))
        yield PrintedSection(blocks, new_page=True)


def _body(page: Page, section: Section) -> Iterator[Block]:
    gaps = page.gaps(section)
    if gaps:
        yield Notice("\n".join(gap.words for gap in gaps), "Open", "warning")
    waiver = page.plan.waivers.get(section_key(section))
    if waiver:
        yield Notice(waiver["reason"] if page.copy.private else "", "Left open, with a reason")
    blocks = list(blocks_of(page, section))
    yield from blocks or [Paragraph("None identified.")]


def _initials(name: str) -> str:
    return "".join(f"{part[0]}." for part in name.split())
