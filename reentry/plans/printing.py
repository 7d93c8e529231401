"""Printing a plan: the copy as a file, with what left the office written down."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from agency.audit import audit
from agency.documents.docx import render_docx
from agency.documents.html import render_html_file
from agency.documents.pdf import render_pdf
from agency.errors import NotFoundError
from matching.wording import english
from reentry.consents.disclosures import Disclosure
from reentry.people.clerk import Clerk
from reentry.plans.copies import COPIES, PlanCopy
from reentry.plans.document import document, withheld_from
from reentry.plans.plans import Plan

# What any plan tells, as slugs of reentry.consents.disclosure.
ALWAYS_TOLD = ("identity", "circumstances", "supervision", "offense")
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Printed:
    """A rendered copy, ready to send to a browser or a file."""

    data: bytes
    media_type: str
    name: str


def copy_named(slug: str) -> PlanCopy:
    """The copy of this name; NotFoundError where there is none."""
    if slug not in COPIES:
        raise NotFoundError(f"There is no such copy; there are {', '.join(COPIES)}.")
    return COPIES[slug]


def print_plan(
    session: Session, plan: Plan, copy: PlanCopy, form: str, today: date, clerk: Clerk, fonts: Path | None
) -> Printed:
    """Render a copy (pdf, html or docx) and write down that it was printed; what leaves is a disclosure."""
    made = document(session, plan, copy, today, english())
    if form == "pdf":
        data = render_pdf(made, fonts=fonts)
    else:
        data = render_docx(made) if form == "docx" else render_html_file(made).encode()
    if copy.leaves:
        session.add(_disclosure(session, plan, copy, form, today, clerk))
    audit.record(session, "plan.printed", clerk.staff_id, plan.person_id, copy=copy.slug, format=form)
    return Printed(data, MEDIA_TYPES[form], f"{plan.kind}-plan-{copy.slug}.{form}")


def _disclosure(
    session: Session, plan: Plan, copy: PlanCopy, form: str, today: date, clerk: Clerk
) -> Disclosure:
    withheld = withheld_from(session, plan, copy, today)
    consent = withheld.treatment or withheld.health
    row = Disclosure(
        person_id=plan.person_id,
        at=clerk.now,
        by_id=clerk.staff_id,
        plan_id=plan.id,
        consent_id=consent.id if consent else None,
    )
    row.recipient, row.format = copy.reader, form
    told = {"treatment": withheld.treatment, "health": withheld.health}
    row.told = [*ALWAYS_TOLD, *(scope for scope, consent in told.items() if consent)]
    return row
