"""Invented directories and people who ask them, for property tests of the fast path beside the readable one."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from matching.case import read_conditions, read_facts, read_offer
from matching.catalog import Catalog, by_need
from matching.engine import Question
from matching.evidence import Evidence
from matching.offer import Barred, Capacity, Offer, Place
from resources.records.seasons import Season
from tests.matching.strategies import FACTS, JUDGED_CONDITIONS, SERVICES

TODAY = date(2026, 11, 21)
KINDS = 4
NEED = "housing"
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
# Few numbers, so that two services have one score and two places one distance.
RANKED = st.fixed_dictionaries(
    {
        "reach": st.sampled_from(["site", "statewide", "telephone"]),
        "main_needs": st.sampled_from([(NEED,), ()]),
        "languages": st.sampled_from([None, ("English",), ("Spanish", "English")]),
        "verified_on": st.none() | DAYS,
        "capacity": st.none() | st.builds(Capacity, st.integers(0, 2), DAYS),
        "waiting_days": st.sampled_from([None, 0, 7]),
        "cost_cents": st.sampled_from([None, 0, 5000]),
        "evidence": st.sampled_from([None, Evidence(8, 1, 2), Evidence(0, 0, 1)]),
        "closed": st.booleans(),
        "closed_until": st.none() | DAYS,
        "licensed_until": st.none() | DAYS,
        "season": st.sampled_from([None, Season("11-01", "03-31")]),
        "barred": st.sampled_from([(), (Barred(date(2026, 6, 1), None, "Invented"),)]),
    }
)
ERRANDS = st.sampled_from([(), ("jobs",), ("health_care",)])
POINTS = st.sampled_from([None, Place(39.29, -76.61), Place(39.29, -76.61, 900.0), Place(39.35, -76.5)])


@st.composite
def offers(draw: st.DrawFn, most: int = 30) -> list[Offer]:
    return draw(several_offers(most))[0]


@st.composite
def several_offers(draw: st.DrawFn, *most: int) -> list[list[Offer]]:
    """Lists of so many offers at most, of a few kinds that they share: orders are tested by ties."""
    kinds = [read_offer(each) for each in draw(st.lists(SERVICES, min_size=1, max_size=KINDS))]
    standings = draw(st.lists(RANKED, min_size=1, max_size=KINDS))
    made: list[list[Offer]] = [[] for _ in most]
    for these, many in zip(made, most, strict=True):
        for number in range(draw(st.integers(0, many))):
            offer = draw(st.sampled_from(kinds))
            place = draw(POINTS) or offer.place
            said: dict[str, Any] = draw(st.sampled_from(standings))
            ids: dict[str, Any] = {"service_id": UUID(int=number // 2), "location_id": UUID(int=number)}
            these.append(replace(offer, place=place, needs=(NEED, *draw(ERRANDS)), **ids, **said))
    return [draw(st.permutations(these)) for these in made]


@st.composite
def questions(draw: st.DrawFn) -> Question:
    facts, conditions = read_facts(draw(FACTS)), read_conditions(draw(JUDGED_CONDITIONS))
    return Question(facts, conditions, draw(POINTS), draw(DAYS), TODAY)


def catalog(found: list[Offer]) -> Catalog:
    return Catalog(1, by_need(found))
