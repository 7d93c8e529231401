"""The week on paper, for the person: hours, neutral words, and places only where the person's copy may name them."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session as Unit

from agency.audit import audit
from agency.documents.blocks import (
    Column,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Paragraph,
    Section,
    Table,
)
from agency.documents.docx import render_docx
from agency.documents.html import render_html_file
from agency.documents.pdf import render_pdf
from agency.edge.page_words import day as written
from agency.offices import Agency
from agency.settings import Settings
from matching.week.activities import DAY, DAYS
from matching.week.timetable import Timetable
from matching.week.words import week_words
from matching.wording import english
from reentry.consents.disclosures import Disclosure
from reentry.people.intake import Clerk
from reentry.plans.copies import COPIES
from reentry.plans.document import withheld_from
from reentry.plans.plans import Plan
from reentry.plans.providers import provider_of
from reentry.week.entries import Entry
from reentry.week.weeks import PersonWeek

TITLE = "My week"
PERSON = COPIES["person"]
COLUMNS = (
    Column("Day", share=2),
    Column("Hours", share=3),
    Column("What", share=2),
    Column("Where", share=6),
)
TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
}


def sheet(unit: Unit, found: PersonWeek, timetable: Timetable, plan: Plan | None, today: date) -> Document:
    """The timetable as a table, with the hours of the curfew; headed as a letter that tells of no supervision."""
    agency = unit.get_one(Agency, 1)
    office, words = found.person.office, week_words({})
    places = whereabouts(unit, found, plan, today)
    rows = tuple(
        (
            words.day(session.day),
            f"{words.clock(session.begins)} – {words.clock(session.ends)}",
            found.entry(session.key).neutral,
            places[session.key],
        )
        for day in DAYS
        for session in timetable.sessions
        if session.day == day
    )
    facts = [("Name", found.person.short_name), ("As of", written(today))]
    if found.week.free is not None:
        opens, lasts = found.week.free
        facts.append(("At home from", f"{words.clock((opens + lasts) % DAY)} to {words.clock(opens)}"))
    made = Document(
        title=TITLE,
        author=agency.neutral_name,
        date=today,
        sections=(
            Section(
                (
                    Letterhead(agency.neutral_name, "", tuple(filter(None, (office.phone,)))),
                    Heading(TITLE, 1),
                    KeyValues(tuple(facts)),
                    Table(COLUMNS, rows) if rows else Paragraph("Nothing has a fixed time yet."),
                )
            ),
        ),
    )
    return withheld_from(unit, plan, PERSON, today).cleaned(made) if plan else made


def whereabouts(unit: Unit, found: PersonWeek, plan: Plan | None, today: date) -> Mapping[str, str]:
    """Where each is, as far as the person's copy may name it; nothing of what tells of health or treatment."""
    withheld = withheld_from(unit, plan, PERSON, today) if plan else None

    def place(entry: Entry) -> str:
        if entry.sensitive:
            return ""
        if entry.commitment is not None:
            parts = ("address_1", "city", "state")
            return ", ".join(filter(None, (str(entry.commitment.place.get(part, "")) for part in parts)))
        if entry.step is None or withheld is None:
            return ""
        provider = provider_of(entry.step, withheld, english())
        return ", ".join(filter(None, (provider.name, provider.where))) if provider.named else ""

    return {entry.key: place(entry) for entry in found.entries}


def render(document: Document, form: str, settings: Settings) -> bytes:
    """The sheet as pdf, html or docx."""
    if form == "pdf":
        return render_pdf(document, fonts=settings.fonts)
    return render_docx(document) if form == "docx" else render_html_file(document).encode()


def leaves(unit: Unit, found: PersonWeek, plan: Plan | None, form: str, clerk: Clerk) -> None:
    """Write down that the week left the office in the person's hands."""
    row = Disclosure(
        person_id=found.person.id, at=clerk.now, by_id=clerk.staff_id, plan_id=plan.id if plan else None
    )
    row.recipient, row.format, row.told = PERSON.reader, form, ["week"]
    unit.add(row)
    audit.record(unit, "plan.printed", clerk.staff_id, found.person.id, copy="week", format=form)
