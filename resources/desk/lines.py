"""A line of the desk: how much of one thing waits, the first few of it, and the page where it is worked on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from resources.records.organizations import Organization
from resources.records.services import Service

# Of each kind so many are named; the page behind the line has the others.
NAMED = 3
# The desk's own page of everything in a line.
OWN = "directory_desk.show_line"
# The view that works on a line; a line without one is a number and some names.
PAGES: Mapping[str, str] = {
    "imported": "imports.show_import",
    "held": "directory.list_services",
    "kept_back": "kept_back.show_kept_back",
    "calls": "upkeep.show_queue",
    "verification": "upkeep.show_queue",
    "readings": "readings.show_queue",
    "duplicates": "duplicates.show_duplicates",
    "alarms": "alarms.show_alarms",
    "proposals": "proposals.show_proposals",
    "overlapping": "proposals.show_proposals",
    "outdated": "proposals.show_proposals",
    **dict.fromkeys(("lapsed", "lapsing", "reopening", "do_not_refer", "links"), OWN),
}


@dataclass(frozen=True)
class Named:
    """One record of a line: its name, whose it is, the day it is about, and the record to open."""

    name: str
    day: date | None = None
    beside: str = ""
    service_id: UUID | None = None
    organization_id: UUID | None = None


@dataclass(frozen=True)
class Line:
    """What waits of one kind; a number of None is found out only on the page itself, because that takes long."""

    key: str
    words: str
    number: int | None = None
    first: Sequence[Named] = ()
    filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def page(self) -> str:
        """The name of the view that works on it; empty where there is none."""
        return PAGES.get(self.key, "")


def of_services(
    session: Session,
    key: str,
    words: str,
    asked: Select[UUID, date | None],
    filters: Mapping[str, str] | None = None,
    named: int = NAMED,
) -> Line:
    """A line of services; asked: rows of a service's id and a day, of which so many of the earliest are named."""
    service_id, day = tuple(asked.selected_columns)
    found = asked.where(Service.listed(held=True))
    number = session.scalar(select(func.count()).select_from(found.order_by(None).subquery())) or 0
    rows = session.execute(
        found.add_columns(Service.name, Organization.name)
        .join(Organization, Organization.id == Service.organization_id)
        .order_by(day.nulls_first(), Service.name, service_id)
        .limit(named)
    )
    first = [Named(name, on, provider, service_id=id_) for id_, on, name, provider in rows]
    return Line(key, words, number, first, filters or ({"key": key} if PAGES.get(key) == OWN else {}))
