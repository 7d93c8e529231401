"""The dry run on paper: the rule, who would get which place, who is left and why, and how each group fares."""

from uuid import UUID

from agency.dates import day
from agency.documents.blocks import (
    Block,
    BulletList,
    Column,
    Document,
    Heading,
    KeyValues,
    Letterhead,
    Notice,
    Paragraph,
    Section,
    Table,
)
from agency.offices import Agency, Office
from matching.allocation.groups import TELLING, Group
from reentry.allocation.dry_run import DryRun
from reentry.allocation.traits import TRAITS
from reentry.allocation.wording import Wording
from resources.needs import NEEDS

TITLE = "Places for those released soon"
PLACED = (Column("Turn"), Column("Person", share=3), Column("Released", share=2), Column("Why", share=6))
LEFT = (*PLACED, Column("Whom to ask", share=6))
GROUPS = (
    Column("Group", share=4),
    Column("With a place", align="right", share=2),
    Column("Left", align="right", share=2),
    Column("Note", share=4),
)
DRY = "This is a dry run. Nothing was changed and nobody was told; a person decides."
TOO_FEW = f"fewer than {TELLING}: says nothing"


def document(found: DryRun, agency: Agency, office: Office, wording: Wording) -> Document:
    """The whole dry run as one report."""
    blocks: list[Block] = [
        Letterhead(agency.name, office.name, tuple(filter(None, (office.address, office.phone)))),
        Heading(TITLE, level=1),
        Notice(DRY, kind="warning"),
        KeyValues(
            (
                ("Need", NEEDS[found.need]),
                ("Released", f"{day(found.today)} to {day(found.until)}"),
                ("With a place", str(len(found.placed))),
                ("Left", str(len(found.left))),
            )
        ),
        Heading("The rule"),
        BulletList(tuple(wording.rule())),
        *([Notice(wording.not_all_tried(found.missed))] if found.missed else []),
        Heading("Who would get which place"),
        *_places(found, wording),
        Heading("Who is left"),
        _left(found, wording),
        Heading("By group"),
        _groups(found.groups),
    ]
    return Document(
        title=TITLE,
        author=agency.name,
        date=found.today,
        sections=(Section(tuple(blocks)),),
        form="report",
        footer="Dry run",
    )


def _places(found: DryRun, wording: Wording) -> list[Block]:
    blocks: list[Block] = []
    for service_id, name in found.services.items():
        rows = tuple(
            (
                str(each.turn),
                found.people[each.candidate.id].name,
                day(each.candidate.on),
                wording.why(each),
            )
            for each in found.at(service_id)
        )
        if rows:
            blocks += [Heading(name, level=3), Paragraph(told_room(found, service_id)), Table(PLACED, rows)]
    return blocks or [Paragraph("Nobody would get a place.")]


def told_room(found: DryRun, service_id: UUID) -> str:
    """How many places a service has, in words."""
    room = found.rooms.get(service_id)
    if room is None:
        return "Nobody has counted the places here."
    claimed = f", {room.claimed} of them promised in other plans" if room.claimed else ""
    return f"{room.said} said to be free on {day(room.said_on)}{claimed}."


def _left(found: DryRun, wording: Wording) -> Block:
    if not found.left:
        return Paragraph("Nobody is left.")
    rows = tuple(
        (
            str(each.turn),
            found.people[each.candidate.id].name,
            day(each.candidate.on),
            wording.why(each),
            wording.ask(found.nearest.get(each.candidate.id)),
        )
        for each in found.left
    )
    return Table(LEFT, rows)


def _groups(groups: tuple[Group, ...]) -> Block:
    if not groups:
        return Paragraph("Nobody is on the list.")
    rows = tuple(
        (
            f"{TRAITS[each.trait]}: {each.name}",
            str(each.placed),
            str(each.left),
            TOO_FEW if each.too_few else "",
        )
        for each in groups
    )
    return Table(GROUPS, rows, row_headers=True)
