"""Evidence is smoothed: few people sway it little, more good outcomes never lower it, small numbers are not told."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matching.evidence import FEWEST_TOLD, Evidence
from matching.facts import Facts
from matching.offer import Offer
from matching.ranking import NEUTRAL, WEIGHTS, Search, score

COUNTS = st.integers(0, 500)
EVIDENCE = st.builds(Evidence, COUNTS, COUNTS, COUNTS)
SEARCH = Search(need="housing", distance_m=1000, today=date(2026, 11, 21))


def total(known: Evidence | None) -> float:
    return score(Facts(), Offer(evidence=known), SEARCH, WEIGHTS).total


@given(EVIDENCE)
def test_a_good_outcome_more_raises_a_service_and_a_bad_one_lowers_it(known: Evidence) -> None:
    better, worse = replace(known, finished=known.finished + 1), replace(known, left=known.left + 1)

    assert worse.smoothed() < known.smoothed() < better.smoothed()
    assert total(worse) < total(known) < total(better)


@given(EVIDENCE)
def test_it_lies_between_0_and_1_and_a_part_done_is_a_half(known: Evidence) -> None:
    assert 0 < known.smoothed() < 1
    both = replace(known, finished=known.finished + 1, left=known.left + 1)
    assert replace(known, partly=known.partly + 2).smoothed() == both.smoothed()


def test_where_nobody_was_sent_it_is_neutral() -> None:
    assert Evidence().smoothed() == NEUTRAL
    assert total(None) == total(Evidence())


def test_one_success_does_not_beat_many() -> None:
    assert Evidence(finished=1).smoothed() < Evidence(finished=8, partly=1, left=2).smoothed()


@given(EVIDENCE)
def test_numbers_of_few_people_are_not_told(known: Evidence) -> None:
    assert known.told == (known.finished + known.partly + known.left >= FEWEST_TOLD)
