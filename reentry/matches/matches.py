"""A person's matches: their facts, conditions and place put to the directory, need by need."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import object_session

from matching import snapshot
from matching.case import Case
from matching.columns.index import Index
from matching.conditions import Conditions
from matching.engine import Match, Question
from matching.kept_clear import KeptClear
from matching.offer import Place
from matching.ranking import WEIGHTS, Search
from matching.tiers import Tiers
from reentry.co_placement import keeping
from reentry.matches import place_rules
from reentry.matches.place_rules import PlaceRules
from reentry.people import known_facts
from reentry.people.people import Person
from reentry.week.taken_hours import taken_hours
from resources.geocoding.geocoder import Geocoder
from resources.geocoding.local import local_geocoder
from resources.geography.postal_addresses import parse_address

_BY_ZIP = Geocoder()


def question(
    person: Person,
    on: date | None,
    today: date,
    rules: PlaceRules | None = None,
    kept: tuple[KeptClear, ...] | None = None,
) -> Question:
    """What matching may know of a person; on is the day of service, else the release date ahead, else today.

    rules, kept: the agency's rules about places, and those to keep clear of, where the caller has them at hand.
    """
    return Question(
        known_facts.facts_of(person.known_facts),
        conditions_of(person, rules, kept),
        place_of(person),
        on or person.day_of_service(today),
        today,
    )


def conditions_of(
    person: Person, rules: PlaceRules | None = None, kept: tuple[KeptClear, ...] | None = None
) -> Conditions:
    """The order, as the agency has it judged, with the week's fixed times and the places to keep clear of."""
    session = object_session(person)
    if kept is None:
        kept = keeping.kept_clear(session, [person.id])[person.id] if session else ()
    placing = local_geocoder(session).of(session) if session else _BY_ZIP
    taken = taken_hours(person, partial(locate, geocoder=placing))
    return replace(place_rules.conditions_for(person, rules), fixed_times=taken, kept_clear=kept)


def for_person(
    index: Index, person: Person, needs: Iterable[str], today: date, on: date | None = None
) -> dict[str, Tiers]:
    """The matches for each of the needs."""
    return tiers(index, question(person, on, today), needs)


def tiers(index: Index, asked: Question, needs: Iterable[str]) -> dict[str, Tiers]:
    """The matches of whoever asks, for each of the needs."""
    wanted = list(dict.fromkeys(needs))
    people = index.crowd([asked], wanted)
    return {need: Tiers(index, people, asked, need) for need in wanted}


def place_of(person: Person) -> Place | None:
    """Where the person lives or is to live, by the local geocoder only: a person's address never leaves the machine."""
    session = object_session(person)
    return locate(person.place, local_geocoder(session).of(session) if session else _BY_ZIP)


def locate(place: Mapping[str, Any], geocoder: Geocoder = _BY_ZIP) -> Place | None:
    """The point of an address given by its parts; None where nothing places it, and for a substitute address.

    The address of a confidentiality program is accepted and never placed (Maryland State Government §7-308).
    """
    if not place or place.get("substitute"):
        return None
    address = parse_address(
        place.get("address_1", ""),
        city=place.get("city", ""),
        state=place.get("state", ""),
        postal_code=place.get("postal_code", ""),
    )
    position = geocoder.position(address)
    return Place(position.latitude, position.longitude, position.precision_m) if position else None


def may_be_chosen(match: Match) -> bool:
    """Whether a list may put it into a plan: survivors' services never, nor where the agency refers nobody then."""
    barred = any(reason.rule == "do_not_refer" for reason in match.judgment.reasons)
    return not match.offer.victim_services and not barred


def remember_of(match: Match, found: Tiers) -> snapshot.Snapshot:
    """The snapshot of a match chosen among the tiers of a need."""
    return remember(match, found.asked, found.need, found.directory_version, found.weights)


def remember(
    match: Match, asked: Question, need: str, directory_version: int, weights: Mapping[str, float] = WEIGHTS
) -> snapshot.Snapshot:
    """The snapshot of a chosen match: everything it was computed from, so that it can be shown again."""
    case = Case(on=asked.on, facts=asked.facts, conditions=asked.conditions, offer=match.offer)
    taken = snapshot.take(case, match.judgment, directory_version=str(directory_version))
    search = Search(need=need, distance_m=match.distance_m, today=asked.today)
    return snapshot.with_score(taken, search, weights, match.score)
