"""The tiers of a page say of a directory what judging every offer of it says, however they are narrowed and sorted."""

from collections import Counter
from math import inf
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import engine
from matching.answers import NOT_MET
from matching.columns.index import Index
from matching.conditions import Conditions
from matching.engine import METERS_PER_MILE, Match, NeedMatches, Question
from matching.facts import Facts
from matching.narrowing import TIERS, Narrowing, open_at
from matching.offer import Offer
from matching.questions import open_rules
from matching.ranking import WEIGHTS, unknown_parts
from matching.tiers import Tiers
from resources.search.filters import DAYS, Hour
from tests.matching.directories import NEED, TODAY, catalog, offers, questions

HOURS = st.builds(Hour, st.sampled_from(DAYS), st.sampled_from(["", "01:00", "09:00", "12:30", "21:00"]))
NARROWINGS = st.builds(
    Narrowing,
    st.sampled_from(["", *TIERS]),
    st.none() | HOURS,
    st.sampled_from([None, 2, 5, 50]),
    st.sampled_from(["", "minimum_age", "any_of", "zone", "do_not_refer"]),
)


def tiers_of(found: list[Offer], person: Question) -> Tiers:
    index = Index(catalog(found), TODAY)
    return Tiers(index, index.crowd([person], [NEED]), person, NEED)


def of(whole: NeedMatches, tier: str) -> tuple[Match, ...]:
    matches: tuple[Match, ...] = getattr(whole, tier)
    return matches


def first_no(match: Match) -> str | None:
    return next((reason.rule for reason in match.judgment.reasons if reason.status is NOT_MET), None)


def fits(match: Match, tier: str, by: Narrowing, *, hours: bool | None = True) -> bool:
    away = match.distance_m
    far = by.miles is not None and away is not None and away / METERS_PER_MILE > by.miles
    opened = by.hour is None or open_at(match.offer.schedule, by.hour) is hours
    return by.tier in ("", tier) and not far and opened and by.rule in ("", first_no(match))


@settings(max_examples=40)
@given(offers(), questions())
def test_every_tier_is_counted_whole_and_told_as_the_reference_tells_it(
    found: list[Offer], person: Question
) -> None:
    tiers, whole = tiers_of(found, person), engine.match(catalog(found), person, NEED)

    for tier in TIERS:
        assert tiers.listed(tier).matches == of(whole, tier)
        assert tiers.counts[tier] == len(of(whole, tier))
    assert tiers.best() == whole.best
    assert tiers.best(3) == whole.best[:3]


@settings(max_examples=40)
@given(offers(), questions(), NARROWINGS)
def test_what_is_left_is_what_fits_as_it_was_judged(
    found: list[Offer], person: Question, by: Narrowing
) -> None:
    tiers, whole = tiers_of(found, person), engine.match(catalog(found), person, NEED)

    for tier in TIERS:
        listed = tiers.listed(tier, by)
        assert list(listed.matches) == [each for each in of(whole, tier) if fits(each, tier, by)]
        assert listed.total == len(listed.matches)
    unsure = [each for tier in TIERS for each in of(whole, tier) if fits(each, tier, by, hours=None)]
    assert tiers.hours_unknown(by) == (len(unsure) if by.hour else 0)


@settings(max_examples=40)
@given(offers(), questions(), st.integers(0, 12), st.integers(1, 5))
def test_pages_follow_each_other_without_gap_or_repetition(
    found: list[Offer], person: Question, start: int, limit: int
) -> None:
    tiers = tiers_of(found, person)

    for tier in TIERS:
        whole, page = tiers.listed(tier), tiers.listed(tier, start=start, limit=limit)
        assert page.matches == whole.matches[start : start + limit]
        assert page.following == next(iter(whole.matches[start + limit :]), None)
        assert page.total == whole.total


@settings(max_examples=40)
@given(offers(), questions(), st.sampled_from(list(WEIGHTS)))
def test_sorting_by_a_part_keeps_the_order_among_equals_and_puts_the_unknown_last(
    found: list[Offer], person: Question, part: str
) -> None:
    tiers = tiers_of(found, person)

    def key(match: Match) -> tuple[float, int]:
        if part == "travel":
            return (inf if match.distance_m is None else match.distance_m), match.rank
        unknown = part in unknown_parts(match.offer)
        return (inf if unknown else -match.score.parts[part]), match.rank

    for tier in TIERS:
        assert list(tiers.listed(tier, sort=part).matches) == sorted(tiers.listed(tier).matches, key=key)


@settings(max_examples=40)
@given(offers(), questions(), NARROWINGS)
def test_the_groups_are_those_of_the_first_reason_against(
    found: list[Offer], person: Question, by: Narrowing
) -> None:
    tiers, whole = tiers_of(found, person), engine.match(catalog(found), person, NEED)

    against = Counter(first_no(each) for each in whole.not_eligible if fits(each, "not_eligible", by))
    assert dict(tiers.ruled_out(by)) == against


@settings(max_examples=40)
@given(offers(), questions())
def test_the_open_facts_are_counted_over_all_that_is_to_be_asked(
    found: list[Offer], person: Question
) -> None:
    whole = engine.match(catalog(found), person, NEED)

    counted: Counter[str] = Counter()
    for match in whole.possible:
        counted.update({rule for reason in match.judgment.reasons for rule in open_rules(reason)})

    assert tiers_of(found, person).missing_facts == counted


@settings(max_examples=40)
@given(offers(), questions(), st.integers(0, 30))
def test_one_service_is_found_with_its_rank(found: list[Offer], person: Question, number: int) -> None:
    tiers, whole = tiers_of(found, person), engine.match(catalog(found), person, NEED)
    sought = UUID(int=number // 2), UUID(int=number)

    assert tiers.find(*sought) == whole.find(*sought)


@settings(max_examples=40)
@given(offers(), offers(10), st.sets(st.integers(0, 14)), questions())
def test_a_changed_directory_is_told_as_one_read_anew(
    before: list[Offer], fresh: list[Offer], changed: set[int], person: Question
) -> None:
    ids = {UUID(int=number) for number in changed}
    new = [each for each in fresh if each.service_id in ids]
    now = catalog([each for each in before if each.service_id not in ids] + new)
    old = Index(catalog(before), TODAY)
    old.columns(NEED)

    index = old.renewed(now, ids, new)
    tiers = Tiers(index, index.crowd([person], [NEED]), person, NEED)

    whole = engine.match(now, person, NEED)
    assert [tiers.listed(tier).matches for tier in TIERS] == [of(whole, tier) for tier in TIERS]


@pytest.mark.parametrize("tier", TIERS)
def test_a_need_that_nobody_meets_has_empty_tiers(tier: str) -> None:
    tiers = tiers_of([], Question(Facts(), Conditions(), None, TODAY, TODAY))

    assert tiers.listed(tier).matches == ()
    assert (tiers.ruled_out(), tiers.missing_facts) == ([], Counter())
