"""Names are found as they are typed: whole or begun, in any order of words, and with two typos."""

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.names import found_in, index, names, with_typos
from resources.search.index import Fit, Index, Subject

LISTED = [
    "Harbor Step House",
    "Harbor House",
    "Step Up Harbor Shelter",
    "St. Ann's Café",
    "Cumberland Job Center",
]
NAMES = st.lists(st.text("abcde éß&'.-7", min_size=1, max_size=20), min_size=1, max_size=12)
ORDERS = st.randoms(use_true_random=False)


def _found(text: str, called: list[str] | None = None) -> list[str]:
    return [each.name for each in index(called or LISTED).find(text)]


@pytest.mark.parametrize(
    ("typed", "fit"),
    [
        ("harbor house", Fit.EXACT),
        ("House HARBOR", Fit.SAME_WORDS),
        ("harbor h", Fit.BEGINS),
        ("ha ho", Fit.HAS_WORDS),
        ("harbro huose", Fit.CLOSE),
    ],
)
def test_the_first_find_says_how_it_fits(typed: str, fit: Fit) -> None:
    first = index(["Harbor House", "Cumberland Job Center"]).find(typed)[0]

    assert (first.name, first.fit) == ("Harbor House", fit)


def test_what_begins_so_stands_before_what_has_the_word_and_that_before_what_is_close() -> None:
    assert _found("harbor") == ["Harbor House", "Harbor Step House", "Step Up Harbor Shelter"]
    assert _found("st") == ["St. Ann's Café", "Step Up Harbor Shelter", "Harbor Step House"]


@pytest.mark.parametrize("typed", ["st anns cafe", "ST. ANN’S CAFÉ", "Saint Ann's Cafe", "anns caffe st"])
def test_accents_apostrophes_and_letters_do_not_stand_in_the_way(typed: str) -> None:
    assert _found(typed)[0] == "St. Ann's Café"


@pytest.mark.parametrize("typed", ["", "  ", "!?", "zebra quartz"])
def test_nothing_like_it_finds_nothing(typed: str) -> None:
    assert _found(typed) == []


def test_an_index_of_nothing_finds_nothing() -> None:
    assert Index([]).find("harbor") == []


@given(NAMES, ORDERS)
@settings(max_examples=60)
def test_a_name_finds_itself_first_whatever_its_case_and_punctuation(
    called: list[str], order: random.Random
) -> None:
    searched = index(called)

    for name in called:
        words = name.upper().replace("'", "").replace(".", " , ").split()
        found = searched.find(" ".join(words))
        order.shuffle(words)
        mixed = searched.find(" ".join(words))
        if found:
            assert found[0].fit is Fit.EXACT
            assert mixed[0].fit <= Fit.SAME_WORDS
            assert name in {each.name for each in found[0].subjects}


@given(NAMES, st.text("abcde é", max_size=12), ORDERS)
@settings(max_examples=60)
def test_the_order_in_which_names_came_makes_no_difference(
    called: list[str], typed: str, order: random.Random
) -> None:
    mixed = order.sample(called, len(called))

    assert index(called).find(typed) == index(mixed).find(typed)


@given(NAMES, NAMES, st.text("abcde é", max_size=12))
@example(shown=["."], hidden=["7"], typed="a")
@settings(max_examples=60)
def test_names_held_back_change_nothing_for_others(shown: list[str], hidden: list[str], typed: str) -> None:
    """Not which are found, not their order, and not how close they are said to be."""
    without = Index(Subject("service", name) for name in shown)
    held = [Subject("service", name, held=True) for name in hidden]
    among = Index([*(Subject("service", name) for name in shown), *held])

    assert among.find(typed) == without.find(typed)


def test_names_held_back_are_found_by_those_who_decide() -> None:
    searched = Index([Subject("service", "Waiting House", held=True), Subject("service", "Open House")])

    assert searched.find("waiting house", held=True)[0].name == "Waiting House"
    assert "Waiting House" not in [each.name for each in searched.find("waiting house")]


def test_one_name_stands_for_all_that_is_called_so() -> None:
    called = [Subject("place", "Harbor"), Subject("service", "HARBOR"), Subject("organization", "Harbor")]

    everything, only_places = Index(called).find("harbor"), Index(called).find("harbor", kinds=("place",))

    assert [each.kind for each in everything[0].subjects] == ["organization", "service", "place"]
    assert [each.kind for each in only_places[0].subjects] == ["place"]


@pytest.mark.parametrize("typed", ["hacm", "chma", "xcym", "hcyx", "hc"])
def test_a_short_name_is_found_though_two_typos_leave_no_two_letters_side_by_side(typed: str) -> None:
    assert "HCAM" in _found(typed, [*LISTED, "HCAM"])


def test_each_kind_has_its_own_first_finds() -> None:
    called = [Subject("organization", f"Harbor {letter}") for letter in "abcdefghij"]
    searched = Index([*called, Subject("location", "Harbor rooms")])

    found = searched.find_each("harbor", 3)

    assert {kind: len(these) for kind, these in found.items()} == {
        "organization": 3,
        "service": 0,
        "location": 1,
        "place": 0,
    }


def test_whole_names_with_two_typos_are_among_the_first_ten() -> None:
    called, dice = names(4000), random.Random(3)
    asked = dice.sample(called, 400)

    share = found_in(index(called), asked, [with_typos(dice, name) for name in asked])

    assert share >= 0.99
