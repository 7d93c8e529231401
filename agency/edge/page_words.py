"""How dates and recorded values read on a page."""

from datetime import date, datetime
from typing import cast

from flask import Flask, g

from agency import words
from agency.dates import ago, day, moment, month_day, span
from agency.edge import undo


def local_day(value: date | datetime | None) -> date | None:
    """The date of a moment at the reader's own office; a date is one already."""
    if isinstance(value, datetime):
        return cast(date, g.staff.office.day(value)) if g.get("staff") else value.date()
    return value


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
    app.jinja_env.filters.update(local_day=local_day, ago=ago, span=span)
    app.jinja_env.globals["undo_offered"] = undo.offered
