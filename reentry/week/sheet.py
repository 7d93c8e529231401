"""The week on paper, for the person: hours, neutral words, and places only where the person's copy may name them."""

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy.orm import Session as Unit

from agency.audit import audit
from agency.documents.blocks import (
    PAGE_LABEL,
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
from agency.languages import WRITTEN_IN, locale_of, to_translate
from agency.offices import Agency
from agency.settings import Settings
from matching.minutes import DAY
from matching.week.activities import DAYS
from matching.week.timetable import Timetable
from matching.week.words import week_words
from matching.wording import Wording, in_language
from reentry.consents.disclosures import Disclosure
from reentry.people.clerk import Clerk
from reentry.plans.copies import COPIES
from reentry.plans.document import withheld_from
from reentry.plans.plans import Plan
from reentry.plans.providers import provider_of
from reentry.week.entries import Entry
from reentry.week.weeks import PersonWeek

TITLE = to_translate("My week")
NOTHING = to_translate("Nothing has a fixed time yet.")
PERSON = COPIES["person"]
COLUMNS = (
    (to_translate("Day"), 2),
    (to_translate("Hours"), 3),
    (to_translate("What"), 2),
    (to_translate("Where"), 6),
)
FACTS = {
    "name": to_translate("Name"),
    "as_of": to_translate("As of"),
    "at_home": to_translate("At home from"),
    "hours": to_translate("%(from)s to %(until)s"),
}
TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ics": "text/calendar; charset=utf-8",
}


def sheet(
    unit: Unit,
    found: PersonWeek,
    timetable: Timetable,
    plan: Plan | None,
    today: date,
    language: str = WRITTEN_IN,
) -> Document:
    """The timetable as a table, with the hours of the curfew; headed as a letter that tells of no supervision."""
    agency, wording = unit.get_one(Agency, 1), in_language(language)
    office, title = found.person.office, wording.translate(TITLE)
    columns = tuple(Column(wording.translate(name), share=share) for name, share in COLUMNS)
    rows = tuple(_rows(found, timetable, whereabouts(unit, found, plan, today, wording), language))
    nothing = Paragraph(wording.translate(NOTHING))
    made = Document(
        title=title,
        author=agency.neutral_name,
        date=today,
        language=locale_of(language).replace("_", "-"),
        page_label=wording.translate(PAGE_LABEL),
        sections=(
            Section(
                (
                    Letterhead(agency.neutral_name, "", tuple(filter(None, (office.phone,)))),
                    Heading(title, 1),
                    KeyValues(tuple(_facts(found, today, language, wording))),
                    Table(columns, rows) if rows else nothing,
                )
            ),
        ),
    )
    return withheld_from(unit, plan, PERSON, today).cleaned(made) if plan else made


def _rows(
    found: PersonWeek, timetable: Timetable, places: Mapping[str, str], language: str
) -> Iterator[tuple[str, str, str, str]]:
    words = week_words({}, language)
    for day in DAYS:
        for session in timetable.sessions:
            if session.day == day:
                hours = f"{words.clock(session.begins)} – {words.clock(session.ends)}"
                what = words.translate(found.entry(session.key).neutral)
                yield words.day(session.day), hours, what, places[session.key]


def _facts(found: PersonWeek, today: date, language: str, wording: Wording) -> Iterator[tuple[str, str]]:
    words = week_words({}, language)
    yield wording.translate(FACTS["name"]), found.person.short_name
    yield wording.translate(FACTS["as_of"]), wording.day(today)
    if found.week.free is not None:
        opens, lasts = found.week.free
        hours = {"from": words.clock((opens + lasts) % DAY), "until": words.clock(opens)}
        yield wording.translate(FACTS["at_home"]), wording.translate(FACTS["hours"]) % hours


def whereabouts(
    unit: Unit, found: PersonWeek, plan: Plan | None, today: date, wording: Wording
) -> Mapping[str, str]:
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
        provider = provider_of(entry.step, withheld, wording)
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
