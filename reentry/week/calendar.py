"""The week as a calendar file for the person's telephone: neutral words, no place, nothing that tells of supervision.

Whoever sees the telephone reads it: a program's name can itself disclose (42 CFR part 2).
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from agency.languages import WRITTEN_IN, translator
from matching.minutes import DAY
from matching.week.timetable import Timetable
from reentry.week.weeks import PersonWeek

WEEKS = 12


def calendar(
    found: PersonWeek, timetable: Timetable, today: date, made: datetime, language: str = WRITTEN_IN
) -> bytes:
    """Every session, weekly for twelve weeks from the next Monday on (after a release that lies ahead)."""
    person = found.person
    monday = first_monday(person.day_of_service(today))
    zone = ZoneInfo(person.office.time_zone)
    file, translate = Calendar(), translator(language)
    file.add("prodid", f"-//Week//{language.upper()}")
    file.add("version", "2.0")
    for session in timetable.sessions:
        event = Event()
        event.add("uid", str(uuid5(UUID(str(person.id)), f"{session.key} {session.begins}")))
        event.add("summary", translate(found.entry(session.key).neutral))
        event.add("dtstart", _moment(monday, session.begins, zone))
        event.add("dtend", _moment(monday, session.ends, zone))
        event.add("dtstamp", made)
        event.add("class", "PRIVATE")
        event.add("rrule", {"freq": "weekly", "count": WEEKS})
        file.add_component(event)
    file.add_missing_timezones()
    return bytes(file.to_ical())


def first_monday(day: date) -> date:
    """The Monday of that day's week where it is one, else the next."""
    return day + timedelta(days=-day.weekday() % 7)


def _moment(monday: date, minutes: int, zone: ZoneInfo) -> datetime:
    """On the wall clock of the office, also where the clocks change in between."""
    days, minute = divmod(minutes, DAY)
    at = datetime.combine(monday, datetime.min.time()) + timedelta(days=days, minutes=minute)
    return at.replace(tzinfo=zone)
