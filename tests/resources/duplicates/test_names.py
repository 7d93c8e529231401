"""What the name of a provider is made of."""

import pytest

from resources.duplicates.names import names_a_place, read_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Heron House, Inc.", "The Heron House"),
        ("HERON  HOUSE", "heron house"),
        ("St. Example's Center", "Saint Example Ctr"),
        ("H.E.R.O.N. House", "HERON House"),
        ("Heron House (HH)", "Heron House"),
        ("Heron Health Care", "Heron Healthcare"),
        ("Example County DSS", "Example County Department of Social Services"),
        ("Men’s & Women's Place", "Mens and Womens Place"),
    ],
)
def test_two_ways_of_writing_a_name_have_the_same_words(one: str, other: str) -> None:
    assert read_name(one).whole.words == read_name(other).whole.words


def test_the_names_that_job_centers_have_had_are_one() -> None:
    names = ("Howard County American Job Center", "Howard County One- Stop Career Center")

    assert read_name(names[0]).whole.words == read_name(names[1]).whole.words


@pytest.mark.parametrize(
    "name", ["Heron House - Night Shelter", "Heron House, Night Shelter", "Heron House: Night Shelter"]
)
def test_commas_and_dashes_part_the_provider_from_its_program(name: str) -> None:
    read = read_name(name)

    assert read.head.words == {"heron", "house"}
    assert [tail.words for tail in read.tails] == [{"night", "shelter"}]


def test_counties_are_known_and_weigh_little() -> None:
    name = read_name("Prince George's County Heron Program")

    assert {"prince", "george"} <= name.places
    assert name.whole.weights["heron"] > name.whole.weights["program"] > name.whole.weights["prince"]


def test_kinds_and_states_weigh_little_though_they_end_like_a_plural() -> None:
    weights = read_name("Heron Crisis Campus of Arkansas").whole.weights

    assert len(weights) == 4
    assert [word for word, weight in weights.items() if weight == 1] == ["heron"]


def test_who_hosts_or_operates_a_provider_is_told_from_its_parts() -> None:
    for name in (
        "Heron House at Harbor College",
        "Heron House, operated by Harbor Step",
        "Heron House @ Harbor",
    ):
        assert [part.is_host for part in read_name(name).tails] == [True]
    assert [part.is_host for part in read_name("Heron House, Night Shelter").tails] == [False]


def test_a_name_may_be_nothing_but_small_words() -> None:
    assert read_name("The").whole.words == read_name("").whole.words == frozenset()


def test_a_part_that_only_says_where_names_a_place() -> None:
    address = frozenset({"12", "kirk", "ave", "exampleton"})

    assert names_a_place(frozenset({"kirk", "avenue", "center"}), address)
    assert names_a_place(frozenset({"lower", "shore", "office"}), frozenset())
    assert not names_a_place(frozenset({"night", "shelter"}), address)
    assert not names_a_place(frozenset({"shelter"}), address)


def test_a_prefix_set_apart_by_a_hyphen_is_part_of_its_word() -> None:
    for written in ("Mid-Harbor Multi-Service Center", "Mid- Harbor Multi- Service Center"):
        name = read_name(written)
        assert not name.tails
        assert {"midharbor", "multiservice"} <= name.head.words
