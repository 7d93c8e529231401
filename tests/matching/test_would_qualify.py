"""What would make a service qualify is enough, and nothing of it can be left out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import combinations

from hypothesis import assume, given

from matching.answers import NOT_MET
from matching.case import Case, read_case
from matching.facts import Facts
from matching.judgment import CHANGEABLE, Status, judge
from matching.names import listed
from tests.matching.strategies import CASES, Raw


def changed(case: Case, rules: Iterable[str]) -> Facts:
    """The person with the document, the referral, the coverage or the time that was wanting."""
    facts, asks = case.facts, case.offer.requirements
    for rule in rules:
        values = [each.value for each in asks if each.rule == rule and not each.part]
        if rule == "identification":
            facts = replace(facts, identification=True)
        elif rule == "sober_days":
            facts = replace(facts, sober_since=date.min)
        elif rule == "insurance":
            facts = replace(facts, insurance=tuple(name for value in values for name in listed(value)))
        else:
            named = [value for value in values if isinstance(value, str) and value != "required"]
            facts = replace(facts, referral=named[0] if named else True)
    return facts


def status(case: Case, facts: Facts) -> Status:
    return judge(facts, case.conditions, case.offer, case.on).status


@given(CASES)
def test_it_is_the_smallest_change_that_makes_the_service_fit(raw: Raw) -> None:
    case = read_case(raw)
    judgment = judge(case.facts, case.conditions, case.offer, case.on)
    wanting = judgment.would_qualify_if
    sources = {each.value for each in case.offer.requirements if each.rule == "referral"} - {"required"}
    # Nobody is referred by two at once.
    assume(len(sources) < 2)

    for size in range(len(wanting) + 1):
        for some in combinations(sorted(wanting), size):
            fits = status(case, changed(case, some)) is not Status.NOT_ELIGIBLE
            assert not wanting or fits == (set(some) == wanting)


@given(CASES)
def test_where_no_change_can_help_nothing_is_named(raw: Raw) -> None:
    case = read_case(raw)
    judgment = judge(case.facts, case.conditions, case.offer, case.on)

    against = {reason.rule for reason in judgment.reasons if reason.status is NOT_MET}

    assert judgment.would_qualify_if == (against if against <= CHANGEABLE else frozenset())
