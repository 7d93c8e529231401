"""What an intake may say about a person: one schema for the form, the file, the program and its documentation."""

from typing import Any

from marshmallow import ValidationError, fields, pre_load, validate, validates

from agency.edge.forms import StrictSchema
from matching.conditions import ConditionsSchema
from matching.facts import FactsSchema
from reentry.people import conditions, known_facts, people
from resources.needs import NEEDS

SHORT, LONG = 200, 4000
PRESSING = validate.Range(min=1, max=3)


def _line(**options: Any) -> fields.String:  # noqa: ANN401
    return fields.String(validate=validate.Length(max=SHORT), **options)


def _named(**options: Any) -> fields.String:  # noqa: ANN401
    return fields.String(
        validate=validate.Length(min=1, max=SHORT, error="This is needed."),
        error_messages={"required": "This is needed."},
        required=True,
        **options,
    )


def _one_of(choices: Any, **options: Any) -> fields.String:  # noqa: ANN401
    return fields.String(validate=validate.OneOf(list(choices), error="Choose one of: {choices}."), **options)


def _lines() -> fields.Field[list[str]]:
    return fields.List(_line())  # type: ignore[return-value]


class Day(fields.Date):
    """A date that is kept as it is written, YYYY-MM-DD."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:  # noqa: ANN401
        return super()._deserialize(value, attr, data, **options).isoformat()


class OriginSchema(StrictSchema):
    """Where a fact comes from, and of what date it is."""

    source = _one_of(known_facts.SOURCES, required=True)
    dated = fields.String(
        validate=validate.Regexp(r"\d{4}-\d{2}-\d{2}\Z", error="Write the date as YYYY-MM-DD.")
    )


class AssessmentSchema(StrictSchema):
    """A risk and needs assessment: its result, never its items."""

    instrument = _named()
    version = _line()
    date = fields.String(
        validate=validate.Regexp(r"\d{4}-\d{2}-\d{2}\Z", error="Write the date as YYYY-MM-DD.")
    )
    assessor = _line()
    total = fields.Float()
    level = _line()
    domains = fields.Dict(keys=_line(), values=_line())


class OrderSchema(StrictSchema):
    """One condition in the words of the order."""

    kind = _one_of([kind for kind in conditions.KINDS if kind not in conditions.HOLDS], required=True)
    text = fields.String(validate=validate.Length(max=LONG), load_default="")
    source = _line(metadata={"description": "which order, and its number or date"})
    hours = fields.Float(validate=validate.Range(min=0, max=10_000))


class HoldSchema(StrictSchema):
    """A warrant, a detainer or a pending charge: what comes before any other work."""

    kind = _one_of(conditions.HOLDS, required=True)
    text = fields.String(validate=validate.Length(max=LONG), load_default="")


class NeedSchema(StrictSchema):
    """One need; given as a bare slug too."""

    need = _one_of(NEEDS, required=True)
    note = fields.String(validate=validate.Length(max=LONG))
    priority = fields.Integer(validate=PRESSING)

    @pre_load
    def spell_out(self, data: object, **_: object) -> object:
        """Read a bare slug."""
        return {"need": data} if isinstance(data, str) else data


class PlaceSchema(StrictSchema):
    """Where the person lives or is to live."""

    address_1 = _line()
    address_2 = _line()
    city = _line()
    county = _line()
    state = _line()
    postal_code = _line()
    substitute = fields.Boolean(
        metadata={
            "description": "an address confidentiality program's address: accepted, never placed on a map"
        }
    )


class ContactSchema(StrictSchema):
    """How the person may be reached, and how not."""

    phone = _line()
    email = _line()
    may_leave_message = fields.Boolean()
    note = fields.String(validate=validate.Length(max=LONG))


class IntakeSchema(StrictSchema):
    """One person as taken in; what is absent is not known or does not change, and unknown keys are refused."""

    number = _named(metadata={"description": "the agency's own record number; a later file with it updates"})
    given_name = _named()
    family_name = _named()
    aliases = _lines()
    kind = _one_of(people.KINDS, required=True, error_messages={"required": "Choose parole or probation."})
    office = _line()
    officer = _line()
    caseload = _one_of(people.CASELOADS)
    status = _one_of(people.STATUSES)
    facility = _line()
    hearing_date = fields.Date(allow_none=True)
    release_date = fields.Date(allow_none=True)
    supervision_ends = fields.Date(allow_none=True)
    assessment = fields.Nested(AssessmentSchema)
    facts = fields.Nested(FactsSchema)
    fact_source = fields.Nested(OriginSchema)
    fact_sources = fields.Dict(keys=_line(), values=fields.Nested(OriginSchema))
    conditions = fields.Nested(ConditionsSchema)
    orders = fields.List(fields.Nested(OrderSchema))
    warrants = fields.List(fields.Nested(HoldSchema))
    needs = fields.List(fields.Nested(NeedSchema))
    place = fields.Nested(PlaceSchema)
    transport = _one_of(people.TRANSPORT)
    safety_notes = _lines()
    strengths = _lines()
    interpreter = fields.Boolean()
    contact = fields.Nested(ContactSchema)
    medication_note = fields.String(validate=validate.Length(max=LONG))
    access_needs = _lines()

    @validates("needs")
    def each_need_once(self, needs: list[dict[str, Any]], data_key: str) -> None:  # noqa: ARG002
        """A need stands once in a person's list."""
        slugs = [need.get("need") for need in needs]
        if len(slugs) != len(set(slugs)):
            raise ValidationError("A need stands in the list twice.")
