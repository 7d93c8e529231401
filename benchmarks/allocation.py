"""Giving out scarce places: many people released at once, each matched to every service, and the flow between them."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from benchmarks.measure import Measured, measure
from matching.allocation.allotment import allot
from matching.allocation.candidate import Candidate, Option
from matching.conditions import Conditions
from matching.engine import Question
from matching.facts import Facts, Offenses
from matching.judgment import Status
from matching.offer import Capacity, Offer, Place
from reentry.allocation import options
from resources.eligibility import Requirement

PEOPLE, SERVICES, APART = 500, 300, 50
TODAY = date(2026, 11, 21)


def run() -> Iterator[Measured]:
    """The flow alone, where each person fits every third service, and with the matching before it."""
    candidates, places = _candidates(), {UUID(int=number): number % 3 for number in range(SERVICES)}
    yield measure("allocation", "flow, 300 services", PEOPLE, partial(allot, candidates, places), times=5)
    apart = _housed_together(candidates, places)
    kept_apart = partial(allot, candidates, places, None, apart)
    case = f"flow, {len(apart)} pairs it would house together kept apart"
    yield measure("allocation", case, PEOPLE, kept_apart, times=5)
    offers, questions = _offers(), _questions()
    act = partial(_matched, offers, questions, candidates, places)
    yield measure("allocation", "matching and flow", PEOPLE, act, times=5)


def _housed_together(candidates: list[Candidate], places: dict[UUID, int]) -> list[tuple[UUID, UUID]]:
    """Fifty pairs that the rule alone would put under one roof: at worst, for each is in the way."""
    first: dict[UUID, UUID] = {}
    housed = [(each.roof, each.candidate.id) for each in allot(candidates, places).outcomes if each.roof]
    mates = ((first.setdefault(roof, who), who) for roof, who in housed)
    return [(one, other) for one, other in mates if one != other][:APART]


def _matched(
    offers: list[Offer],
    questions: dict[UUID, Question],
    candidates: list[Candidate],
    places: dict[UUID, int],
) -> None:
    found = options.find(offers, "housing", places.keys(), questions, TODAY)
    allot([replace(each, options=found.counted[each.id]) for each in candidates], places)


def _candidates() -> list[Candidate]:
    dice = random.Random(3)  # noqa: S311 - invented people, no secret
    made = []
    for number in range(PEOPLE):
        fitting = dice.sample(range(SERVICES), SERVICES // 3)
        fits = [Status.ELIGIBLE if at < len(fitting) // 4 else Status.POSSIBLE for at in range(len(fitting))]
        made.append(
            Candidate(
                id=UUID(int=number + 1),
                on=TODAY + timedelta(dice.randrange(60)),
                homeless=dice.choice([True, False, None]),
                options=tuple(
                    Option(UUID(int=each), status, UUID(int=each))
                    for each, status in zip(fitting, fits, strict=True)
                ),
            )
        )
    return made


def _offers() -> list[Offer]:
    dice = random.Random(4)  # noqa: S311 - invented services, no secret
    return [
        Offer(
            service_id=UUID(int=number),
            location_id=UUID(int=number),
            place=Place(39 + dice.random(), -77 + dice.random(), 100.0),
            requirements=(
                Requirement(
                    rule="minimum_age",
                    mode="must",
                    value=dice.choice([18, 30, 55]),
                    confirmed=dice.random() < 0.5,
                ),
            ),
            open_to_all=dice.random() < 0.5,
            needs=("housing",),
            main_needs=("housing",),
            capacity=Capacity(number % 3, TODAY),
        )
        for number in range(SERVICES)
    ]


def _questions() -> dict[UUID, Question]:
    dice = random.Random(5)  # noqa: S311 - invented people, no secret
    return {
        UUID(int=number + 1): Question(
            Facts(birth_date=date(dice.randrange(1955, 2006), 5, 2), offenses=Offenses(arson=False)),
            Conditions(),
            Place(39 + dice.random(), -77 + dice.random(), 100.0),
            TODAY + timedelta(dice.randrange(60)),
            TODAY,
        )
        for number in range(PEOPLE)
    }
