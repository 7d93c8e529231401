"""What the picture of quality counts, and the filter by which the list shows exactly what a number counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_

from resources.quality import completeness, freshness
from resources.records.services import Service

REACHES: Mapping[str, str] = {"site": "At a place", "statewide": "Statewide", "telephone": "By telephone"}


def counted() -> ColumnElement[bool]:
    """Services in force that anybody finds; services for survivors are told of by hotline, and not by numbers."""
    return and_(Service.listed(), Service.status == "active", Service.victim_services.is_(False))


@dataclass(frozen=True)
class Measured:
    """Of what is counted, those that lack a field, are of an age as seen today, or reach so far; "" leaves one out."""

    today: date
    missing: str = ""
    age: str = ""
    reach: str = ""

    @property
    def condition(self) -> ColumnElement[bool]:
        """The same as a condition on a list."""
        narrowed = [counted()]
        if self.missing:
            narrowed.append(completeness.missing(self.missing))
        if self.age:
            narrowed.append(freshness.aged(self.age, self.today))
        if self.reach:
            narrowed.append(Service.reach == self.reach)
        return and_(*narrowed)
