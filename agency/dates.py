"""How a date and a moment are written for readers in the United States."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

_LOCALE = "en_US"
DAYS_A_MONTH = 365.25 / 12
# Shorter times are told in days, and times of so many months and more in years.
_MONTHS_FROM, _YEARS_FROM = 60, 24


def day(value: date | str | None) -> str:
    """A date as Americans write it, "Feb 14, 2027"; nothing for none."""
    if not value:
        return ""
    return format_date(date.fromisoformat(value) if isinstance(value, str) else value, "medium", _LOCALE)


def month_day(text: str) -> str:
    """A day of each year, MM-DD, as Americans write it: "Nov 1"."""
    return format_date(date.fromisoformat(f"2000-{text}"), "MMM d", _LOCALE)


def moment(value: datetime, zone: str) -> str:
    """A moment by the clock of an office, "Nov 21, 2026, 9:00 AM"; zone is an IANA name."""
    return format_datetime(value, "MMM d, y, h:mm a", tzinfo=ZoneInfo(zone), locale=_LOCALE)


def begins(value: date, zone: str) -> datetime:
    """The moment at which a day begins by the clock of an office; zone is an IANA name."""
    return datetime.combine(value, time(), ZoneInfo(zone))


def span(days: int) -> str:
    """So many days as people say it: "12 days", from two months on "6 months", from two years on "6 years"."""
    if days < _MONTHS_FROM:
        return _counted(days, "day")
    months = round(days / DAYS_A_MONTH)
    return _counted(months, "month") if months < _YEARS_FROM else _counted(months // 12, "year")


def ago(value: date, today: date) -> str:
    """How long ago a day was, as people say it: "today", "12 days ago", "6 years ago"; of a day to come, when it is."""
    days = (today - value).days
    if days < 0:
        return f"on {day(value)}"
    return {0: "today", 1: "yesterday"}.get(days) or f"{span(days)} ago"


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
