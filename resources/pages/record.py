"""What the page of a directory record says: rules, hours by weekday, the number to call, the points to draw."""

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from resources.eligibility import Requirement
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.phones import Phone
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.services import Service
from resources.secrecy.secret_places import called, told, told_of

__all__ = ["called", "told", "told_of"]

WEEK = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
# The order in which one tries them; a fax is never called.
CALLED = ("hotline", "voice", "cell", "text", "tty")
KINDS_OF_PHONE = {
    "hotline": "Hotline",
    "voice": "Phone",
    "cell": "Cell phone",
    "text": "Text",
    "tty": "TTY",
    "fax": "Fax",
    "pager": "Pager",
}
BASES = {
    "statute": "by law",
    "funding": "set by its funding",
    "stated_policy": "the provider's policy",
    "doubtful": "may be unlawful: a person decides",
}
FEET_PER_METER = 1 / 0.3048
FEET_PER_MILE = 5280


@dataclass(frozen=True)
class Day:
    """A weekday and its blocks of opening hours; none where nothing is recorded for it."""

    name: str
    blocks: Sequence[Schedule]


def week(schedules: Iterable[Schedule]) -> list[Day]:
    """Opening hours by weekday, Monday first; empty where no hours are on record at all."""
    known = list(schedules)
    if not known:
        return []
    return [Day(name, [block for block in known if day in block.days]) for day, name in WEEK.items()]


def phones_to_call(service: Service) -> list[Phone]:
    """The numbers to call about a service, best first: its own, then its places', then its organization's.

    A service for survivors is reached by its hotline where it has one.
    """
    own = [service.phones, *(at.location.phones for at in service.at_locations), service.organization.phones]
    called = [each for phones in own for each in _callable(phones)]
    unique = list({(each.number, each.extension): each for each in reversed(called)}.values())[::-1]
    return sorted(unique, key=lambda each: service.victim_services and each.type != "hotline")


def places(service: Service) -> list[Location]:
    """The places of a service that may be named, with a street or without."""
    if service.victim_services:
        return []
    return [at.location for at in service.at_locations if not at.location.confidential]


def points(service: Service) -> list[Location]:
    """The places of a service that may be drawn on a map."""
    return [each for each in places(service) if each.latitude is not None and each.longitude is not None]


def counties_of(service: Service) -> list[str]:
    """The counties its places lie in: all that may be told of a confidential place."""
    named = (address.region for at in service.at_locations for address in at.location.addresses)
    return list(dict.fromkeys(filter(None, named)))


def is_secret(service: Service) -> bool:
    """Whether any place of the service must not be told."""
    return service.victim_services or any(at.location.confidential for at in service.at_locations)


def days(byday: str) -> str:
    """Days as one says them: "MO,WE" is "Monday, Wednesday"."""
    return ", ".join(WEEK.get(day.strip(), day.strip()) for day in byday.split(","))


def month_day(text: str) -> str:
    """A day of any year, "11-15" as "Nov 15"."""
    month, _, day = text.partition("-")
    return f"{calendar.month_abbr[int(month)]} {int(day)}"


def visible_services(organization: Organization, *, held: bool) -> list[Service]:
    """The services of an organization that may be listed."""
    return [each for each in organization.services if each.listed(held=held)]


def length(meters: float) -> str:
    """A length as one says it: "400 feet", "1.2 miles"."""
    feet = meters * FEET_PER_METER
    if feet < 1000:
        return f"{max(50, round(feet, -1 if feet < 100 else -2)):.0f} feet"
    return f"{feet / FEET_PER_MILE:.1f} miles"


def stated(row: ServiceRequirement) -> Requirement:
    """A stored rule as a value that can be judged and worded."""
    return Requirement(
        rule=row.rule,
        mode=row.mode,
        value=tuple(row.value) if isinstance(row.value, list) else row.value,
        confirmed=row.confirmed_on is not None,
        basis=row.basis or None,
        alt=row.alt or None,
        part=row.part or None,
        quote=row.quote or None,
        source=row.source or None,
        confirmed_by=row.confirmed_by or None,
        confirmed_on=row.confirmed_on,
    )


def pieces(prose: str, quotes: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """The provider's prose cut where its words became a rule: (words, whether a rule rests on them)."""
    known = sorted({quote for quote in quotes if quote.strip()}, key=len, reverse=True)
    if not known:
        yield prose, False
        return
    for index, piece in enumerate(
        re.split(f"({'|'.join(map(re.escape, known))})", prose, flags=re.IGNORECASE)
    ):
        if piece:
            yield piece, index % 2 == 1


def _callable(phones: Iterable[Phone]) -> list[Phone]:
    return sorted((each for each in phones if each.type in CALLED), key=lambda each: CALLED.index(each.type))
