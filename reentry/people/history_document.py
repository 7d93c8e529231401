"""A person's history on paper: what left the office first, then who read and changed the record."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from agency.dates import day, moment
from agency.documents.blocks import (
    Block,
    Column,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Paragraph,
    Section,
    Table,
)
from agency.offices import Agency
from agency.words import roles
from reentry.people.history import Access, Told, mark
from reentry.people.people import Person

TITLE = "Access and disclosure history"
LEFT = (
    Column("When", share=3),
    Column("To whom", share=4),
    Column("What", share=5),
    Column("On consent of", share=3),
)
DONE = (
    Column("When", share=3),
    Column("Who", share=4),
    Column("From where", share=3),
    Column("What", share=5),
)


def document(
    person: Person,
    name: str,
    told: Sequence[Told],
    accesses: Sequence[Access],
    agency: Agency,
    today: date,
) -> Document:
    """The history of this person. name: what the reader may know the person by."""
    office = person.office
    own = roles(agency)
    blocks: list[Block] = [
        Letterhead(agency.name, office.name, tuple(filter(None, (office.address, office.phone)))),
        Heading(TITLE, level=1),
        KeyValues((("Record of", name), ("As of", day(today)))),
        Heading("What left the office"),
        _left(told, office.time_zone),
        Heading("Who read and changed the record"),
        _done(accesses, own, office.time_zone),
    ]
    return Document(
        title=TITLE,
        author=agency.name,
        date=today,
        sections=(Section(tuple(blocks)),),
        form="report",
        footer=mark(person.id),
    )


def known_as(person: Person, *, by_name: bool) -> str:
    """Name and number for those who may open the record; for others a mark."""
    return f"{person.name}, {person.number}" if by_name else mark(UUID(str(person.id)))


def _left(told: Sequence[Told], zone: str) -> Block:
    if not told:
        return Paragraph("Nothing left the office.")
    rows = tuple(
        (
            moment(each.at, zone) + (f", {each.by.name}" if each.by else ""),
            f"{each.recipient} ({each.form})",
            ", ".join(each.told),
            ", ".join(map(day, each.consents)) or "none needed",
        )
        for each in told
    )
    return Table(LEFT, rows)


def _done(accesses: Sequence[Access], own: dict[str, str], zone: str) -> Block:
    if not accesses:
        return Paragraph("Nobody opened the record.")
    return Table(DONE, tuple(_row(each, own, zone) for each in accesses))


def _row(access: Access, own: dict[str, str], zone: str) -> tuple[str, str, str, str]:
    line = access.last
    who = f"{line.actor.name}, {own[line.actor.role.value]}" if line.actor else "No account"
    marks = [
        f"{access.count} times that day" if access.count > 1 else "",
        "emergency access" if access.emergency else "",
        "refused" if line.entry.outcome == "refused" else "",
        line.details if access.count == 1 else "",
    ]
    what = "; ".join(filter(None, (line.meaning, *marks)))
    return moment(line.entry.at, zone), who, line.entry.origin or "not recorded", what
