"""How dates and recorded values read on a page."""

from datetime import date, datetime
from typing import cast
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from flask import Flask, g

from agency import words

LOCALE = "en_US"


def day(value: date | str | None) -> str:
    """A date as Americans write it, "Feb 14, 2027"; nothing for none."""
    if not value:
        return ""
    return format_date(date.fromisoformat(value) if isinstance(value, str) else value, "medium", LOCALE)


def local_day(value: date | datetime | None) -> date | None:
    """The date of a moment at the reader's own office; a date is one already."""
    if isinstance(value, datetime):
        return cast(date, g.staff.office.day(value)) if g.get("staff") else value.date()
    return value


def month_day(text: str) -> str:
    """A day of each year, MM-DD, as Americans write it: "Nov 1"."""
    return format_date(date.fromisoformat(f"2000-{text}"), "MMM d", LOCALE)


def moment(value: datetime, zone: str) -> str:
    """A moment by the clock of an office, "Nov 21, 2026, 9:00 AM"; zone is an IANA name."""
    return format_datetime(value, "MMM d, y, h:mm a", tzinfo=ZoneInfo(zone), locale=LOCALE)


def fact(value: object) -> str:
    """A recorded value in words: yes, no, a list, a date, or as it was written."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "None"
    text = str(value)
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text[:1].upper() + text[1:].replace("_", " ")


def role(slug: str) -> str:
    """What the agency calls a role; the usual word where nobody is logged in."""
    return str(g.get("role_words", words.ROLES).get(str(slug), slug))


def install(app: Flask) -> None:
    """Make them known to the templates."""
    app.jinja_env.filters.update(day=day, month_day=month_day, fact=fact, moment=moment, role=role)
    app.jinja_env.filters.update(local_day=local_day)
