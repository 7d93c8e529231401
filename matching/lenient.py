"""Lenient reading of JSON: a null is as absent, and what cannot be read is unknown instead of an error."""

import re
from collections.abc import Collection, Mapping
from datetime import date, time
from uuid import UUID

from matching.names import fold

LARGEST = 1e15
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(:[0-5]\d)?", re.ASCII)


def record(raw: object) -> Mapping[str, object]:
    """The object, or an empty one."""
    return raw if isinstance(raw, dict) else {}


def items(raw: object) -> list[object]:
    """The items that are not null; one thing in place of a list is a list of it."""
    listed = raw if isinstance(raw, list) else [raw]
    return [item for item in listed if item is not None]


def flag(raw: object) -> bool | None:
    """True or false, nothing else."""
    return raw if isinstance(raw, bool) else None


def word(raw: object) -> str | None:
    """A text that is not blank, as it was written."""
    return raw if isinstance(raw, str) and raw.strip() else None


def choice(raw: object, allowed: Collection[str]) -> str | None:
    """One of the words allowed, whatever its case."""
    folded = fold(raw) if isinstance(raw, str) else None
    return folded if folded in allowed else None


def names(raw: object) -> tuple[str, ...] | None:
    """A list of names; an empty one means none."""
    listed = items(raw) if isinstance(raw, list) else None
    if listed is None or not all(isinstance(name, str) for name in listed):
        return None
    return tuple(name for name in listed if isinstance(name, str) and name.strip())


def says_something(raw: object) -> bool:
    """Neither null nor a blank text."""
    return raw is not None and (not isinstance(raw, str) or bool(raw.strip()))


def number(raw: object, lowest: float = 0, highest: float = LARGEST) -> float | None:
    """A number within limits, an int where it is whole."""
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not lowest <= raw <= highest:
        return None
    return int(raw) if raw == int(raw) else raw


def day(raw: object) -> date | None:
    """A date as YYYY-MM-DD."""
    try:
        return date.fromisoformat(raw.strip()) if isinstance(raw, str) else None
    except ValueError:
        return None


def identity(raw: object) -> UUID | None:
    """An id, as it is written in an address."""
    try:
        return UUID(raw.strip()) if isinstance(raw, str) else None
    except ValueError:
        return None


def moment(raw: object) -> time | None:
    """A time of day as HH:MM; 24:00 is midnight."""
    found = CLOCK.fullmatch(raw.strip()) if isinstance(raw, str) else None
    if found is None or int(found[1]) > 24 or (found[1] == "24" and found[2] != "00"):
        return None
    return time(int(found[1]) % 24, int(found[2]))
