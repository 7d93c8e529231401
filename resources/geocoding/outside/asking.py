"""Which places of the directory an outside geocoder may be asked about, and what becomes of its answers.

Never asked: confidential places, those of survivors' services and of held records, and whatever has no street. A point
that a person or a file told is never touched, and where nobody answers the local point stays.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, selectinload

from agency.audit import audit
from agency.database import Database
from resources.changes import editing
from resources.changes.editing import Author
from resources.geocoding.answers import GeocoderAnswer
from resources.geocoding.local import address_of
from resources.geocoding.outside.services import Answer, Ask
from resources.geocoding.plausibility import plausible
from resources.geocoding.positions import Precision
from resources.geography.postal_addresses import AddressKind, PostalAddress
from resources.records.locations import CONFIRMED, IMPORTED, Location
from resources.records.services import Service, ServiceAtLocation

# Finer than this the local point is good enough to find the door.
COARSE_M = 250.0


class Outcome(StrEnum):
    """What became of a question."""

    PLACED = "placed"
    NOT_FOUND = "not_found"
    NOT_PLAUSIBLE = "not_plausible"
    NO_BETTER = "no_better"
    CHANGED_MEANWHILE = "changed_meanwhile"


@dataclass(frozen=True)
class Question:
    """A place and its address as it is sent: the street, city, state and ZIP code, no name and no suite."""

    location_id: UUID
    line: str


def questions(session: Session) -> list[Question]:
    """The places whose local point is coarse and that may be asked about, those without any point first."""
    rows = session.scalars(_open_and_coarse().order_by(Location.precision_m.desc(), Location.id))
    return [Question(each.id, line) for each in rows if (line := line_of(address_of(each)))]


def line_of(address: PostalAddress) -> str:
    """An address as it is sent, folded; empty for what has no house on a street, and for confidential lines."""
    if address.kind is not AddressKind.STREET or not (address.street and address.street[0].isdigit()):
        return ""
    end = " ".join(filter(None, [address.state, address.postal_code]))
    town = ", ".join(filter(None, [address.city, end]))
    return f"{address.street}, {town}".casefold() if town else ""


def answer_question(database: Database, name: str, ask: Ask, question: Question, now: datetime) -> Outcome:
    """Ask, unless it was asked before, and put a better point in force; GeopyError, and no change, if it fails."""
    with database.reading() as session:
        kept = session.get(GeocoderAnswer, (name, question.line))
        answer = _remembered(kept) if kept else None
    # Nothing is open in the database while the geocoder takes its time.
    answer = answer if kept else ask(question.line)
    with database.writing() as session:
        outcome = _put_in_force(session, question, answer, Author(None, now, name))
        if kept is None:
            session.merge(_as_row(name, question, answer, now))
            subject, said = question.location_id, outcome.value
            audit.record(session, "directory.geocoder_asked", None, subject, geocoder=name, answer=said)
    return outcome


def _open_and_coarse() -> Select[Location]:
    at = select(ServiceAtLocation.location_id).join(Service, ServiceAtLocation.service_id == Service.id)
    not_told = at.where(or_(Service.held, Service.victim_services))
    return (
        select(Location)
        .where(Location.confidential.is_(False), Location.merged_into.is_(None), Location.addresses.any())
        .where(Location.position_source.not_in((CONFIRMED, IMPORTED)))
        .where(or_(Location.precision_m.is_(None), Location.precision_m > COARSE_M))
        .where(Location.id.in_(at), Location.id.not_in(not_told))
        .options(selectinload(Location.addresses))
    )


def _put_in_force(session: Session, question: Question, answer: Answer | None, author: Author) -> Outcome:
    if answer is None:
        return Outcome.NOT_FOUND
    place = session.scalar(_open_and_coarse().where(Location.id == question.location_id))
    if place is None or line_of(address_of(place)) != question.line:
        return Outcome.CHANGED_MEANWHILE
    address = address_of(place)
    if not plausible(answer.latitude, answer.longitude, state=address.state, postal_code=address.postal_code):
        return Outcome.NOT_PLAUSIBLE
    if place.precision_m is not None and answer.precision_m >= place.precision_m:
        return Outcome.NO_BETTER
    point = {
        "latitude": answer.latitude,
        "longitude": answer.longitude,
        "precision": answer.precision.value,
        "precision_m": answer.precision_m,
        "position_source": author.name,
    }
    editing.edit(session, place, {"point": point}, author, origin="geocoder", note=answer.matched)
    return Outcome.PLACED


def _as_row(name: str, question: Question, answer: Answer | None, now: datetime) -> GeocoderAnswer:
    row = GeocoderAnswer(geocoder=name, address=question.line, asked_at=now)
    if answer:
        row.latitude, row.longitude = answer.latitude, answer.longitude
        row.precision_m, row.matched = answer.precision_m, answer.matched
    return row


def _remembered(row: GeocoderAnswer) -> Answer | None:
    if row.latitude is None or row.longitude is None or row.precision_m is None:
        return None
    precision = Precision.STREET if row.precision_m <= COARSE_M else Precision.ZIP
    return Answer(row.latitude, row.longitude, precision, row.precision_m, row.matched)
