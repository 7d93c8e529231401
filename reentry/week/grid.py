"""The week as a grid: a column for each day, a row for each half hour, cells that last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from matching.minutes import DAY
from matching.week.activities import DAYS, HOME, Session, Week

ROW = 30
# The hours that every grid shows.
FROM, UNTIL = 6 * 60, 21 * 60


@dataclass(frozen=True)
class Cell:
    """What fills some rows of one day; kind: free, curfew, way or busy. words are empty where it is free."""

    kind: str
    words: str
    rows: int
    changed: bool = False


@dataclass(frozen=True)
class Row:
    """One half hour; cells holds those that begin in it, None for a day on which an earlier one lasts."""

    minute: int
    cells: tuple[Cell | None, ...]


def grid(
    week: Week, sessions: tuple[Session, ...], names: Mapping[str, str], places: Mapping[str, str]
) -> list[Row]:
    """The rows from the first to the last hour that matters; names by activity, places by activity too."""
    first, last = _span(sessions)
    columns = [list(_column(week, sessions, names, places, day, first, last)) for day in DAYS]
    return [
        Row(minute, tuple(column[index] for column in columns))
        for index, minute in enumerate(range(first, last, ROW))
    ]


def _span(sessions: tuple[Session, ...]) -> tuple[int, int]:
    first = min([FROM, *(each.begins % DAY for each in sessions)])
    last = max([UNTIL, *(min(DAY, each.ends - each.begins // DAY * DAY) for each in sessions)])
    if any(each.ends > (each.begins // DAY + 1) * DAY for each in sessions):
        first = 0
    return first // ROW * ROW, -(-last // ROW) * ROW


def _column(
    week: Week,
    sessions: tuple[Session, ...],
    names: Mapping[str, str],
    places: Mapping[str, str],
    day: int,
    first: int,
    last: int,
) -> Iterator[Cell | None]:
    told = [_told(week, sessions, names, places, day * DAY + minute) for minute in range(first, last, ROW)]
    for (kind, words, changed), run in groupby(told):
        rows = len(list(run))
        yield Cell(kind, words, rows, changed)
        yield from [None] * (rows - 1)


def _told(
    week: Week,
    sessions: tuple[Session, ...],
    names: Mapping[str, str],
    places: Mapping[str, str],
    minute: int,
) -> tuple[str, str, bool]:
    busy = [each for each in sessions if _meets(each.begins, each.ends, minute)]
    if busy:
        return "busy", " · ".join(names[each.key] for each in busy), any(each.changed for each in busy)
    if any(_on_the_way(week, each, places[each.key], minute) for each in sessions):
        return "way", "on the way", False
    if week.free is not None and (minute - week.free[0]) % DAY >= week.free[1]:
        return "curfew", "curfew", False
    return "free", "", False


def _on_the_way(week: Week, session: Session, place: str, minute: int) -> bool:
    """Within the way from or to home; between two places it is shorter, and then they are closer together."""
    if place == HOME:
        return False
    there, back = week.ways.between(HOME, place), week.ways.between(place, HOME)
    return _meets(session.begins - there, session.begins, minute) or _meets(
        session.ends, session.ends + back, minute
    )


def _meets(begins: int, ends: int, minute: int) -> bool:
    """Whether the half hour from this minute on touches a stretch; the week begins again where it ends."""
    return any(begins < minute + ROW + shift and minute + shift < ends for shift in (-7 * DAY, 0, 7 * DAY))
