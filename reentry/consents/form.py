"""The consent form on paper: what a person reads and signs before anything may be told (42 CFR 2.31)."""

from collections.abc import Mapping
from datetime import date

from agency.documents.blocks import (
    Box,
    CheckList,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Notice,
    Paragraph,
    Section,
    Signatures,
    Signer,
)
from agency.offices import Agency
from reentry.consents.consents import Terms
from reentry.consents.disclosure import SCOPES
from reentry.consents.legal_texts import LegalText
from reentry.people.people import Person
from reentry.referrals.letter_facts import day

STATEMENTS = {
    "consent_right_to_revoke": "I may change my mind",
    "consent_redisclosure": "What the recipient may do with it",
    "consent_refusal": "If I do not sign",
}


def document(
    person: Person, agency: Agency, recipient: str, terms: Terms, on: date, texts: Mapping[str, LegalText]
) -> Document:
    """The form for one recipient, ready to sign; the boxes show what may be told and what may not."""
    office = person.office
    phones = [f"Telephone {office.phone}" if office.phone else "", f"Fax {office.fax}" if office.fax else ""]
    signers = [Signer(person.name, "Person who consents", "Date"), Signer("Witness", agency.name, "Date")]
    if "case_record" in terms.scope:
        signers.append(Signer(terms.approved_by, "Managing official, who approves", "Date"))
    blocks = (
        Letterhead(
            agency.name, office.name, tuple(filter(None, (office.address, " · ".join(filter(None, phones)))))
        ),
        Heading("Consent to disclose information about me", level=1),
        KeyValues(
            (
                ("I am", f"{person.name}, record number {person.number}"),
                ("Who may disclose", f"{agency.name}, {office.name}"),
                ("To whom", recipient),
                ("For what purpose", terms.purpose),
                ("Until", f"{day(terms.expires_on)}, or earlier if I revoke it"),
            )
        ),
        Heading("What may be told, with my name and how to reach me, and nothing else"),
        CheckList(tuple(Box(label, slug in terms.scope) for slug, label in SCOPES.items())),
        Paragraph(_answer(recipient, terms.answer_allowed)),
        *(_statement(texts[name], title) for name, title in STATEMENTS.items()),
        Signatures(tuple(signers)),
    )
    return Document("Consent to disclose", agency.name, on, (Section(blocks),), footer="Consent to disclose")


def _answer(recipient: str, allowed: bool) -> str:
    may = "may" if allowed else "may not"
    return f"{recipient} {may} answer the office: whether it accepts me, and whether I attend and finish."


def _statement(text: LegalText, title: str) -> Notice:
    return Notice(f"{text.text} ({text.citation})", title, "legal")
