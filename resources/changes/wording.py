"""The values of a record's fields as a person reads them in its history, line by line."""

from collections.abc import Mapping
from typing import Any

from agency import dates
from resources.changes.boxes import Box, Grid, field_named
from resources.changes.typed import day_of
from resources.eligibility import Requirement, phrase
from resources.records.locations import CONFIRMED


def label(subject: str, name: str) -> str:
    """What a field is called."""
    return field_named(subject, name).label


def lines(subject: str, name: str, said: Any, places: Mapping[str, str]) -> list[str]:  # noqa: ANN401
    """A value in words, a list row by row; empty where nothing is said. places: the names of locations by id."""
    if said is None or said == "" or said == []:
        return []
    if name == "point":
        return [_point(said)]
    if name == "capacity":
        return [_room(said)]
    each = field_named(subject, name)
    if isinstance(each, Box):
        return _box(each, said, places)
    return [_row(each, row, places) for row in said]


def _row(grid: Grid, row: Mapping[str, Any], places: Mapping[str, str]) -> str:
    if grid.name == "requirements":
        return _rule(row)
    told = (each for box in grid.boxes for each in _in_row(box, row.get(box.name), places))
    return ", ".join(told)


def _in_row(box: Box, said: Any, places: Mapping[str, str]) -> list[str]:  # noqa: ANN401
    if box.kind == "yes":
        return [box.label] if said else []
    return _box(box, said, places) if said not in (None, "", "US") else []


def _box(box: Box, said: Any, places: Mapping[str, str]) -> list[str]:  # noqa: ANN401
    if box.kind == "lines":
        return list(said)
    if isinstance(said, bool):
        return ["yes" if said else "no"]
    if box.kind == "money":
        return [f"${said / 100:,.2f}".removesuffix(".00")]
    if box.kind == "date" and (day := day_of(said)):
        return [f"{day:%b} {day.day}, {day.year}"]
    # A day of every year; 2028 has them all.
    if box.name.startswith("season_") and (day := day_of(f"2028-{said}")):
        return [f"{day:%b} {day.day}"]
    if box.kind == "place":
        return [places.get(str(said), "a place that is no longer there")]
    return [box.options.get(str(said), str(said))]


def _rule(row: Mapping[str, Any]) -> str:
    value = tuple(row["value"]) if isinstance(row["value"], list) else row["value"]
    words = phrase(Requirement(rule=row["rule"], mode=row["mode"], value=value), str)
    more = (
        f"“{row['quote']}”" if row.get("quote") else "",
        f"only for {row['part']}" if row.get("part") else "",
        f"confirmed by {row['confirmed_by']}" if row.get("confirmed_by") else "",
    )
    return ", ".join(filter(None, (words, *more)))


def _point(said: Mapping[str, Any]) -> str:
    whose = "put there by hand" if said.get("position_source", CONFIRMED) == CONFIRMED else "as a file says"
    return f"{said['latitude']:.5f}, {said['longitude']:.5f} ({whose})"


def _room(said: Mapping[str, Any]) -> str:
    free, people, days = (said[name] for name in ("available", "waiting", "waiting_days"))
    told = (
        "no number given" if free is None else f"{free} {said['unit']} free",
        "" if people is None else f"{people} waiting",
        "" if days is None else f"a wait of {days} {'day' if days == 1 else 'days'}",
        f"said {dates.day(said['said_on'])}{' by ' if said['said_by'] else ''}{said['said_by']}",
    )
    return ", ".join(filter(None, told))
