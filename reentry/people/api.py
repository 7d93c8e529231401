"""People for programs: the list, one record whole, taking in, and changing what is known."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import fields, validate
from sqlalchemy.exc import IntegrityError

from agency.edge.api import AnswerSchema, ApiArea
from agency.edge.forms import StrictSchema
from agency.edge.request import may, unit, viewer
from agency.edge.trail import read_recorded, refusal_recorded
from agency.errors import ConflictError, InvalidError
from agency.keys.vault import Vault
from reentry.desk.request import clerk
from reentry.people import intake, people, sensitive
from reentry.people.api_words import ChangeSchema, NewPersonSchema, PersonSchema, emptied, told
from reentry.people.people import Person

area = ApiArea("api_people", __name__, "People under supervision")

# What an intake cannot do without, and a change need not repeat.
KEPT = ("number", "given_name", "family_name", "kind")
TAKEN = "There is a record with this number already. Nothing was changed; change that record instead."


class PeopleQuerySchema(StrictSchema):
    """Whom the list is narrowed to: words of a name or a record number."""

    q = fields.String(load_default="", validate=validate.Length(max=200))


class PersonRowSchema(AnswerSchema):
    """One person as a list tells of them."""

    id = fields.UUID()
    number = fields.String()
    name = fields.String()
    status = fields.String(validate=validate.OneOf(list(people.STATUSES)))
    needs = fields.List(fields.String())


class PeopleSchema(AnswerSchema):
    """Everybody with an open case whom the viewer may see, by name."""

    people = fields.List(fields.Nested(PersonRowSchema))


@area.operation("/people", "person.read", takes=PeopleQuerySchema(), gives=PeopleSchema)
def list_people(asked: dict[str, str]) -> dict[str, Any]:
    """Everybody with an open case whom the viewer may see, by name."""
    found = people.called(unit(), viewer(), asked["q"])
    read_recorded("person.listed", None, count=len(found))
    return {"people": [_row(person, may("health.read", person)) for person in found]}


@area.operation(
    "/people",
    "person.create",
    "POST",
    takes=NewPersonSchema(),
    gives=PersonSchema,
    status=201,
    versioned=True,
)
def create_person(sent: dict[str, Any]) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Take a person in; a record number that is taken is refused."""
    owner = people.by_number(unit(), sent["number"])
    if owner is not None:
        if not may("person.edit", owner):
            refusal_recorded("person.edit", owner.id)
        raise ConflictError(TAKEN)
    try:
        person = intake.take_in(unit(), sent, clerk(), source="program")
    except IntegrityError as error:
        # Somebody else brought the same number in this moment.
        raise ConflictError(TAKEN) from error
    area.set_etag(person.version)
    return told(person), 201, {"Location": url_for("api_people.read_person", person_id=person.id)}


@area.operation("/people/<uuid:person_id>", "person.read", gives=PersonSchema, versioned=True)
def read_person(person_id: UUID) -> dict[str, Any]:
    """One person: what is known, what is ordered, what is needed."""
    person = people.get(unit(), viewer(), "person.read", person_id)
    read_recorded("person.read", person.id, page="api")
    area.set_etag(person.version)
    return told(person, may("health.read", person))


@area.operation(
    "/people/<uuid:person_id>",
    "person.edit",
    "PATCH",
    takes=ChangeSchema(partial=KEPT),
    gives=PersonSchema,
    versioned=True,
)
def change_person(sent: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Change what the body names and nothing else.

    Facts, orders and needs it names supersede the earlier ones, which stay on record; a fact that is null is unknown
    from now on.
    """
    # Two at once wait for each other here, so that the second is told and overwrites nothing.
    people.hold(unit(), [person_id])
    person = people.get(unit(), viewer(), "person.edit", person_id)
    area.check_etag(person.version)
    _require_same_number(person, sent)
    read_recorded("person.read", person.id, page="api")
    # A fact is a row of its own: the person's version must move with it.
    intake.take_in(
        unit(), {**{name: getattr(person, name) for name in KEPT}, **sent}, clerk(), source="program"
    )
    origin = sent.get("fact_source", {})
    for name in emptied(person, sent.get("facts", {})):
        intake.learn(person, name, None, origin.get("source", "person"), origin.get("dated", ""), clerk())
    unit().flush()
    area.set_etag(person.version)
    return told(person)


def _require_same_number(person: Person, sent: dict[str, Any]) -> None:
    vault: Vault = unit().info["vault"]
    if vault.fingerprint(unit(), sent.get("number", person.number)) != person.number_index:
        raise InvalidError(
            "The record number stays.",
            {"number": ["A record keeps its number. Leave it out, or send the same."]},
        )


def _row(person: Person, health: bool) -> dict[str, Any]:
    shown = ("id", "number", "name", "status")
    return {
        **{name: getattr(person, name) for name in shown},
        "needs": [need.need for need in sensitive.needs(person.needs, health)],
    }
