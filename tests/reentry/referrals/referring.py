"""Invented people, providers and consents that live in memory, for the rules of letters."""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from agency.documents.blocks import Document
from agency.documents.html import render_html
from agency.offices import Agency, Office
from agency.staff.staff import Staff
from reentry.consents import legal_texts
from reentry.consents.consents import Consent
from reentry.people.conditions import Condition
from reentry.people.known_facts import KnownFact
from reentry.people.people import Person
from reentry.referrals import letters
from reentry.referrals.letters import Sender
from reentry.referrals.referrals import Referral
from resources.records.locations import Address, Location
from resources.records.organizations import Organization
from resources.records.requirements import ServiceRequirement
from resources.records.services import Service, ServiceNeed

TODAY = date(2026, 11, 23)
AGENCY = Agency(name="Example Division of Parole", neutral_name="Example Office of Services", state="MD")
OFFICE = Office(
    name="Parole and Probation, Region 1",
    address="1 Sample Street, Baltimore, MD 21201",
    phone="410-555-0100",
    fax="410-555-0101",
    time_zone="America/New_York",
    state="MD",
)
WRITER = Staff(name="Dana Whitlock", title="Parole Agent", phone="410-555-0144")
# What is told of a case only where it may be; none of it in a letter to an employer, landlord or school.
TELLING = (
    "parole",
    "probation",
    "supervis",
    "offense",
    "felony",
    "curfew",
    "custody",
    "correctional",
    "release",
)


def requirement(rule: str, mode: str = "must", value: object = True, **more: object) -> ServiceRequirement:
    """A rule that the provider confirmed."""
    confirmed = {"confirmed_on": TODAY, "basis": "", "part": "", **more}
    return ServiceRequirement(rule=rule, mode=mode, value=value, **confirmed)


def service(
    need: str, *requirements: ServiceRequirement, organization_id: UUID | None = None, **more: object
) -> Service:
    """A provider's service for a need."""
    organization = Organization(id=organization_id or uuid4(), name="Gullwing House", phones=[])
    terms: dict[str, object] = {
        "part_2_program": False,
        "victim_services": False,
        "required_documents": [],
        **more,
    }
    made = Service(
        id=uuid4(), name="Front door", needs=[ServiceNeed(need=need, main=True)], phones=[], **terms
    )
    made.requirements = list(requirements)
    made.organization, made.organization_id = organization, organization.id
    return made


def place(*, confidential: bool = False) -> Location:
    """A place with a street."""
    address = Address(
        address_1="12 Mulberry Ct",
        address_2="",
        city="Baltimore",
        region="Allegany",
        state_province="MD",
        postal_code="21201",
    )
    return Location(name="House", confidential=confidential, addresses=[address], phones=[])


def person(source: str = "person", facts: dict[str, object] | None = None, **more: object) -> Person:
    """Marcus, with facts that all come from one source."""
    made = Person(id=uuid4(), kind="parole", status="in_custody", release_date=date(2027, 2, 14))
    made.given_name, made.family_name, made.number = "Marcus", "Tidewater", "TD-1001"
    made.office = OFFICE
    for name, value in more.items():
        setattr(made, name, value)
    for name, value in {"birth_date": "1988-05-02", "gender": "male", **(facts or {})}.items():
        entry = KnownFact(entered_at=datetime(2026, 11, 1, tzinfo=UTC))
        entry.name, entry.value, entry.source = name, value, source
        made.known_facts.append(entry)
    curfew = Condition(entered_at=datetime(2026, 11, 1, tzinfo=UTC))
    curfew.kind, curfew.terms = "curfew", {"from": "20:00", "to": "06:00"}
    made.conditions.append(curfew)
    return made


def referral(made: Service, who: Person | None = None, *, need: str = "", **more: object) -> Referral:
    """A draft referral of a person to a service."""
    found = Referral(
        id=uuid4(),
        reference="7K2M-9QXT",
        addressed_service=made,
        person=who or person(),
        addressed_location=place(),
    )
    found.need = need or made.needs[0].need
    for name, value in more.items():
        setattr(found, name, value)
    return found


def consent(
    recipient: UUID | str,
    *scope: str,
    signed: date = date(2026, 11, 1),
    expires: date = date(2027, 5, 1),
    revoked: date | None = None,
    answer: bool = False,
    purpose: str = "to arrange a place",
) -> Consent:
    """A signed consent."""
    made = Consent(id=uuid4(), signed_on=signed, expires_on=expires, revoked_on=revoked)
    if isinstance(recipient, UUID):
        made.organization_id = recipient
    else:
        made.body = recipient
    made.scope, made.purpose, made.answer_allowed = list(scope), purpose, answer
    return made


def letter(found: Referral, consents: Iterable[Consent] = (), on: date = TODAY) -> Document:
    """The letter of a referral, with a staff member's name under it."""
    return letters.document(found, Sender(AGENCY, OFFICE, WRITER), consents, on, legal_texts.load())


def words(document: Document) -> str:
    """Everything a reader of the letter or of its file can see."""
    seen = (render_html(document), document.title, document.author, document.footer, document.header)
    return "\n".join(seen)
