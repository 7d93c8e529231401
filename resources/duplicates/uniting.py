"""Two providers united: their organizations, the place where both are, and the services that both describe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from agency.errors import NotFoundError
from resources.changes.editing import Author
from resources.changes.fields import value_of
from resources.duplicates.merge import Merge
from resources.duplicates.merging import BOTH, MERGED, lists_of, merge, scalars_of, undo
from resources.duplicates.names import own_words
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service

# So alike, of 100, two services of one provider are offered as one.
_ALIKE = 85
_GONE = "One of these providers is no longer there. Search again."


@dataclass(frozen=True, slots=True)
class Side:
    """One provider of a pair: an organization, and its place where it has one."""

    organization_id: UUID
    location_id: UUID | None = None


@dataclass(frozen=True)
class Choices:
    """What is kept of two providers: by field of the organization, by field of the place, and which services are one.

    services: the service that goes, and the one it goes into; of_services: by the service that goes, what is kept of
    its fields, where somebody chose; place: whether both places are one.
    """

    organization: Mapping[str, str] = field(default_factory=dict)
    location: Mapping[str, str] = field(default_factory=dict)
    services: Mapping[UUID, UUID] = field(default_factory=dict)
    of_services: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)
    place: bool = False


def parties(session: Session, side: Side) -> tuple[Organization, Location | None]:
    """The records of a side; NotFoundError where they are gone or were merged."""
    organization = session.get(Organization, side.organization_id)
    location = session.get(Location, side.location_id) if side.location_id else None
    if organization is None or (side.location_id and location is None):
        raise NotFoundError(_GONE)
    return organization, location


def unite(session: Session, kept: Side, merged: Side, choices: Choices, author: Author) -> list[Merge]:
    """Make one provider of two; everything or nothing."""
    (stays, place), (goes, other) = parties(session, kept), parties(session, merged)
    done = []
    if stays.id != goes.id:
        done.append(merge(session, stays, goes, choices.organization, author))
    if place and other and (choices.place or stays.id == goes.id):
        done.append(merge(session, place, other, choices.location, author))
    for own, into in choices.services.items():
        one, two = session.get_one(Service, into), session.get_one(Service, own)
        if one.organization_id != stays.id or two.organization_id != stays.id:
            raise NotFoundError("One of these services is no longer there. Search again.")
        done.append(merge(session, one, two, choices.of_services.get(own) or filled(one, two), author))
    return done


def take_back(session: Session, done: Merge, author: Author) -> None:
    """Undo everything that was united at once with a merge, the last step first."""
    at_once = select(Merge).where(Merge.merged_at == done.merged_at, Merge.merged_by == done.merged_by)
    order = ("service", "location", "organization")
    for each in sorted(session.scalars(at_once), key=lambda row: order.index(row.subject)):
        undo(session, each, author)


def lately(session: Session, limit: int = 10) -> Sequence[Merge]:
    """The merges that can be taken back, newest first; of those made at once, the widest."""
    rows = session.scalars(select(Merge).where(Merge.undone_at.is_(None)).order_by(Merge.merged_at.desc()))
    widest: dict[object, Merge] = {}
    order = ("organization", "location", "service")
    for row in rows:
        key = (row.merged_at, row.merged_by)
        if key not in widest or order.index(row.subject) < order.index(widest[key].subject):
            widest[key] = row
        if len(widest) > limit:
            break
    return list(widest.values())[:limit]


def united_since(session: Session, moment: datetime) -> int:
    """How many times two providers were made one since a moment, and still are."""
    at_once = (
        select(Merge.merged_at, Merge.merged_by)
        .where(Merge.merged_at >= moment, Merge.undone_at.is_(None))
        .distinct()
    )
    return session.scalar(select(func.count()).select_from(at_once.subquery())) or 0


def services_alike(one: Organization, other: Organization) -> list[tuple[Service, Service]]:
    """The services of two organizations that may be one, each once; the kept organization's first."""
    free = [each for each in other.services if each.merged_into is None]
    found = []
    for service in one.services if one.id != other.id else ():
        alike = [
            each
            for each in free
            if fuzz.token_set_ratio(own_words(service.name), own_words(each.name)) >= _ALIKE
        ]
        if service.merged_into is None and alike:
            found.append((service, alike[0]))
            free.remove(alike[0])
    return found


def filled(kept: Service, merged: Service) -> dict[str, str]:
    """The choice where nobody makes another: what the kept service does not say, the other says; of lists both stay."""
    empty: tuple[object, ...] = (None, "", [])
    choices = {name: MERGED for name in scalars_of("service") if value_of(kept, name) in empty}
    choices |= dict.fromkeys(lists_of("service"), BOTH)
    return {name: each for name, each in choices.items() if value_of(merged, name) not in empty}
