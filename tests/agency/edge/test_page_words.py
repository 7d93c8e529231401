"""A moment is told by the day it was where the reader works."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from flask import Flask, g

from agency.edge.page_words import local_day
from agency.offices import Office

LATE = datetime(2026, 11, 29, 3, 0, tzinfo=UTC)


def test_late_in_the_evening_at_the_office_it_is_still_that_day() -> None:
    with Flask(__name__).app_context():
        g.staff = SimpleNamespace(office=Office(name="Main", time_zone="America/New_York", state="MD"))

        assert local_day(LATE) == date(2026, 11, 28)


def test_a_date_is_left_as_it_is_and_nothing_is_nothing() -> None:
    with Flask(__name__).app_context():
        assert local_day(date(2026, 11, 29)) == date(2026, 11, 29)
        assert local_day(None) is None


def test_where_nobody_is_logged_in_a_moment_is_told_as_it_is_kept() -> None:
    with Flask(__name__).app_context():
        assert local_day(LATE) == date(2026, 11, 29)
