"""The quality of the directory as a picture: shares that are complete, ages, and what is where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, func, literal, select, true, union_all
from sqlalchemy.orm import Session

from resources.quality import coverage
from resources.quality.completeness import FIELDS, missing
from resources.quality.coverage import Coverage
from resources.quality.freshness import AGES, aged
from resources.quality.measured import counted
from resources.records.services import Service


@dataclass(frozen=True)
class Picture:
    """How many services are counted, how many lack each field, how many are of each age, and what is where."""

    services: int
    missing: Mapping[str, int]
    ages: Mapping[str, int]
    coverage: Coverage

    def share(self, number: int) -> int:
        """A number of the services in whole percent; all or none only where it is truly all or none."""
        if number in (0, self.services):
            return 100 if number else 0
        return min(99, max(1, round(100 * number / self.services)))


def draw(session: Session, state: str, today: date) -> Picture:
    """The picture as of a day, for an agency of a state."""
    missing_of = {field: missing(field) for field in FIELDS}
    age_of = {age: aged(age, today) for age in AGES}
    numbers = _numbers(session, {"": true(), **missing_of, **age_of})
    return Picture(
        numbers[""],
        {field: numbers[field] for field in FIELDS},
        {age: numbers[age] for age in AGES},
        coverage.cover(session, state),
    )


def _numbers(session: Session, conditions: Mapping[str, ColumnElement[bool]]) -> dict[str, int]:
    """How many of the counted services fit each condition, asked at once; a database is quickest at each by itself."""
    pieces = (
        select(literal(name), func.count(Service.id)).where(counted(), condition)
        for name, condition in conditions.items()
    )
    return {row[0]: row[1] for row in session.execute(union_all(*pieces))}
