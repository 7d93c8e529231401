"""The words of eligibility: the closed list of rules that a provider's terms are written in."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, cast

from marshmallow import Schema, ValidationError, fields, post_dump, post_load, pre_load, validates_schema
from marshmallow.validate import Length, OneOf, Regexp

from agency.languages import to_translate

Value = bool | int | float | str | tuple[str, ...] | None
BASES = ("statute", "funding", "stated_policy", "doubtful")
GENDERS = ("female", "male", "other")


class Kind(StrEnum):
    """What the value of a rule looks like."""

    TRUE = "true"
    NUMBER = "a whole number, 0 or more"
    GENDER = "female or male"
    TEXT = "a short text"
    NAMES = "a list of names"
    TEXT_OR_NAMES = "a name or a list of names"


@dataclass(frozen=True, slots=True)
class Term:
    """One rule: what its value looks like and, for each mode it may have, the sentence that says it.

    exact holds the sentences that one particular value needs.
    """

    kind: Kind
    says: Mapping[str, str]
    exact: Mapping[Value, str] = field(default_factory=dict)

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes the rule may have: must, cannot or accepts."""
        return tuple(self.says)


def _must(says: str, kind: Kind = Kind.TRUE, exact: Mapping[Value, str] | None = None) -> Term:
    return Term(kind, {"must": says}, exact or {})


def _cannot(says: str, kind: Kind = Kind.TRUE) -> Term:
    return Term(kind, {"cannot": says})


def _accepts(says: str) -> Term:
    return Term(Kind.TRUE, {"accepts": says})


VOCABULARY: Mapping[str, Term] = MappingProxyType(
    {
        "minimum_age": _must(to_translate("Must be %(value)s or older"), Kind.NUMBER),
        "maximum_age": _must(to_translate("Must be %(value)s or younger"), Kind.NUMBER),
        "gender": _must(
            to_translate("Must be %(value)s"),
            Kind.GENDER,
            {"female": to_translate("For women only"), "male": to_translate("For men only")},
        ),
        "veteran": _must(to_translate("Must be a veteran")),
        "residence": _must(to_translate("Must live in %(value)s"), Kind.NAMES),
        "homeless": _must(to_translate("Must be homeless")),
        "disability": _must(to_translate("Must have a disability")),
        "low_income": _must(to_translate("Must have a low income")),
        "pregnant_or_parenting": _must(to_translate("Must be pregnant or have children in care")),
        "substance_use": Term(
            Kind.TRUE,
            {
                "must": to_translate("Must have a substance-use need"),
                "cannot": to_translate("No one with a substance-use need"),
            },
        ),
        "sober_days": _must(
            to_translate("Must be sober %(value)s days or more"),
            Kind.NUMBER,
            {0: to_translate("Must be sober"), 1: to_translate("Must be sober 1 day or more")},
        ),
        "mental_illness": _must(to_translate("Must have a mental-health need")),
        "hiv": _must(to_translate("Must be living with HIV")),
        "justice_involved": _must(to_translate("Must be involved with the justice system")),
        "sex_offense": _cannot(to_translate("No one with a sex offense")),
        "violent_offense": _cannot(to_translate("No one with a violent offense")),
        "arson": _cannot(to_translate("No one with an arson offense")),
        "felony": _cannot(to_translate("No one with a felony")),
        "pending_charges": _cannot(to_translate("No one with pending charges")),
        "open_warrant": _cannot(to_translate("No one with an open warrant")),
        "lifetime_registry": _cannot(to_translate("No one on the registry for life")),
        "medication": _cannot(to_translate("No %(value)s"), Kind.NAMES),
        "accepts_sex_offense": _accepts(to_translate("Accepts people with a sex offense")),
        "accepts_violent_offense": _accepts(to_translate("Accepts people with a violent offense")),
        "accepts_arson": _accepts(to_translate("Accepts people with an arson offense")),
        "accepts_felony": _accepts(to_translate("Accepts people with a felony")),
        "identification": _must(to_translate("Must have identification")),
        "referral": _must(
            to_translate("Must be referred by %(value)s"),
            Kind.TEXT,
            {"required": to_translate("Must have a referral")},
        ),
        "insurance": _must(to_translate("Must have %(value)s"), Kind.TEXT_OR_NAMES),
        "employed_or_able_to_work": _must(to_translate("Must be working or able to work")),
        "high_school_diploma": _must(to_translate("Must have a high school diploma")),
        "domestic_violence": _must(to_translate("Must be a survivor of domestic violence")),
        "language": _must(to_translate("Must speak %(value)s"), Kind.TEXT_OR_NAMES),
        "citizenship_or_work_authorization": _must(
            to_translate("Must be able to show Form I-9 documents"),
        ),
        "other": Term(
            Kind.TEXT,
            {"must": to_translate("Also asked: %(value)s"), "cannot": to_translate("Not for: %(value)s")},
        ),
    }
)

