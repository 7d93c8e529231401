"""What shares a telephone, a street or its name with a service for survivors: held with it until a person decides.

The second row of one provider often says less than the first: it would tell the street that the first one keeps back.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from resources.changes import editing
from resources.changes.change import HELD
from resources.changes.editing import Author
from resources.records.locations import Address
from resources.records.once import once_of
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.services import Service, ServiceAtLocation
from resources.secrecy import closings
from resources.secrecy.secret_words import street_key

PHONE, STREET, NAME = "telephone", "street", "name"
# Kept in a service's extra: whether it is held was decided by a screening or by a person, and is not decided again.
SCREENED = "screened"
# Lines for the whole country that anybody may print: domestic violence, sexual assault, trafficking, suicide, youth.
NATIONAL = {"8007997233", "8006564673", "8883737888", "8002738255", "8006212222", "8003311880"}
# A provider that gives more than so many other services for each one for survivors is not known by its name as theirs.
_OTHERS = 2
_LEGAL = {"inc", "incorporated", "llc", "corp", "corporation", "company", "co", "ltd", "the"}
_DIGITS = 10
M = TypeVar("M", str, tuple[str, str])


@dataclass(frozen=True)
class Shared:
    """A service that shares something with one for survivors: what, and with which."""

    service_id: UUID
    what: str
    with_id: UUID


@dataclass
class _Marks:
    """Telephones and streets of services, and the names of their providers."""

    phones: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))
    streets: dict[UUID, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    names: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))


def find(session: Session) -> list[Shared]:
    """The services in force that share something with one for survivors, and about which nobody has decided."""
    return once_of(session).made(session, "neighbors", lambda: _found(session))


def _found(session: Session) -> list[Shared]:
    rows = session.execute(
        select(Service.id, Service.victim_services, Service.held, Service.extra).where(
            Service.listed(held=True)
        )
    ).all()
    secret = {row.id for row in rows if row.victim_services}
    open_ones = {row.id for row in rows if not (row.victim_services or row.held)}
    undecided = {row.id for row in rows if row.id in open_ones and not row.extra.get(SCREENED)}
    if not secret or not undecided:
        return []
    marks = _marks(session, secret)
    found = [
        *_sharing(marks.phones, PHONE, secret, undecided),
        *_sharing(marks.streets, STREET, secret, undecided),
        *_sharing(_telling(marks.names, secret, open_ones), NAME, secret, undecided),
    ]
    return list({each.service_id: each for each in reversed(found)}.values())[::-1]


def hold(session: Session, service_id: UUID, author: Author) -> None:
    """Hold a service beside one for survivors, and tell its places to nobody unless something else is given there."""
    service = session.get_one(Service, service_id)
    if not service.held:
        editing.edit(session, service, {"held": True}, author, origin=HELD)
    decided(service)
    for at in service.at_locations:
        if not _open_there(session, at.location_id, service_id):
            closings.close(session, at.location, HELD, author.staff_id)


def decided(service: Service) -> None:
    """Remember that it was decided about: what a person releases is not held again by itself."""
    service.extra = {**(service.extra or {}), SCREENED: True}


def why(session: Session, service: Service) -> Shared | None:
    """What a held service shares with one for survivors; None where it is held for another reason."""
    secret = set(
        session.scalars(select(Service.id).where(Service.listed(held=True), Service.victim_services))
    ) - {service.id}
    if service.victim_services or not secret:
        return None
    marks, own = _marks(session, secret), {service.id}
    found = (
        *_sharing(marks.phones, PHONE, secret, own),
        *_sharing(marks.streets, STREET, secret, own),
        *_sharing(marks.names, NAME, secret, own),
    )
    return next(iter(found), None)


def phone_key(number: str) -> str:
    """A telephone number by its last ten digits; empty where it has fewer, or is a line for the whole country."""
    digits = re.sub(r"\D", "", number)[-_DIGITS:]
    return digits if len(digits) == _DIGITS and digits not in NATIONAL else ""


def provider_key(name: str) -> str:
    """A provider's name without case, punctuation and legal form: "*Safe Haven, Inc." is "safe haven"."""
    words = re.findall(r"[^\W_]+", re.sub("['’`]", "", name).casefold().replace("&", " and "))
    return " ".join(word for word in words if word not in _LEGAL)


