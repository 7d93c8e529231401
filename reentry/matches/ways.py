"""Ways from the office, for a person without an address: minutes that a routing server told of the office alone."""

from sqlalchemy.orm import Session

from matching import travel
from matching.engine import Match
from matching.wording import Wording
from reentry.matches.rows import Way
from reentry.people.people import Person
from resources.geography import office_ways

# What a routing server calls a person's means of transport; it is asked about no other.
MEANS = {"none": "foot", "bus": "bus", "car": "car"}
# Where the point of a place may be farther off, minutes to it would only look exact.
COARSE_M = 800.0


def from_office(session: Session, person: Person, wording: Wording) -> Way:
    """The way from the person's office to the place of a match, in words; empty where it is not known.

    Whoever has a substitute address has an address, only none that may be placed.
    """
    office, means = person.office, MEANS.get(person.transport)
    substitute = person.place.get("substitute")
    known = office_ways.by_means(session, office, means) if means and not substitute else {}

    def told(match: Match) -> str:
        place, location_id = match.offer.place, match.offer.location_id
        way = known.get(location_id) if place and location_id else None
        if way is None or place is None or place.precision_m > COARSE_M:
            return ""
        if way.between != office_ways.between(office, place):
            return ""
        on = office.day(way.asked_at)
        return travel.told_from_office(way.minutes, person.transport, office.name, on, wording)

    return told
