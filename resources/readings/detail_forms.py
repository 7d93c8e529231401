"""A detail as it is told, as it stands in the form that corrects it, and as it is read back from there."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from agency.edge.forms import StrictSchema, by_path, load
from agency.errors import InvalidError
from resources.changes.boxes import Box, Grid, field_named
from resources.changes.schemas import checked
from resources.changes.typed import value, written_box
from resources.changes.wording import lines
from resources.pages.record import KINDS_OF_PHONE, month_day
from resources.readings.items import Said

_LABELS = {"languages": "Languages", "url": "Website", "email": "E-mail"}
_LONGEST = 2000


def told(said: Said) -> list[tuple[str, str]]:
    """A detail in words: what it is of, and what it says."""
    return list(_told(said["fields"]))


def boxes_of(said: Said) -> list[Box]:
    """The boxes of the form that corrects a detail."""
    return [
        box
        for each in (field_named("service", name) for name in said["fields"])
        for box in (each.boxes if isinstance(each, Grid) else (each,))
    ]


def typed_detail(said: Said) -> dict[str, str]:
    """A detail as it stands in the form."""
    typed: dict[str, str] = {}
    for name, each in said["fields"].items():
        field = field_named("service", name)
        if isinstance(field, Grid):
            typed |= {box.name: written_box(box, each[0][box.name]) for box in field.boxes}
        elif name == "cost_cents":
            typed[name] = f"{each / 100:.2f}".removesuffix(".00")
        else:
            typed[name] = "\n".join(each) if isinstance(each, list) else str(each)
    return typed


def corrected_detail(typed: Mapping[str, str], read: Said) -> Said:
    """The detail that was typed, with the words it rests on; InvalidError says by box what is wrong."""
    answers: dict[str, str] = load(_schema(read), typed)
    said = {name: _value(name, answers) for name in read["fields"]}
    empty = {name: ["Fill this in, or reject it."] for name, each in said.items() if _needed(name, each)}
    if empty:
        raise InvalidError("Please correct the marked fields.", empty)
    try:
        kept = checked("service", said)
    except InvalidError as error:
        found = {path.rpartition(".")[2]: told for path, told in by_path(error.fields).items()}
        raise InvalidError(str(error), found) from error
    return {"fields": {name: kept[name] for name in read["fields"]}, "quote": read["quote"]}


def _schema(read: Said) -> Schema:
    text = fields.String(load_default="", validate=validate.Length(max=_LONGEST))
    names = {box.name: text for box in boxes_of(read)}
    return StrictSchema.from_dict({"item": fields.String(required=True), **names})()


def _value(name: str, answers: Mapping[str, str]) -> Any:  # noqa: ANN401
    each = field_named("service", name)
    if isinstance(each, Grid):
        return value("service", name, [{box.name: answers[box.name].strip() for box in each.boxes}])
    return value("service", name, answers[name].strip())


def _needed(name: str, said: Any) -> bool:  # noqa: ANN401
    """Whether nothing was typed where something must be; a cost may be for no stretch of time."""
    return name != "cost_period" and said in (None, "", [])


def _told(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, each in said.items():
        if name == "cost_cents":
            words = " ".join(lines("service", name, each, {}))
            yield "Cost", "Free" if each == 0 else f"{words} {said.get('cost_period', '')}".strip()
        elif name == "season_from":
            yield "Season", f"{month_day(each)} to {month_day(said['season_to'])}"
        elif name == "phones":
            yield from ((KINDS_OF_PHONE[row["type"]], _number(row)) for row in each)
        elif name == "cost_options":
            yield from ((row["option"], _amount(row)) for row in each)
        elif name in _LABELS:
            yield _LABELS[name], ", ".join(each) if isinstance(each, list) else each


def _amount(row: Mapping[str, Any]) -> str:
    if row["amount_cents"] is None:
        return "it depends"
    words = " ".join(lines("service", "cost_cents", row["amount_cents"], {}))
    return "Free" if row["amount_cents"] == 0 else f"{words} {row['period']}".strip()


def _number(row: Mapping[str, str]) -> str:
    extension = f", extension {row['extension']}" if row["extension"] else ""
    return f"{row['number']}{extension}{', ' if row['description'] else ''}{row['description']}"
