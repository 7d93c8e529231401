"""Seasons: the part of each year in which a service is given, such as a shelter for the cold months."""

import re
from dataclasses import dataclass
from datetime import date

_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)")
# A leap year: whatever day there is in any year is in it.
_ANY_YEAR = 2000


@dataclass(frozen=True, slots=True)
class Season:
    """From one day of each year through another, both as MM-DD; the last may come before the first, after New Year."""

    first: str
    last: str

    def holds(self, on: date) -> bool:
        """Whether a day lies in it."""
        day = f"{on:%m-%d}"
        if self.first <= self.last:
            return self.first <= day <= self.last
        return day >= self.first or day <= self.last


def season_of(first: str, last: str) -> Season | None:
    """The season two days bound; None where one is not said or is no day, which then says nothing."""
    return Season(first, last) if is_month_day(first) and is_month_day(last) else None


def is_month_day(text: str) -> bool:
    """Whether a text is a day of some year, as MM-DD."""
    found = _MONTH_DAY.fullmatch(text)
    try:
        return found is not None and bool(date(_ANY_YEAR, int(found[1]), int(found[2])))
    except ValueError:
        return False


def in_any_year(text: str) -> date:
    """A day of each year as a date that can be written out; its year means nothing."""
    return date.fromisoformat(f"{_ANY_YEAR}-{text}")
