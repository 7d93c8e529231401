"""The command that tries out who would get which place; it changes nothing."""

import json
from typing import Any
from uuid import UUID

import click
from flask import current_app
from flask.cli import AppGroup

from agency.audit import audit
from agency.edge.request import clock, database
from agency.languages import WRITTEN_IN
from agency.offices import Agency, Office
from reentry.allocation import dry_run
from reentry.allocation.dry_run import DryRun
from reentry.allocation.wording import Wording, in_language
from reentry.people.people import Person
from resources.needs import NEEDS

allocation_group = AppGroup("allocation", help="Places for those released soon.")
ZONE = "America/New_York"


@allocation_group.command("plan")
@click.option(
    "--need", default="housing", type=click.Choice([each for each in NEEDS if each != "victim_services"])
)
@click.option("--days", default=60, type=click.IntRange(0, 365), help="Released within so many days.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def plan_allocation(need: str, days: int, as_json: bool) -> None:
    """Try out who would get which place, in all offices, restricted people left out; a dry run."""
    with database().writing() as session:
        agency = session.get(Agency, 1)
        office = session.get(Office, agency.main_office_id) if agency and agency.main_office_id else None
        today = clock().today(office.time_zone if office else ZONE)
        catalog = current_app.extensions["shelf"].catalog(session)
        found = dry_run.try_out(session, catalog, Person.restricted.is_(False), need, days, today)
        audit.record(session, "person.listed", None, count=len(found.people))
        told = as_dict(found, in_language(WRITTEN_IN))
    click.echo(json.dumps(told) if as_json else _told(told))


def as_dict(found: DryRun, wording: Wording) -> dict[str, Any]:
    """The dry run as programs read it."""
    return {
        "dry_run": True,
        "need": found.need,
        "from": found.today.isoformat(),
        "until": found.until.isoformat(),
        "rule": wording.rule(),
        "services": [_service(found, id_, name, wording) for id_, name in found.services.items()],
        "left": [
            {
                "person_id": str(each.candidate.id),
                "turn": each.turn,
                "why": wording.why(each),
                "ask": wording.ask(found.nearest.get(each.candidate.id)),
            }
            for each in found.left
        ],
        "groups": [
            {
                "trait": each.trait,
                "name": each.name,
                "placed": each.placed,
                "left": each.left,
                "too_few": each.too_few,
            }
            for each in found.groups
        ],
        "settled": found.settled,
        "services_without_count": found.uncounted,
        "missed": found.missed,
        "not_all_tried": wording.not_all_tried(found.missed),
    }


def _service(found: DryRun, service_id: UUID, name: str, wording: Wording) -> dict[str, Any]:
    room = found.rooms.get(service_id)
    return {
        "service_id": str(service_id),
        "name": name,
        "free": room.free if room else None,
        "said_on": room.said_on.isoformat() if room else None,
        "people": [
            {
                "person_id": str(each.candidate.id),
                "turn": each.turn,
                "status": str(each.status) if each.status else None,
                "kept": each.kept,
                "why": wording.why(each),
            }
            for each in found.at(service_id)
        ],
    }


def _told(told: dict[str, Any]) -> str:
    lines = [
        f"Dry run: nothing was changed. {NEEDS[told['need']]}, released {told['from']} to {told['until']}."
    ]
    for service in told["services"]:
        lines.append(f"{service['name']}: {'?' if service['free'] is None else service['free']} free")
        lines += [f"  {each['turn']:>3}. {each['person_id']}  {each['why']}" for each in service["people"]]
    lines.append("Left:" if told["left"] else "Nobody is left.")
    lines += [
        f"  {each['turn']:>3}. {each['person_id']}  {each['why']} {each['ask']}" for each in told["left"]
    ]
    return "\n".join([*lines, *filter(None, [told["not_all_tried"]])])
