"""How a date and a moment are written for readers in the United States."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime

_LOCALE = "en_US"


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
