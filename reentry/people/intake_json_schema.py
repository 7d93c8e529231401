"""The JSON Schema of an intake, made from the schema that checks it, so that the two cannot differ."""

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from reentry.people.intake_schema import IntakeSchema


def schema() -> dict[str, Any]:
    """What a person's intake may say, as JSON Schema draft 2020-12; unknown keys are refused."""
    spec = APISpec("Intake", "1", "3.1.0", plugins=[MarshmallowPlugin(schema_name_resolver=_name)])
    spec.components.schema("Intake", schema=IntakeSchema)
    parts = spec.to_dict()["components"]["schemas"]
    person = parts.pop("Intake")
    # A need may be given as a bare slug; the schema that checks it reads that before its fields are looked at.
    whole = person["properties"]["needs"]["items"]
    person["properties"]["needs"]["items"] = {"anyOf": [parts["Need"]["properties"]["need"], whole]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Intake of one person",
        **_localized(person),
        "$defs": {name: _localized(part) for name, part in parts.items()},
    }


def _name(part: Any) -> str:  # noqa: ANN401
    kind = part if isinstance(part, type) else type(part)
    return kind.__name__.removesuffix("Schema")


def _localized(part: Any) -> Any:  # noqa: ANN401
    if isinstance(part, dict):
        return {
            key: value.replace("#/components/schemas/", "#/$defs/") if key == "$ref" else _localized(value)
            for key, value in part.items()
        }
    if isinstance(part, list):
        return [_localized(each) for each in part]
    return part
