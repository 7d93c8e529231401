"""A person's matches for programs: need by need, each service with its reasons; what is withheld is not there."""

from typing import Any
from uuid import UUID

from flask import current_app
from marshmallow import fields, validate

from agency.edge.api import AnswerSchema, ApiArea
from agency.edge.forms import StrictSchema
from agency.edge.request import unit, viewer
from agency.edge.trail import read_recorded
from matching.wording import english
from reentry.desk.request import today
from reentry.matches import matches
from reentry.matches.commands import LIMIT, listed
from reentry.people import people
from resources.needs import NEEDS

area = ApiArea("api_matches", __name__, "Which services fit a person, and why")


class MatchQuerySchema(StrictSchema):
    """Which needs, for which day of service, how many services a need, and whether what does not fit is listed too."""

    need = fields.List(
        fields.String(validate=validate.OneOf(list(NEEDS))),
        load_default=list,
        metadata={"description": "again for each need; the person's needs where none is named"},
    )
    on = fields.Date(
        load_default=None,
        metadata={"description": "the day of service; else the release date ahead, else today"},
    )
    limit = fields.Integer(load_default=LIMIT, validate=validate.Range(min=1))
    all = fields.Boolean(load_default=False, metadata={"description": "list what does not fit too"})


class ReasonSchema(AnswerSchema):
    """One rule and how the person stands to it."""

    rule = fields.String()
    status = fields.String(validate=validate.OneOf(["met", "not_met", "unknown"]))
    text = fields.String()
    source = fields.String(metadata={"description": "whose words it rests on, and who confirmed them"})


class MatchSchema(AnswerSchema):
    """One service at one place for one person; rank is its place in the list of the need."""

    service_id = fields.UUID()
    location_id = fields.UUID(allow_none=True)
    organization = fields.String()
    service = fields.String()
    status = fields.String(validate=validate.OneOf(["eligible", "possible", "not_eligible"]))
    rank = fields.Integer()
    score = fields.Float()
    parts = fields.Dict(keys=fields.String(), values=fields.Float())
    distance_miles = fields.Float(allow_none=True)
    reasons = fields.List(fields.Nested(ReasonSchema))
    would_qualify_if = fields.List(fields.String())


class MatchesSchema(AnswerSchema):
    """The matches by need, best first, judged for one day of service."""

    on = fields.Date()
    needs = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(MatchSchema)))


@area.operation(
    "/people/<uuid:person_id>/matches", "person.match", takes=MatchQuerySchema(), gives=MatchesSchema
)
def match_person(asked: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Which services fit each need of a person, and why the others do not."""
    person = people.get(unit(), viewer(), "person.match", person_id)
    wanted = asked["need"] or [need.need for need in person.needs]
    read_recorded("person.matched", person.id, count=len(wanted))
    index = current_app.extensions["shelf"].index(unit(), today())
    found = matches.for_person(index, person, wanted, today(), asked["on"])
    return {
        "on": asked["on"] or person.day_of_service(today()),
        "needs": {
            need: listed(each, asked["limit"], asked["all"], english()) for need, each in found.items()
        },
    }
