"""An invented directory spread like the people of the United States, and invented people who ask it."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from typing import Any
from uuid import UUID

import zipcodes

from matching.conditions import Conditions, Curfew
from matching.engine import Question
from matching.facts import Facts, Offenses, Residence
from matching.offer import Capacity, Offer, Opening, Place
from resources.eligibility import Requirement, Value
from resources.geography.states import state_code

TODAY = date(2026, 11, 21)
NEEDS = (
    "housing",
    "jobs",
    "substance_use_treatment",
    "mental_health",
    "education",
    "legal_help",
    "transportation",
)
# Metropolitan areas with their inhabitants in millions (2020 census, rounded): where three of five live.
METROS = (
    *((40.7, -74.0, 20.1), (34.1, -118.2, 13.2), (41.9, -87.6, 9.6), (32.8, -96.8, 7.6), (29.8, -95.4, 7.1)),
    *((38.9, -77.0, 6.4), (39.95, -75.2, 6.2), (25.8, -80.2, 6.1), (33.75, -84.4, 6.1), (42.4, -71.1, 4.9)),
    *((33.4, -112.1, 4.8), (37.8, -122.4, 4.7), (34.0, -117.4, 4.6), (42.3, -83.0, 4.4), (47.6, -122.3, 4.0)),
    *((44.95, -93.2, 3.7), (32.7, -117.2, 3.3), (28.0, -82.5, 3.2), (39.7, -105.0, 3.0), (39.3, -76.6, 2.8)),
    *((38.6, -90.2, 2.8), (28.5, -81.4, 2.7), (35.2, -80.8, 2.7), (29.4, -98.5, 2.6), (45.5, -122.7, 2.5)),
    *((38.6, -121.5, 2.4), (40.4, -80.0, 2.4), (30.3, -97.7, 2.3), (36.2, -115.1, 2.3), (39.1, -84.5, 2.3)),
    *((39.1, -94.6, 2.2), (40.0, -83.0, 2.1), (39.8, -86.2, 2.1), (41.5, -81.7, 2.1), (37.3, -121.9, 2.0)),
)
SCHEDULES = tuple(
    (Opening(days, time(opens), time(closes)),)
    for days in (("MO", "TU", "WE", "TH", "FR"), ("MO", "WE"), ("SA", "SU"))
    for opens in (7, 8, 9, 12, 17)
    for closes in (11, 16, 17, 20, 22)
    if closes > opens
)
# How many services ask what.
ASKED: Sequence[tuple[float, str, str, Sequence[Value]]] = (
    (0.6, "minimum_age", "must", (16, 18, 21, 25, 55)),
    (0.2, "gender", "must", ("male", "female")),
    (0.3, "sex_offense", "cannot", (True,)),
    (0.1, "arson", "cannot", (True,)),
    (0.3, "identification", "must", (True,)),
    (0.1, "sober_days", "must", (0, 30, 90)),
    (0.1, "veteran", "must", (True,)),
    (0.05, "other", "must", ("an interview",)),
)
TONGUES = (None, ("English",), ("English", "Spanish"), ("Spanish",), ("English", "Korean"))


@dataclass(frozen=True)
class Spot:
    """A point and the county and state it lies in."""

    latitude: float
    longitude: float
    county: str
    state: str


@cache
def _centers() -> Sequence[Spot]:
    every: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    found = [each for each in every if each["county"] and each["lat"] and each["active"]]
    return [
        Spot(float(each["lat"]), float(each["long"]), each["county"], each["state"])
        for each in found
        if -125 < float(each["long"]) < -66 and 24 < float(each["lat"]) < 50
    ]


@cache
def _nearby() -> Sequence[tuple[list[Spot], float]]:
    """The ZIP codes around each metropolitan area, with its inhabitants."""
    return [
        (
            [
                each
                for each in _centers()
                if abs(each.latitude - north) < 0.4 and abs(each.longitude - east) < 0.5
            ],
            people,
        )
        for north, east, people in METROS
    ]


def spot(dice: random.Random) -> Spot:
    """Where one of the inhabitants might live: near a ZIP code's center, most of them around a metropolis."""
    if dice.random() < 0.6:
        places, weights = zip(*_nearby(), strict=True)
        center = dice.choice(dice.choices(places, weights)[0])
    else:
        center = dice.choice(_centers())
    away = dice.gauss(0, 0.02), dice.gauss(0, 0.02)
    return Spot(center.latitude + away[0], center.longitude + away[1], center.county, center.state)


