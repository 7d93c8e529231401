"""Business days: weekdays that are no holiday where the office is."""

from datetime import date, timedelta

import holidays

# An answer is due in 2 business days, and after 14 no more is to be expected (one county's 211).
ANSWER_DUE = 2
ANSWER_LATEST = 14


def after(day: date, count: int, state: str) -> date:
    """The day that is so many business days later; state is the office's two letters."""
    closed = holidays.country_holidays("US", subdiv=state or None)
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            count -= 1
    return day
