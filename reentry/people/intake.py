"""Intake: a person's record from a form, a file or a program; the same record number updates instead of duplicating."""

from typing import Any

from marshmallow import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from agency.audit import audit
from agency.edge.forms import messages_of
from agency.errors import InvalidError
from agency.keys.vault import Vault
from agency.offices import Office
from agency.staff import staff
from matching.facts import FactsSchema
from reentry.access import restriction
from reentry.people import erasure, known_facts, ordered_conditions, people
from reentry.people.clerk import Clerk
from reentry.people.intake_schema import IntakeSchema
from reentry.people.known_facts import KnownFact
from reentry.people.people import Person
from reentry.people.person_needs import PersonNeed

PLAIN = ("kind", "status", "hearing_date", "release_date", "supervision_ends")
SEALED = (
    "given_name",
    "family_name",
    "aliases",
    "caseload",
    "facility",
    "assessment",
    "place",
    "transport",
    "safety_notes",
    "strengths",
    "interpreter",
    "contact",
    "medication_note",
    "access_needs",
)
NOT_TRANSFERRED = "This case cannot be transferred to this officer."
STATUS_AT_FIRST = {"parole": "in_custody", "probation": "in_community"}


def take_in(session: Session, raw: object, clerk: Clerk, source: str = "form") -> Person:
    """Make or update one person from an intake; InvalidError names the fields that are wrong, and nothing changes.

    What the intake does not mention stays as it is; facts, conditions and needs it mentions supersede the earlier ones.
    """
    intake = _checked(raw)
    erasure.require_free(session, intake["number"], source)
    person = people.by_number(session, intake["number"])
    made = person is None
    if person is None:
        vault: Vault = session.info["vault"]
        person = Person(number_index=vault.fingerprint(session, intake["number"]), created_at=clerk.now)
        person.status = STATUS_AT_FIRST[intake["kind"]]
        person.number = intake["number"]
    _place(session, person, intake, clerk, made)
    for name in (*PLAIN, *SEALED):
        if name in intake:
            setattr(person, name, intake[name])
    if "conditions" in intake:
        person.travel_minutes = intake["conditions"].travel_minutes
    session.add(person)
    # Every save counts, also one that adds facts only: whoever opened the record before is told.
    flag_modified(person, "status")
    session.flush()
    _learn(person, intake, clerk)
    ordered_conditions.supersede(person, intake, clerk.staff_id, clerk.now)
    if "needs" in intake:
        set_needs(session, person, intake["needs"])
    session.flush()
    if made:
        audit.record(session, "person.created", clerk.staff_id, person.id, source=source)
    else:
        audit.record(session, "person.updated", clerk.staff_id, person.id, fields=", ".join(sorted(intake)))
    return person


def set_needs(session: Session, person: Person, needs: list[dict[str, str]]) -> None:
    """Put the person's needs, most pressing first, in the place of the earlier ones."""
    for old in list(person.needs):
        session.delete(old)
    session.flush()
    for position, need in enumerate(needs):
        row = PersonNeed(person_id=person.id, position=position)
        row.need, row.note = need["need"], need.get("note", "")
        session.add(row)
    session.flush()
    session.expire(person, ["needs"])


def learn(person: Person, name: str, value: object, source: str, dated: str, clerk: Clerk) -> None:
    """Enter one fact, where it differs from what is known or comes from elsewhere."""
    known = known_facts.current(person.known_facts).get(name)
    if known is not None and (known.value, known.source, known.dated) == (value, source, dated):
        return
    entry = KnownFact(person_id=person.id, entered_at=clerk.now, entered_by_id=clerk.staff_id)
    entry.name, entry.value, entry.source, entry.dated = name, value, source, dated
    person.known_facts.append(entry)


def _checked(raw: object) -> dict[str, Any]:
    try:
        intake: dict[str, Any] = IntakeSchema().load(raw)  # type: ignore[arg-type]
    except ValidationError as error:
        raise InvalidError("This person cannot be taken in.", messages_of(error)) from error
    return intake


def _place(session: Session, person: Person, intake: dict[str, Any], clerk: Clerk, made: bool) -> None:
    if "office" in intake:
        office = session.scalar(select(Office).where(Office.name == intake["office"]))
        if office is None:
            raise InvalidError(
                "This person cannot be taken in.", {"office": ["There is no office of this name."]}
            )
        person.office_id = office.id
    elif made:
        if clerk.office_id is None:
            raise InvalidError("This person cannot be taken in.", {"office": ["Name the office."]})
        person.office_id = clerk.office_id
    if "officer" in intake:
        officer = staff.find(session, intake["officer"])
        if officer is None:
            raise InvalidError(
                "This person cannot be taken in.", {"officer": ["There is no such staff account."]}
            )
        if (
            not made
            and officer.id != person.holder_id
            and not restriction.may_hold(session, person, officer.id)
        ):
            raise InvalidError("This person cannot be taken in.", {"officer": [NOT_TRANSFERRED]})
        person.holder_id = officer.id
    elif made:
        person.holder_id = clerk.staff_id


def _learn(person: Person, intake: dict[str, Any], clerk: Clerk) -> None:
    general = intake.get("fact_source", {})
    single = intake.get("fact_sources", {})
    written = FactsSchema().dump(intake["facts"]) if "facts" in intake else {}
    for name, value in known_facts.flattened(written).items():
        origin = single.get(name) or single.get(name.partition(".")[0]) or general
        learn(person, name, value, origin.get("source", "person"), origin.get("dated", ""), clerk)
