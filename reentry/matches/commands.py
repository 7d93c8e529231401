"""The command that matches one person, of the caseload or of a file, to the directory."""

import json
import sys
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

import click
from flask import current_app
from flask.cli import with_appcontext
from marshmallow import fields, post_load, pre_load, validate
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from agency.audit import audit
from agency.edge.forms import StrictSchema, by_path, load
from agency.edge.request import clock, database
from agency.errors import InvalidError, ReentryError
from agency.languages import LANGUAGES, WRITTEN_IN
from agency.offices import Agency, Office
from matching.conditions import Conditions, ConditionsSchema
from matching.engine import Match, Question
from matching.facts import Facts, FactsSchema
from matching.offer import Place
from matching.tiers import Tiers
from matching.wording import Wording, in_language
from reentry.co_placement import keeping
from reentry.matches import matches, place_rules, rematch
from reentry.people import people
from reentry.people.intake_schema import PlaceSchema
from reentry.people.people import Person
from resources.needs import NEEDS

ZONE = "America/New_York"
LIMIT = 10


class PointOrAddressSchema(PlaceSchema):
    """Where the person lives: a point in degrees, or an address by its parts, or on one line as address_1."""

    latitude = fields.Float(validate=validate.Range(min=-90, max=90))
    longitude = fields.Float(validate=validate.Range(min=-180, max=180))
    precision_m = fields.Float(validate=validate.Range(min=0), load_default=0.0)

    @pre_load
    def spell_out(self, data: object, **_: object) -> object:
        """Read a bare line as an address."""
        return {"address_1": data} if isinstance(data, str) else data

    @post_load
    def place(self, data: dict[str, Any], **_: object) -> Place | None:
        """The point; None where nothing places it."""
        if "latitude" in data and "longitude" in data:
            return Place(data["latitude"], data["longitude"], data["precision_m"])
        return matches.locate(data)


class MatchFileSchema(StrictSchema):
    """A person as a file tells of one who is not on the caseload: facts, conditions, needs and place."""

    facts = fields.Nested(FactsSchema, load_default=Facts)
    conditions = fields.Nested(ConditionsSchema, load_default=Conditions)
    needs = fields.List(fields.String(validate=validate.OneOf(list(NEEDS))), load_default=list)
    place = fields.Nested(PointOrAddressSchema, load_default=None, allow_none=True)


@click.command("match")
@click.argument("person_id", required=False, type=click.UUID)
@click.option("--facts", "facts_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--need", "needs", multiple=True, type=click.Choice(list(NEEDS)), metavar="SLUG", help="Repeatable."
)
@click.option(
    "--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="Day of service; else release, else today."
)
@click.option("--limit", default=LIMIT, show_default=True, type=click.IntRange(1), help="Services per need.")
@click.option("--all", "everything", is_flag=True, help="List what does not fit too.")
@click.option(
    "--language",
    default=WRITTEN_IN,
    show_default=True,
    type=click.Choice(list(LANGUAGES)),
    help="Of the reasons in the JSON.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def match_command(
    person_id: UUID | None,
    facts_file: Path | None,
    needs: tuple[str, ...],
    on: datetime | None,
    limit: int,
    everything: bool,
    language: str,
    as_json: bool,
) -> None:
    """Match PERSON_ID, or the person a file describes, to the directory, need by need, best first."""
    if (person_id is None) == (facts_file is None):
        raise click.UsageError("Give a PERSON_ID or --facts FILE.json, one of the two.")
    day = on.date() if on else None
    try:
        found = _of_file(facts_file, needs, day) if facts_file else _of_person(person_id, needs, day)
    except ReentryError as error:
        raise click.ClickException(str(error)) from error
    wording = in_language(language)
    answer = {
        "on": next((each.on.isoformat() for each in found.values()), day.isoformat() if day else None),
        "needs": {need: listed(each, limit, everything, wording) for need, each in found.items()},
    }
    click.echo(json.dumps(answer) if as_json else _told(answer["needs"]))  # type: ignore[arg-type]


def _of_person(person_id: UUID | None, needs: tuple[str, ...], on: date | None) -> dict[str, Tiers]:
    with database().writing() as session:
        person = people.for_command(session, person_id)
        wanted = needs or tuple(need.need for need in person.needs)
        audit.record(session, "person.matched", None, person.id, count=len(wanted))
        today = clock().today(person.office.time_zone)
        index = current_app.extensions["shelf"].index(session, today)
        return matches.for_person(index, person, wanted, today, on)


def _of_file(path: Path, needs: tuple[str, ...], on: date | None) -> dict[str, Tiers]:
    described = _described(path)
    with database().reading() as session:
        today = clock().today(_zone(session))
        asked = Question(
            described["facts"],
            place_rules.ruled(described["conditions"], place_rules.of(session)),
            described["place"],
            on or today,
            today,
        )
        index = current_app.extensions["shelf"].index(session, today)
        return matches.tiers(index, asked, needs or described["needs"])