def _marks(session: Session, secret: set[UUID]) -> _Marks:
    marks = _Marks()
    at: dict[UUID, set[UUID]] = defaultdict(set)
    links = select(ServiceAtLocation.service_id, ServiceAtLocation.location_id)
    for service_id, location_id in session.execute(links):
        at[location_id].add(service_id)
    _note_phones(session, marks, at, _note_names(session, marks), secret)
    _note_streets(session, marks, at)
    return marks


def _note_names(session: Session, marks: _Marks) -> Mapping[UUID, set[UUID]]:
    """Also the services of each provider; a service is called by its own name where a provider is called so."""
    rows = session.execute(
        select(
            Service.id,
            Service.name,
            Organization.id,
            Organization.name,
            Organization.serves_survivors_and_offenders,
        )
        .join(Service.organization)
        .where(Service.merged_into.is_(None))
    ).all()
    of: dict[UUID, set[UUID]] = defaultdict(set)
    providers = {provider_key(provider) for *_, provider, _ in rows} - {""}
    for service_id, name, provider_id, provider, both in rows:
        of[provider_id].add(service_id)
        # Where both are served, a person has said how the two are told apart.
        keys = {provider_key(name)} if both else {provider_key(name), provider_key(provider)}
        marks.names[service_id] = keys & providers
    return of


def _note_phones(
    session: Session,
    marks: _Marks,
    at: Mapping[UUID, set[UUID]],
    of: Mapping[UUID, set[UUID]],
    secret: set[UUID],
) -> None:
    phones = select(Phone.number, Phone.service_id, Phone.location_id, Phone.organization_id)
    for number, service_id, location_id, provider_id in session.execute(phones):
        if key := phone_key(number):
            for each in _whose(service_id, location_id, provider_id, at, of, secret):
                marks.phones[each].add(key)


def _note_streets(session: Session, marks: _Marks, at: Mapping[UUID, set[UUID]]) -> None:
    """A street is one in a city, or in a ZIP code: either may be missing."""
    addresses = select(Address.location_id, Address.address_1, Address.city, Address.postal_code)
    for location_id, line, city, code in session.execute(addresses):
        street, known = street_key(line), filter(None, (city.strip().casefold(), code[:5]))
        for where in known if street else ():
            for service_id in at.get(location_id, ()):
                marks.streets[service_id].add((street, where))


def _whose(
    service_id: UUID | None,
    location_id: UUID | None,
    provider_id: UUID | None,
    at: Mapping[UUID, set[UUID]],
    of: Mapping[UUID, set[UUID]],
    secret: set[UUID],
) -> Iterable[UUID]:
    """The services that a number reaches; a provider's own is not that of its survivors' service among others."""
    if service_id:
        return (service_id,)
    if location_id:
        return at.get(location_id, ())
    theirs = of.get(provider_id, set()) if provider_id else set()
    return theirs if theirs <= secret else theirs - secret


def _sharing(
    marks: Mapping[UUID, set[M]], what: str, secret: set[UUID], asked: set[UUID]
) -> Iterator[Shared]:
    whose = {mark: service_id for service_id in sorted(secret) for mark in marks.get(service_id, ())}
    for service_id in sorted(asked):
        for mark in marks.get(service_id, ()):
            if mark in whose:
                yield Shared(service_id, what, whose[mark])
                break


def _telling(
    names: Mapping[UUID, set[str]], secret: set[UUID], open_ones: set[UUID]
) -> Mapping[UUID, set[str]]:
    """The names that tell of survivors' services: not those under which much else is offered."""
    theirs, others = (
        [name for each in sorted(ids) for name in names.get(each, ())] for ids in (secret, open_ones)
    )
    telling = {name for name in theirs if others.count(name) <= _OTHERS * theirs.count(name)}
    return {service_id: those & telling for service_id, those in names.items()}


def _open_there(session: Session, location_id: UUID, service_id: UUID) -> bool:
    there = select(Service.id).join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
    others = there.where(ServiceAtLocation.location_id == location_id, Service.id != service_id)
    return session.scalar(others.where(Service.listed()).limit(1)) is not None
