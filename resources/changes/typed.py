"""What stands in a record's form: values as text, read back as values, and told apart from what was there."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from resources.changes.boxes import Box, Grid, field_named, fields_on
from resources.changes.schemas import WEEKDAYS
from resources.eligibility import VOCABULARY, Kind

# By field: a text, or a list of rows, each by box a text or (for days) a list of them.
Typed = dict[str, Any]
Sent = Mapping[str, Sequence[str]]
_MORE_NAMES = (Kind.NAMES, Kind.TEXT_OR_NAMES)


def written(subject: str, values: Mapping[str, Any]) -> Typed:
    """A record's values as they stand in its form."""
    return {
        each.name: _rows_written(each, values[each.name])
        if isinstance(each, Grid)
        else written_box(each, values[each.name])
        for each in fields_on(subject)
    }


def sent(subject: str, form: Sent, without: str = "", *, blanks: bool = False) -> Typed:
    """What came with a form; without ("phones.1") leaves a row out.

    Rows with nothing in them are no rows; blanks keeps them, while somebody is still filling the form in.
    """
    return {
        each.name: _rows_sent(each, form, without, blanks=blanks)
        if isinstance(each, Grid)
        else _sent(each, each.name, form)
        for each in fields_on(subject)
    }


def blank(subject: str, name: str) -> dict[str, Any]:
    """A new row of a list."""
    grid = field_named(subject, name)
    return {box.name: _empty(box) for box in grid.boxes} if isinstance(grid, Grid) else {}


def flat(typed: Mapping[str, Any]) -> dict[str, Any]:
    """The same by the names of the form's boxes: "phones.0.number"."""
    found: dict[str, Any] = {}
    for name, said in typed.items():
        if isinstance(said, list):
            found |= {f"{name}.{at}.{box}": each for at, row in enumerate(said) for box, each in row.items()}
        else:
            found[name] = said
    return found


def value(subject: str, name: str, said: Any) -> Any:  # noqa: ANN401 - the shape is the field's
    """What was typed as the value it stands for; what is none stays as it is and is refused by the schema."""
    each = field_named(subject, name)
    if isinstance(each, Box):
        return _value(each, said)
    return [{box.name: _value_in_row(box, row) for box in each.boxes} for row in said]


def differing(one: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """The fields that say something else; how lines are broken at their ends says nothing."""
    return [name for name, said in one.items() if _bare(said) != _bare(other.get(name))]


def _bare(said: Any) -> Any:  # noqa: ANN401
    if isinstance(said, str):
        return "\n".join(" ".join(line.split()) for line in said.strip().splitlines())
    if isinstance(said, list):
        return [_bare(each) for each in said]
    return {name: _bare(each) for name, each in said.items()} if isinstance(said, dict) else said


def _rows_written(grid: Grid, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{box.name: written_box(box, row[box.name]) for box in grid.boxes} for row in rows]


def written_box(box: Box, said: Any) -> Any:  # noqa: ANN401
    """One answer as it stands in its box."""
    if box.kind == "days":
        return [day.strip() for day in (said or "").split(",") if day.strip()]
    if said is None or said == "":
        return ""
    if box.kind == "lines":
        return "\n".join(said)
    if box.kind == "money":
        return f"{Decimal(said) / 100:.2f}".removesuffix(".00")
    if box.name == "value":
        return "" if said is True else ", ".join(map(str, said)) if isinstance(said, list) else str(said)
    if isinstance(said, bool):
        return ("true" if said else "") if box.kind == "yes" else str(said).lower()
    # A box of one line holds one line.
    return str(said) if box.kind == "area" else " ".join(str(said).split())


def _rows_sent(grid: Grid, form: Sent, without: str, *, blanks: bool) -> list[dict[str, Any]]:
    here = re.compile(rf"{grid.name}\.(\d{{1,4}})\.")
    numbers = {int(found[1]) for key in form if (found := here.match(key))}
    kept = [f"{grid.name}.{number}" for number in sorted(numbers) if f"{grid.name}.{number}" != without]
    rows = [{box.name: _sent(box, f"{row}.{box.name}", form) for box in grid.boxes} for row in kept]
    return [
        row for row in rows if blanks or any(row[box.name] not in (box.default, "", []) for box in grid.boxes)
    ]


def _sent(box: Box, key: str, form: Sent) -> Any:  # noqa: ANN401
    answers = form.get(key, ())
    if box.kind == "days":
        return [day for day in WEEKDAYS if day in answers]
    return answers[-1].replace("\r\n", "\n").strip() if answers else ""


def _empty(box: Box) -> Any:  # noqa: ANN401
    return [] if box.kind == "days" else box.default


def _value_in_row(box: Box, row: Mapping[str, Any]) -> Any:  # noqa: ANN401
    said = row[box.name]
    if box.name == "value":
        return _rule_value(row["rule"], said)
    return _value(box, said)


def _value(box: Box, said: Any) -> Any:  # noqa: ANN401
    if box.kind == "days":
        return ",".join(said)
    if box.kind == "lines":
        return [line.strip() for line in said.splitlines() if line.strip()]
    if box.kind == "money":
        return _cents(said)
    if box.kind == "yes":
        return said == "true"
    if box.kind == "ternary":
        return {"true": True, "false": False}.get(said)
    if box.kind in ("date", "place"):
        return said or None
    return said


def _cents(said: str) -> int | str | None:
    try:
        return int(Decimal(said.removeprefix("$").replace(",", "")) * 100) if said else None
    except (InvalidOperation, ValueError, OverflowError):
        return said


def _rule_value(rule: str, said: str) -> Any:  # noqa: ANN401
    term = VOCABULARY.get(rule)
    if term is None or term.kind is Kind.TRUE:
        return said or True
    names = [name.strip() for name in said.split(",") if name.strip()]
    if term.kind is Kind.NAMES or (term.kind in _MORE_NAMES and len(names) > 1):
        return names
    return said


def day_of(said: str) -> date | None:
    """A day as it is kept, or None."""
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None
