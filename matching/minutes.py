"""Minutes of a day: a time of the clock as a number, and how long it is from one to another."""

from datetime import time

DAY = 24 * 60


def minutes_of(moment: time) -> int:
    """Minutes after midnight."""
    return moment.hour * 60 + moment.minute


def lasting(start: time, end: time) -> int:
    """The minutes from a start to an end, which at or before the start is on the next day: 1 to 1,440."""
    return (minutes_of(end) - minutes_of(start) - 1) % DAY + 1
