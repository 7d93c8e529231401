"""A chosen match can be computed again from what it was computed from."""

import json
from dataclasses import replace
from datetime import date, time
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from matching import snapshot
from matching.case import Case, read_case
from matching.conditions import Approved, Conditions, Curfew, Zone
from matching.evidence import Evidence
from matching.facts import Facts, Offenses, Residence
from matching.fixed_times import FixedTime
from matching.judgment import judge
from matching.kept_clear import KeptClear
from matching.measuring import Measuring
from matching.offer import Barred, Capacity, Offer, Opening, Place
from matching.ranking import WEIGHTS, Search, score
from matching.trial import answer
from matching.wording import english
from resources.eligibility import Requirement
from resources.records.seasons import Season
from tests.matching.strategies import CASES

FULL = Case(
    Facts(
        birth_date=date(1980, 2, 29),
        gender="female",
        hiv=False,
        offenses=Offenses(arson=True, felony=False),
        registry="none",
        sober_since=date(2026, 1, 1),
        residence=Residence(city="Towson", county="Baltimore County", state="MD"),
        referral="DSS",
        insurance=(),
        languages=("Spanish",),
    ),
    Conditions(
        curfew=Curfew(time(20), time(6, 30)),
        travel_minutes=25,
        no_contact=True,
        zones=(
            Zone("exclusion", 39.29, -76.61, 304.8),
            Zone("residence", None, None, None, ((39.2, -76.6), (39.2, -76.5), (39.3, -76.5))),
        ),
        approved=(Approved(("MO", "WE"), time(20), time(23), "work"),),
        permitted_states=("VA",),
        fixed_times=(
            FixedTime("work", ("MO", "FR"), time(9), time(17), 20, movable=True, at=UUID(int=3)),
            FixedTime("court", ("TU",), time(9), time(11)),
        ),
        kept_clear=(KeptClear(UUID(int=4), UUID(int=5), certain=False), KeptClear(UUID(int=6))),
        measuring=Measuring("property_lines", 15.0),
        confined_to="MD",
        minors="barred",
        minors_law="Criminal Procedure §11-722",
    ),
    Offer(
        service_id=UUID(int=1),
        location_id=UUID(int=2),
        organization="Harbor Example House",
        service="Beds",
        state="MD",
        requirements=(
            Requirement(
                rule="minimum_age",
                mode="must",
                value=18,
                confirmed=True,
                basis="statute",
                quote="men 18+",
                source="the provider's page",
                confirmed_by="Dana Example",
                confirmed_on=date(2026, 11, 2),
            ),
            Requirement(rule="residence", mode="must", value=("Howard County", "MD"), alt="a1"),
            Requirement(rule="veteran", mode="must", alt="a2", confirmed=True),
            Requirement(rule="homeless", mode="must", part="classes"),
        ),
        place=Place(39.3, -76.6, 15.5),
        schedule=(Opening(("MO", "TU"), time(9), time(17)), Opening(("SA",), None, None)),
        minors_on_site=True,
        open_to_all=True,
        needs=("housing", "jobs"),
        main_needs=("housing",),
        phone="(410) 555-0100",
        languages=("English", "Spanish"),
        verified_on=date(2026, 11, 2),
        capacity=Capacity(3, date(2026, 11, 19)),
        waiting_days=4,
        cost_cents=12_000,
        season=Season("11-01", "03-31"),
        evidence=Evidence(8, 1, 2),
        barred=(
            Barred(date(2026, 11, 1), date(2026, 12, 1), "The roof leaks.", "Maribel Oystershell"),
            Barred(date(2027, 5, 1), None, "Nobody answers."),
        ),
    ),
    date(2027, 2, 14),
)


def kept(case: Case, version: str | None = None) -> snapshot.Snapshot:
    """A snapshot that went through storage as text."""
    judgment = judge(case.facts, case.conditions, case.offer, case.on)
    restored: snapshot.Snapshot = json.loads(
        json.dumps(snapshot.take(case, judgment, directory_version=version))
    )
    return restored


def test_nothing_a_match_rests_on_is_lost() -> None:
    assert snapshot.case_of(kept(FULL)) == FULL


def test_a_snapshot_of_before_there_were_seasons_and_refusals_still_opens() -> None:
    record = kept(FULL)
    for name in ("season", "barred", "evidence"):
        del record["case"]["service"][name]

    offer = snapshot.case_of(record).offer

    assert (offer.season, offer.barred, offer.evidence) == (None, (), None)


def test_the_version_of_the_directory_is_kept() -> None:
    assert kept(FULL, version="2026-11-21/7")["directory_version"] == "2026-11-21/7"


def test_a_snapshot_holds_a_case_that_judge_reads() -> None:
    record = kept(FULL)

    again = answer(record["case"], english())

    assert again["status"] == record["answer"]["status"]
    assert [reason["rule"] for reason in again["reasons"]] == [
        each["rule"] for each in record["answer"]["reasons"]
    ]


@given(CASES)
def test_recomputing_gives_the_same_answer(raw: dict[str, Any]) -> None:
    case = read_case(raw)
    record = kept(case)

    given_ = judge(case.facts, case.conditions, case.offer, case.on)

    assert snapshot.stored(record) == given_
    assert snapshot.recompute(record) == given_


def test_a_changed_rule_shows_as_a_difference() -> None:
    record = kept(FULL)
    record["case"]["facts"]["birth_date"] = "2020-01-01"

    assert snapshot.recompute(record) != snapshot.stored(record)


@given(st.none() | st.floats(0, 10**6), st.dates())
def test_recomputing_gives_the_same_score(distance_m: float | None, today: date) -> None:
    search = Search(need="housing", distance_m=distance_m, today=today)
    scored = score(FULL.facts, FULL.offer, search, WEIGHTS)

    record = json.loads(json.dumps(snapshot.with_score(kept(FULL), search, WEIGHTS, scored)))

    assert snapshot.stored_score(record) == snapshot.rescore(record) == scored


def test_an_offer_without_a_place_is_kept_without_one() -> None:
    nowhere = replace(FULL, offer=Offer(reach="telephone"), on=None)

    assert snapshot.case_of(kept(nowhere)) == nowhere


def test_a_snapshot_of_before_there_was_evidence_is_scored_by_the_parts_it_had() -> None:
    search = Search(need="housing", distance_m=1000.0, today=date(2026, 11, 21))
    older = {part: weight for part, weight in WEIGHTS.items() if part != "evidence"}
    scored = score(FULL.facts, FULL.offer, search, older)

    record = snapshot.with_score(kept(FULL), search, older, scored)

    assert "evidence" not in scored.parts
    assert snapshot.rescore(record) == snapshot.stored_score(record)
