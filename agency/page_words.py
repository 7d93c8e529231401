"""How dates and recorded values read on a page."""

from datetime import date

from babel.dates import format_date
from flask import Flask

LOCALE = "en_US"


def day(value: date | str | None) -> str:
    """A date as Americans write it, "Feb 14, 2027"; nothing for none."""
    if not value:
        return ""
    return format_date(date.fromisoformat(value) if isinstance(value, str) else value, "medium", LOCALE)


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


def install(app: Flask) -> None:
    """Make them known to the templates."""
    app.jinja_env.filters.update(day=day, fact=fact)