# Whom a provider turns away or takes because of what they did; never published.
OFFENSE_RULES = frozenset(
    (
        *("sex_offense", "violent_offense", "arson", "felony", "pending_charges", "open_warrant"),
        *(
            "lifetime_registry",
            "accepts_sex_offense",
            "accepts_violent_offense",
            "accepts_arson",
            "accepts_felony",
        ),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing a provider requires, excludes or accepts, with the words it rests on and who confirmed them.

    Confirmed means that a person accepted it; alt ("a1") names its branch in a list of alternatives; part
    names the one program or group it binds, and such a requirement is told but decides
    nothing.
    """

    rule: str
    mode: str
    value: Value = True
    confirmed: bool = False
    basis: str | None = None
    alt: str | None = None
    part: str | None = None
    quote: str | None = None
    source: str | None = None
    confirmed_by: str | None = None
    confirmed_on: date | None = None


def phrase(requirement: Requirement, translate: Callable[[str], str]) -> str:
    """What the provider asks, in the words an officer reads ("Must be 18 or older"), without a period."""
    term, value = VOCABULARY.get(requirement.rule), requirement.value
    says = (term.exact.get(value) or term.says.get(requirement.mode)) if term else None
    if says is None:
        says, value = to_translate("A rule this service cannot read: “%(value)s”"), requirement.rule
    listed = translate(to_translate(" or ")).join(value) if isinstance(value, tuple) else value
    return translate(says) % {"value": listed}


class StatedSchema(Schema):
    """Reads what was stated and nothing else: a null or a blank is as absent; an unknown field is refused."""

    @pre_load
    def drop_unstated(self, data: object, **_: object) -> object:
        """Leaves out the keys that say nothing."""
        if not isinstance(data, Mapping):
            return data
        return {key: value for key, value in data.items() if value is not None and not _blank(value)}

    @post_dump
    def drop_unknown(self, data: dict[str, Any], **_: object) -> dict[str, Any]:
        """Writes no key for what is not known."""
        return {key: value for key, value in data.items() if value is not None and value != {}}


class ValueField(fields.Field[Value]):
    """The value of a requirement; which values fit is a matter of its rule."""

    def _serialize(self, value: Value | None, *_: object, **__: object) -> object:
        return list(value) if isinstance(value, tuple) else value

    def _deserialize(self, value: object, *_: object, **__: object) -> Value:
        if isinstance(value, dict):
            raise ValidationError("This is neither a word, a number nor a list.")
        return tuple(value) if isinstance(value, list) else cast("Value", value)


class RequirementSchema(StatedSchema):
    """A requirement as it is entered, imported and stored: rule, mode and value must go together."""

    rule = fields.String(required=True, validate=OneOf(VOCABULARY, error="This is not a rule we know."))
    mode = fields.String(required=True, validate=OneOf(("must", "cannot", "accepts")))
    value = ValueField(required=True)
    confirmed = fields.Boolean(load_default=False)
    basis = fields.String(validate=OneOf(BASES))
    alt = fields.String(
        validate=Regexp(r"[A-Za-z][0-9]+\Z", error="Write a letter and a number, such as a1.")
    )
    part = fields.String(validate=Length(max=200))
    quote = fields.String(validate=Length(max=4000))
    source = fields.String(validate=Length(max=200))
    confirmed_by = fields.String(validate=Length(max=200))
    confirmed_on = fields.Date()

    @validates_schema
    def check_together(self, data: dict[str, Any], **_: object) -> None:
        """Refuses a mode or a value that the rule does not have."""
        term = VOCABULARY[data["rule"]]
        if data["mode"] not in term.modes:
            raise ValidationError(f"This rule can only be: {', '.join(term.modes)}.", "mode")
        if _value_of(term.kind, data["value"]) is None:
            raise ValidationError(f"The value of this rule is {term.kind}.", "value")

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> Requirement:
        """Makes the requirement, its value in the shape its rule has."""
        return Requirement(**(data | {"value": _value_of(VOCABULARY[data["rule"]].kind, data["value"])}))


def _value_of(kind: Kind, raw: object) -> Value:
    """The value in its rule's own shape, None where it does not fit; forms send numbers and true as words."""
    if kind is Kind.TRUE:
        return True if raw is True or raw == "true" else None
    if kind is Kind.NUMBER:
        return _whole_number(raw)
    if kind is Kind.GENDER:
        return raw if isinstance(raw, str) and raw in ("female", "male") else None
    if isinstance(raw, str) and kind is not Kind.NAMES:
        return raw
    names = (raw,) if isinstance(raw, str) else raw
    return _stated_names(names) if isinstance(names, tuple) and kind is not Kind.TEXT else None


def _whole_number(raw: object) -> int | None:
    if isinstance(raw, str) and raw.isascii() and raw.isdigit() and len(raw) < 6:
        return int(raw)
    return raw if isinstance(raw, int) and not isinstance(raw, bool) and raw >= 0 else None


def _stated_names(names: Iterable[object]) -> tuple[str, ...] | None:
    stated = tuple(name for name in names if isinstance(name, str) and not _blank(name))
    return stated if stated and stated == tuple(names) else None


def _blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()
