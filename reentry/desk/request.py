"""Who is at the desk, and which day it is there."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from agency.edge.request import clock, unit, viewer
from agency.offices import Office
from reentry.people.clerk import Clerk


def today() -> date:
    """The local date at the viewer's office."""
    return clock().today(unit().get_one(Office, viewer().office_id).time_zone)


def here(moment: datetime) -> datetime:
    """A moment with the hours of the viewer's office."""
    return moment.astimezone(ZoneInfo(unit().get_one(Office, viewer().office_id).time_zone))


def clerk() -> Clerk:
    """The viewer, as the one who enters something now."""
    who = viewer()
    return Clerk(who.id, who.office_id, clock().now())
