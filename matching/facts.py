"""Facts: the closed list of what matching may know about a person; an unknown fact is never a "no"."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, post_load
from marshmallow.validate import Length, OneOf

from resources.eligibility import GENDERS, StatedSchema

REGISTRY = ("none", "registered", "lifetime")
LISTS = ("insurance", "languages", "medication")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offenses:
    """The few things providers ask about a record; domestic_violence here means committed."""

    sex_offense: bool | None = None
    violent_offense: bool | None = None
    arson: bool | None = None
    felony: bool | None = None
    pending_charges: bool | None = None
    domestic_violence: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Residence:
    """Where the person lives or proposes to live; a city and a county are different things."""

    city: str | None = None
    county: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known about one person, and nothing beyond it.

    domestic_violence means that the person is a survivor; i9_documents that Form I-9 documents can be shown,
    never a status; referral is yes, no or the name of who referred; an empty list means none.
    """

    birth_date: date | None = None
    gender: str | None = None
    veteran: bool | None = None
    homeless: bool | None = None
    disability: bool | None = None
    low_income: bool | None = None
    pregnant_or_parenting: bool | None = None
    substance_use: bool | None = None
    mental_illness: bool | None = None
    hiv: bool | None = None
    domestic_violence: bool | None = None
    identification: bool | None = None
    able_to_work: bool | None = None
    high_school_diploma: bool | None = None
    i9_documents: bool | None = None
    open_warrant: bool | None = None
    offenses: Offenses = Offenses()
    registry: str | None = None
    sober_since: date | None = None
    residence: Residence = Residence()
    referral: bool | str | None = None
    insurance: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    medication: tuple[str, ...] | None = None


class ReferralField(fields.Field[bool | str]):
    """True, false, or the name of who referred the person."""

    def _serialize(self, value: bool | str | None, *_: object, **__: object) -> object:
        return value

    def _deserialize(self, value: object, *_: object, **__: object) -> bool | str:
        if isinstance(value, str):
            return {"true": True, "false": False}.get(value, value)
        if isinstance(value, bool):
            return value
        raise ValidationError("Write true, false, or the name of who referred.")


def _names() -> fields.Field[list[str | None]]:
    return fields.List(fields.String(validate=Length(min=1, max=200)))


class OffensesSchema(StatedSchema):
    """What is known of the person's record."""

    sex_offense = fields.Boolean()
    violent_offense = fields.Boolean()
    arson = fields.Boolean()
    felony = fields.Boolean()
    pending_charges = fields.Boolean()
    domestic_violence = fields.Boolean()

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Offenses:
        """Makes the value."""
        return Offenses(**data)


class ResidenceSchema(StatedSchema):
    """The address as far as eligibility needs it."""

    city = fields.String(validate=Length(max=200))
    county = fields.String(validate=Length(max=200))
    state = fields.String(validate=Length(max=200))

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Residence:
        """Makes the value."""
        return Residence(**data)


class FactsSchema(StatedSchema):
    """A person's facts at intake: unknown fields are refused, an absent one is unknown."""

    birth_date = fields.Date()
    gender = fields.String(validate=OneOf(GENDERS))
    veteran = fields.Boolean()
    homeless = fields.Boolean()
    disability = fields.Boolean()
    low_income = fields.Boolean()
    pregnant_or_parenting = fields.Boolean()
    substance_use = fields.Boolean()
    mental_illness = fields.Boolean()
    hiv = fields.Boolean()
    domestic_violence = fields.Boolean()
    identification = fields.Boolean()
    able_to_work = fields.Boolean()
    high_school_diploma = fields.Boolean()
    i9_documents = fields.Boolean()
    open_warrant = fields.Boolean()
    offenses = fields.Nested(OffensesSchema)
    registry = fields.String(validate=OneOf(REGISTRY))
    sober_since = fields.Date()
    residence = fields.Nested(ResidenceSchema)
    referral = ReferralField()
    insurance = _names()
    languages = _names()
    medication = _names()

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Facts:
        """Makes the value; lists become tuples, so that nothing can change a fact afterwards."""
        return Facts(**(data | {key: tuple(data[key]) for key in LISTS if key in data}))
