"""Sobriety: days sober by the day of service."""

from datetime import date

from matching.answers import yes_or_no
from matching.reasons import NOT_RECORDED, NOT_UNDERSTOOD, Finding
from resources.eligibility import Value


def sober_days(days: Value, sober_since: date | None, on: date | None) -> Finding:
    """Must be sober so many days by the day of service; 0 means sober by then."""
    if type(days) is not int:
        return NOT_UNDERSTOOD
    if sober_since is None or on is None:
        return NOT_RECORDED
    sober = (on - sober_since).days
    return Finding(yes_or_no(sober >= days), "sober", {"since": sober_since.isoformat(), "days": sober})
