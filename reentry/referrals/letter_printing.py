"""Letters on paper: every copy that is made leaves a record of what it told, to whom, on which consent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from agency.audit import audit
from agency.documents.blocks import Document
from agency.documents.docx import render_docx
from agency.documents.html import render_html_file
from agency.documents.pdf import render_pdf
from agency.errors import InvalidError
from agency.offices import Agency
from agency.staff.staff import Staff
from reentry.consents import consents, legal_texts, secret_names
from reentry.consents.disclosures import Disclosure
from reentry.people.clerk import Clerk
from reentry.referrals import letter_recipient, letters
from reentry.referrals.letter_content import Content, content
from reentry.referrals.letters import Sender
from reentry.referrals.referrals import Referral

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}


@dataclass(frozen=True)
class Press:
    """What a letter is printed with: the folder of the typeface, and the agency's data folder for its legal texts."""

    fonts: Path | None
    data: Path | None


def sender_of(session: Session, referral: Referral, staff_id: object = None) -> Sender:
    """Who signs: the staff member who prints, else who drafted it, else who holds the case."""
    clerk = session.get(Staff, staff_id) if staff_id else None
    writer = clerk or referral.created_by or referral.person.holder
    return Sender(session.get_one(Agency, 1), referral.person.office, writer)


def preview(
    session: Session, referral: Referral, staff_id: object, on: date, press: Press
) -> tuple[Content, Document]:
    """The letter as it would go out, with what it tells and leaves out; WithheldError where it may not."""
    letter_recipient.require_open(referral.service, on)
    held = consents.of_person(session, referral.person)
    names = secret_names.load(session)
    sender, texts = sender_of(session, referral, staff_id), legal_texts.load(press.data)
    made = letters.document(referral, sender, held, on, texts, names=names)
    return content(referral, held, on, names), made


def print_letter(
    session: Session, referral: Referral, form: str, clerk: Clerk, on: date, press: Press
) -> bytes:
    """Make a copy to send, as pdf, docx or html, and record it; WithheldError where it may not go out that day."""
    if form not in TYPES:
        raise InvalidError(f"A letter is printed as one of: {', '.join(TYPES)}.")
    told, document = preview(session, referral, clerk.staff_id, on, press)
    copy = _RENDERERS[form](document, press)
    _disclosed(session, referral, told, form, clerk)
    return copy


def _disclosed(session: Session, referral: Referral, told: Content, form: str, clerk: Clerk) -> None:
    used = [account.consent.id for account in told.accounts]
    row = Disclosure(
        person_id=referral.person_id,
        at=clerk.now,
        by_id=clerk.staff_id,
        referral_id=referral.id,
        consent_id=used[0] if used else None,
    )
    row.recipient, row.format, row.told = told.recipient.name, form, told.told
    row.consents = [str(each) for each in used]
    session.add(row)
    session.flush()
    audit.record(
        session,
        "letter.printed",
        clerk.staff_id,
        referral.person_id,
        referral_id=str(referral.id),
        format=form,
        consent_id=str(used[0]) if used else None,
    )


_RENDERERS: dict[str, Callable[[Document, Press], bytes]] = {
    "pdf": lambda document, press: render_pdf(document, fonts=press.fonts),
    "docx": lambda document, _: render_docx(document),
    "html": lambda document, _: render_html_file(document).encode(),
}