def offers(size: int, seed: int = 7) -> Iterator[Offer]:
    """So many invented services, each for one need, a twentieth without a place."""
    dice = random.Random(seed)  # noqa: S311 - invented services, no secret
    for number in range(size):
        where = spot(dice)
        yield Offer(
            service_id=UUID(int=dice.getrandbits(128), version=4),
            location_id=UUID(int=dice.getrandbits(128), version=4),
            organization=f"Invented Provider {number}",
            service=f"Service {number}",
            state=where.state,
            requirements=tuple(_requirements(dice, where)),
            place=Place(where.latitude, where.longitude, 50.0) if dice.random() < 0.95 else None,
            schedule=dice.choice(SCHEDULES) if dice.random() < 0.9 else (),
            residential=False,
            minors_on_site=dice.random() < 0.05,
            open_to_all=dice.random() < 0.2,
            needs=(need := NEEDS[number % len(NEEDS)],),
            main_needs=(need,) if dice.random() < 0.8 else (),
            languages=dice.choice(TONGUES),
            verified_on=TODAY - timedelta(days=dice.randrange(500)) if dice.random() < 0.8 else None,
            capacity=Capacity(dice.randrange(4), TODAY - timedelta(days=dice.randrange(40)))
            if dice.random() < 0.3
            else None,
            waiting_days=dice.choice((None, 0, 7, 30)),
            cost_cents=dice.choice((None, 0, 0, 5_000, 20_000)),
        )


def _requirements(dice: random.Random, where: Spot) -> Iterator[Requirement]:
    for share, rule, mode, values in ASKED:
        if dice.random() < share:
            yield Requirement(rule=rule, mode=mode, value=dice.choice(values), confirmed=dice.random() < 0.9)
    # A county that is called like a state would mean the state.
    if dice.random() < 0.3 and state_code(where.county) is None:
        yield Requirement(rule="residence", mode="must", value=(where.county,), confirmed=dice.random() < 0.9)


def people(count: int, seed: int = 11) -> list[Question]:
    """So many invented people, most of what matters known of most of them."""
    dice = random.Random(seed)  # noqa: S311
    return [_person(dice) for _ in range(count)]


def _person(dice: random.Random) -> Question:
    where = spot(dice)

    def known(share: float) -> bool | None:
        return None if dice.random() < 0.1 else dice.random() < share

    facts = Facts(
        birth_date=date(1950, 1, 1) + timedelta(days=dice.randrange(20_000)),
        gender=dice.choice(("male", "male", "male", "female")),
        veteran=known(0.1),
        identification=known(0.6),
        offenses=Offenses(
            sex_offense=known(0.1), arson=known(0.02), violent_offense=known(0.4), felony=known(0.8)
        ),
        sober_since=TODAY - timedelta(days=dice.randrange(400)) if dice.random() < 0.8 else None,
        residence=Residence(city="Invented", county=where.county, state=where.state),
        languages=dice.choice((("English",), ("English",), ("Spanish",), None)),
    )
    curfew = Curfew(time(dice.choice((19, 20, 21))), time(6)) if dice.random() < 0.5 else None
    return Question(
        facts,
        Conditions(curfew=curfew, travel_minutes=dice.choice((0, 15, 30, 45))),
        Place(where.latitude, where.longitude),
        TODAY,
        TODAY,
    )