def _described(path: Path) -> dict[str, Any]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InvalidError(f"{path} is not a JSON file.") from error
    if not isinstance(raw, dict):
        raise InvalidError(f"{path} must hold one JSON object with facts, conditions, needs and place.")
    try:
        described: dict[str, Any] = load(MatchFileSchema(), raw)
    except InvalidError as error:
        faults = [f"{name}: {' '.join(told)}" for name, told in by_path(error.fields).items()]
        raise InvalidError("; ".join(faults)) from error
    return described


def _zone(session: Session) -> str:
    agency = session.get(Agency, 1)
    office = session.get(Office, agency.main_office_id) if agency and agency.main_office_id else None
    return office.time_zone if office else ZONE


def listed(found: Tiers, limit: int, everything: bool, wording: Wording) -> list[dict[str, Any]]:
    """The matches as programs read them, best first; what does not fit only where everything is asked for."""
    shown = found.best(limit)
    if everything:
        shown += found.listed("not_eligible", limit=limit - len(shown)).matches
    return [_match(each, place, wording) for place, each in enumerate(shown, start=1)]


def _match(match: Match, place: int, wording: Wording) -> dict[str, Any]:
    offer, miles = match.offer, match.distance_miles
    return {
        "service_id": str(offer.service_id),
        "location_id": str(offer.location_id) if offer.location_id else None,
        "organization": offer.organization,
        "service": offer.service,
        "status": str(match.judgment.status),
        "rank": place,
        "score": round(match.score.total, 6),
        "parts": {name: round(value, 6) for name, value in match.score.parts.items()},
        "distance_miles": None if miles is None else round(miles, 3),
        "reasons": [
            {
                "rule": reason.rule,
                "status": str(reason.status),
                "text": wording.sentence(reason),
                "source": wording.source(reason),
            }
            for reason in match.judgment.reasons
        ],
        "would_qualify_if": sorted(match.judgment.would_qualify_if),
    }


def _told(needs: dict[str, list[dict[str, Any]]]) -> str:
    lines = []
    for need, found in needs.items():
        lines.append(NEEDS[need])
        for each in found:
            miles = "" if each["distance_miles"] is None else f", {each['distance_miles']:.1f} mi"
            lines.append(
                f"  {each['rank']:>3}. {each['status']:<12} {each['organization']}: {each['service']}{miles}"
            )
        if not found:
            lines.append("  nothing that can be offered")
    return "\n".join(lines) or "No need to match."


@click.command("rematch")
@click.option("--all", "everything", is_flag=True, required=True, help="Every open case.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@with_appcontext
def rematch_command(everything: bool, as_json: bool) -> None:  # noqa: ARG001 - there is no other choice yet
    """Match every open case to the directory again; tells how fast, and for whom nothing is left."""
    began = monotonic()
    with database().writing() as session:
        cases = _open_cases(session)
        index = current_app.extensions["shelf"].index(session, clock().today(_zone(session)))
    read = monotonic()
    with click.progressbar(length=len(cases), label="Matching", file=sys.stderr) as bar:
        offered = rematch.rematch(index, cases, show=bar.update)
    seconds = monotonic() - read
    told = {
        "people": len(cases),
        "needs": len(offered),
        "without_offer": sum(not each.eligible + each.possible for each in offered),
        "read_seconds": round(read - began, 3),
        "match_seconds": round(seconds, 3),
        "people_per_second": round(len(cases) / seconds, 1) if seconds else 0.0,
    }
    click.echo(json.dumps(told) if as_json else _rematched(told))


def _open_cases(session: Session) -> list[rematch.Asked]:
    """Everybody with an open case whom a command may know of."""
    whole = (
        selectinload(Person.known_facts),
        selectinload(Person.conditions),
        selectinload(Person.commitments),
    )
    wanted = select(Person).where(Person.status != "closed", Person.restricted.is_(False))
    found = session.scalars(
        wanted.options(*whole, selectinload(Person.needs), joinedload(Person.office))
    ).all()
    kept = keeping.kept_clear(session, [person.id for person in found])
    for person in found:
        audit.record(session, "person.matched", None, person.id, count=len(person.needs))
    rules = place_rules.of(session)
    return [
        rematch.asked_of(person, clock().today(person.office.time_zone), rules, kept[person.id])
        for person in found
    ]


def _rematched(told: Mapping[str, float]) -> str:
    return (
        f"{told['people']} people matched again for {told['needs']} needs in {told['match_seconds']} s, "
        f"{told['people_per_second']} people a second; for {told['without_offer']} needs there is nothing to offer."
    )
