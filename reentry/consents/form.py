"""The consent form on paper: what a person reads and signs before anything may be told (42 CFR 2.31).

In the person's language, for nobody consents to what they cannot read.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from babel.dates import format_date

from agency.documents.blocks import (
    PAGE_LABEL,
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
from agency.languages import WRITTEN_IN, locale_of, to_translate, translator
from agency.offices import Agency, Office
from reentry.consents.consents import BODIES, Terms
from reentry.consents.disclosure import SCOPES
from reentry.consents.legal_texts import LegalText
from reentry.people import known_facts
from reentry.people.people import Person
from reentry.referrals.letter_sentences import FAX, TELEPHONE

TITLE = to_translate("Consent to disclose information about me")
SHORT = to_translate("Consent to disclose")
TERMS = {
    "person": (to_translate("I am"), to_translate("%(name)s, record number %(number)s")),
    "discloser": (to_translate("Who may disclose"), "%(agency)s, %(office)s"),
    "recipient": (to_translate("To whom"), "%(recipient)s"),
    "purpose": (to_translate("For what purpose"), "%(purpose)s"),
    "until": (to_translate("Until"), to_translate("%(day)s, or earlier if I revoke it")),
}
SCOPE = to_translate("What may be told, with my name and how to reach me, and nothing else")
MAY_ANSWER = to_translate(
    "%(recipient)s may answer the office: whether it accepts me, and whether I attend and finish."
)
MAY_NOT_ANSWER = to_translate(
    "%(recipient)s may not answer the office: whether it accepts me, and whether I attend and finish."
)
STATEMENTS = {
    "consent_right_to_revoke": to_translate("I may change my mind"),
    "consent_redisclosure": to_translate("What the recipient may do with it"),
    "consent_refusal": to_translate("If I do not sign"),
}
ONLY_IN_ENGLISH = to_translate("This part is in English only. Have it read to you before you sign.")
CONSENTING, WITNESS = to_translate("Person who consents"), to_translate("Witness")
OFFICIAL, DATE = to_translate("Managing official, who approves"), to_translate("Date")


def language_of(person: Person) -> str:
    """The language to offer the form in: the first that the person speaks and the form is written in."""
    known = known_facts.current(person.known_facts).get("languages")
    spoken = known.value or () if known else ()
    named = {"english": "en", "spanish": "es"}
    return next((named[each.casefold()] for each in spoken if each.casefold() in named), WRITTEN_IN)


def document(
    person: Person, agency: Agency, recipient: str, terms: Terms, on: date, texts: Mapping[str, LegalText]
) -> Document:
    """The form for one recipient, ready to sign; the boxes show what may be told and what may not.

    It is written in the language of the terms, but for what is typed by hand; a legal text that its file does not hold
    in that language stands in English and says so.
    """
    say = translator(terms.language)
    known = {
        "name": person.name,
        "number": person.number,
        "agency": agency.name,
        "office": person.office.name,
        "recipient": say(recipient) if recipient in BODIES.values() else recipient,
        "purpose": terms.purpose,
        "day": format_date(terms.expires_on, "long", locale_of(terms.language)),
    }
    answer = MAY_ANSWER if terms.answer_allowed else MAY_NOT_ANSWER
    blocks = (
        _letterhead(agency, person.office, say),
        Heading(say(TITLE), level=1),
        KeyValues(tuple((say(label), say(words) % known) for label, words in TERMS.values())),
        Heading(say(SCOPE)),
        CheckList(tuple(Box(say(label), slug in terms.scope) for slug, label in SCOPES.items())),
        Paragraph(say(answer) % known),
        *(_statement(texts[name], title, terms.language) for name, title in STATEMENTS.items()),
        Signatures(tuple(_signers(person, agency, terms, say))),
    )
    return Document(
        say(SHORT),
        agency.name,
        on,
        (Section(blocks),),
        footer=say(SHORT),
        page_label=say(PAGE_LABEL),
        language=locale_of(terms.language).replace("_", "-"),
    )


def _letterhead(agency: Agency, office: Office, say: Callable[[str], str]) -> Letterhead:
    phone = say(TELEPHONE) % {"phone": office.phone} if office.phone else ""
    fax = say(FAX) % {"fax": office.fax} if office.fax else ""
    reached = " · ".join(filter(None, (phone, fax)))
    return Letterhead(agency.name, office.name, tuple(filter(None, (office.address, reached))))


def _signers(person: Person, agency: Agency, terms: Terms, say: Callable[[str], str]) -> Iterator[Signer]:
    yield Signer(person.name, say(CONSENTING), say(DATE))
    yield Signer(say(WITNESS), agency.name, say(DATE))
    if "case_record" in terms.scope:
        yield Signer(terms.approved_by, say(OFFICIAL), say(DATE))


def _statement(text: LegalText, title: str, language: str) -> Notice:
    say, words = translator(language), text.words(language)
    said = [] if words else [say(ONLY_IN_ENGLISH)]
    return Notice(" ".join([*said, f"{words or text.text} ({text.citation})"]), say(title), "legal")
