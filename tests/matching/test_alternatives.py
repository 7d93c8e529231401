"""Lists of alternatives: one branch is enough, and its items hold together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.matching.strategies import FACTS, REQUIREMENTS
from tests.matching.written import accepts, cannot, judged, must, reasons

VETERAN = {"veteran": True, "homeless": False}


def test_a_list_gives_one_reason() -> None:
    found = judged(must("veteran", alt="a1"), must("homeless", alt="a2"), facts=VETERAN)

    assert reasons(found) == [("any_of", "met")]


def test_each_letter_is_a_list_of_its_own() -> None:
    found = judged(must("veteran", alt="a1"), must("homeless", alt="b1"), facts=VETERAN)

    assert reasons(found) == [("any_of", "met"), ("any_of", "not_met")]


def test_the_items_of_one_number_hold_together() -> None:
    found = judged(must("veteran", alt="a1"), must("homeless", alt="a1"), facts=VETERAN)

    assert reasons(found) == [("any_of", "not_met")]


def test_the_number_is_an_integer_of_any_length() -> None:
    one_branch = judged(must("veteran", alt="a1"), must("homeless", alt="A01"), facts=VETERAN)
    two_branches = judged(must("veteran", alt="a1"), must("homeless", alt="a10"), facts=VETERAN)

    assert reasons(one_branch) == [("any_of", "not_met")]
    assert reasons(two_branches) == [("any_of", "met")]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"veteran": True}, "met"),
        ({"veteran": False, "homeless": False}, "not_met"),
        ({"veteran": False}, "unknown"),
        ({}, "unknown"),
    ],
)
def test_met_when_any_branch_is_and_not_met_when_none_is(facts: dict[str, bool], expected: str) -> None:
    found = judged(must("veteran", alt="a1"), must("homeless", alt="a2"), facts=facts)

    assert reasons(found) == [("any_of", expected)]


def test_acceptance_is_dropped_before_the_branches_are_joined() -> None:
    beside = judged(must("veteran", alt="a1"), accepts("felony", alt="a1"), facts={"veteran": False})
    alone = judged(must("veteran", alt="a1"), accepts("felony", alt="a2"), facts={"veteran": False})

    assert reasons(beside) == [("any_of", "not_met")]
    assert reasons(alone) == [("any_of", "not_met")]


def test_a_list_of_nothing_but_acceptance_does_not_exist() -> None:
    assert judged(accepts("felony", alt="a1"), accepts("arson", alt="a2")).reasons == ()


def test_an_item_of_one_part_takes_no_part_in_a_list() -> None:
    found = judged(
        must("veteran", alt="a1"), must("homeless", alt="a2", part="classes"), facts={"veteran": False}
    )

    assert reasons(found) == [("any_of", "not_met")]


@pytest.mark.parametrize("weak", [{"confirmed": False}, {"basis": "doubtful"}])
def test_what_is_unconfirmed_or_doubtful_is_unknown_before_the_items_are_joined(
    weak: dict[str, object],
) -> None:
    found = judged(
        must("veteran", alt="a1"), must("homeless", alt="a2", **weak), facts={"veteran": False} | VETERAN
    )
    open_ = judged(
        must("veteran", alt="a1"),
        must("homeless", alt="a2", **weak),
        facts={"veteran": False, "homeless": False},
    )
    shut = judged(must("veteran", alt="a1"), must("homeless", alt="a1", **weak), facts={"veteran": False})

    assert reasons(found) == [("any_of", "met")]
    assert reasons(open_) == [("any_of", "unknown")]
    assert reasons(shut) == [("any_of", "not_met")]


def test_a_null_alternative_is_none() -> None:
    assert reasons(judged(must("veteran", alt=None), facts=VETERAN)) == [("veteran", "met")]
    assert reasons(judged(must("veteran", alt=""), facts=VETERAN)) == [("veteran", "met")]


@pytest.mark.parametrize("alt", ["a", "1", "aa1", 5, ["a1"], "a1b", True])
def test_an_alternative_that_cannot_be_read_is_asked(alt: object) -> None:
    assert reasons(judged(must("veteran", alt=alt), facts={"veteran": False})) == [("veteran", "unknown")]


def test_a_list_is_not_changeable() -> None:
    found = judged(must("identification", alt="a1"), facts={"identification": False})

    assert (found.status, found.would_qualify_if) == ("not_eligible", frozenset())


def test_the_reason_keeps_the_reasons_of_its_branches_in_order() -> None:
    [reason] = judged(
        must("homeless", alt="a10"), must("veteran", alt="a2"), cannot("felony", alt="a2")
    ).reasons

    assert [[item.rule for item in branch] for branch in reason.branches] == [
        ["veteran", "felony"],
        ["homeless"],
    ]


@given(st.lists(REQUIREMENTS, max_size=4), FACTS)
def test_one_more_branch_never_makes_a_list_harder(
    items: list[dict[str, object]], facts: dict[str, object]
) -> None:
    branches = [item | {"alt": f"a{number}"} for number, item in enumerate(items)]
    extra = must("veteran", alt="a99")
    lists = (judged(*branches, facts=facts).reasons, judged(*branches, extra, facts=facts).reasons)
    fewer, more = ([reason.status for reason in each if reason.rule == "any_of"] for each in lists)
    ease = ["not_met", "unknown", "met"]

    assert not fewer or ease.index(more[0]) >= ease.index(fewer[0])
