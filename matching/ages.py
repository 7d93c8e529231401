"""Ages: whole birthdays on the day of service."""

from datetime import date

from matching.answers import yes_or_no
from matching.reasons import NOT_RECORDED, NOT_UNDERSTOOD, Finding
from resources.eligibility import Value


def age_on(day: date, birth_date: date) -> int:
    """Whole birthdays by that day; who was born on February 29 has it on March 1 in other years."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def minimum_age(years: Value, birth_date: date | None, on: date | None) -> Finding:
    """Must be so many years or older on the day."""
    # bool is a kind of int, and true is no age.
    if type(years) is not int:
        return NOT_UNDERSTOOD
    if birth_date is None or on is None:
        return NOT_RECORDED
    return _aged(age_on(on, birth_date), on, fits=age_on(on, birth_date) >= years)


def maximum_age(years: Value, birth_date: date | None, on: date | None) -> Finding:
    """Must be so many years or younger on the day; that year counts in full."""
    if type(years) is not int:
        return NOT_UNDERSTOOD
    if birth_date is None or on is None:
        return NOT_RECORDED
    return _aged(age_on(on, birth_date), on, fits=age_on(on, birth_date) <= years)


def _aged(age: int, on: date, *, fits: bool) -> Finding:
    return Finding(yes_or_no(fits), "age", {"age": age, "on": on.isoformat()})
