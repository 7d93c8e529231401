"""Days as Ohana's files write them."""

from datetime import date, datetime

_FORMS = ("%m/%d/%Y", "%m/%d/%y", "%B %d, %Y", "%b %d, %Y", "%Y-%m-%d")


def date_of(text: str) -> date | None:
    """The day of a text as Americans write it ("1/2/14", "December 24, 2014"); None where there is none such."""
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def no_date(text: str) -> str:
    """What is said of a text that should be a date."""
    return f"“{text[:40]}” is no date we can read; write it as 12/31/2026."
