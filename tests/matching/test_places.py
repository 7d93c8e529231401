"""Whether an address lies in the places a provider serves."""

import pytest

from tests.matching.written import answer, must

TOWSON = {"city": "Towson", "county": "Baltimore County", "state": "MD"}


def lives(names: object, home: object, state: object = "MD") -> str:
    return answer(must("residence", names), residence=home, state=state)


@pytest.mark.parametrize("name", ["Maryland", "MD", "md", " mAryland "])
def test_a_state_fits_by_name_and_by_two_letters(name: str) -> None:
    assert lives([name], {"state": "maryland"}) == "met"
    assert lives([name], {"state": "Md"}) == "met"


def test_a_state_is_ruled_out_when_the_state_is_known_and_another() -> None:
    assert lives(["Virginia"], {"state": "MD"}) == "not_met"


def test_a_state_is_unknown_when_the_state_is_not_known() -> None:
    assert lives(["Maryland"], {"city": "Baltimore", "county": "Baltimore City"}) == "unknown"


@pytest.mark.parametrize(("name", "code"), [("Washington", "WA"), ("New York", "NY")])
def test_a_name_that_is_also_a_city_means_the_state(name: str, code: str) -> None:
    assert lives([name], {"city": name, "state": "DC"}, state="DC") == "not_met"
    assert lives([name], {"city": name}, state=code) == "unknown"
    assert lives([name], {"state": code}) == "met"


@pytest.mark.parametrize("name", ["DC", "District of  Columbia"])
def test_the_district_of_columbia_is_a_state(name: str) -> None:
    assert lives([name], {"state": "dc"}) == "met"
    assert lives([name], {"state": "MD"}) == "not_met"


@pytest.mark.parametrize("name", ["Towson", "baltimore  COUNTY"])
def test_a_place_fits_when_it_equals_the_city_or_the_county(name: str) -> None:
    assert lives([name], TOWSON) == "met"


@pytest.mark.parametrize(
    "home", [{"county": "Howard County"}, {"county": "Howard County", "state": "Maryland"}]
)
def test_a_place_fits_when_the_state_is_absent_or_the_same(home: object) -> None:
    assert lives(["Howard County"], home) == "met"


def test_a_place_of_the_same_name_in_another_state_is_ruled_out() -> None:
    assert lives(["Howard County"], {"county": "Howard County", "state": "VA"}) == "not_met"


def test_a_place_is_ruled_out_by_another_state_alone() -> None:
    assert lives(["Howard County"], {"state": "VA"}) == "not_met"


def test_a_place_is_ruled_out_when_city_and_county_are_both_known_and_neither_is_it() -> None:
    assert lives(["Howard County"], TOWSON) == "not_met"
    assert lives(["Howard County"], {"city": "Towson", "county": "Baltimore County"}) == "not_met"


@pytest.mark.parametrize(
    "home", [{"city": "Baltimore"}, {"city": "Baltimore", "state": "MD"}, {"state": "MD"}]
)
def test_a_city_whose_county_is_not_known_does_not_settle_a_county(home: object) -> None:
    assert lives(["Baltimore City"], home) == "unknown"


def test_a_county_whose_city_is_not_known_does_not_settle_a_city() -> None:
    assert lives(["Towson"], {"county": "Howard County", "state": "MD"}) == "unknown"


def test_any_name_that_fits_is_enough() -> None:
    assert lives(["Virginia", "Howard County", "Towson"], TOWSON) == "met"


def test_it_is_not_met_only_when_every_name_is_ruled_out() -> None:
    assert lives(["Virginia", "Howard County"], TOWSON) == "not_met"
    assert lives(["Virginia", "Howard County"], {"city": "Columbia", "state": "MD"}) == "unknown"


def test_a_service_in_a_state_written_out_is_in_the_same_state() -> None:
    assert lives(["Howard County"], {"county": "Howard County", "state": "MD"}, state=" maryland") == "met"


def test_a_service_of_no_known_state_leaves_a_place_of_a_known_state_open() -> None:
    assert lives(["Howard County"], {"county": "Howard County", "state": "MD"}, state=None) == "unknown"


def test_a_single_name_is_a_list_of_it() -> None:
    assert lives("Maryland", {"state": "MD"}) == "met"


@pytest.mark.parametrize("home", [None, {}, {"city": None}, "Baltimore", {"city": 5}, {"state": " "}])
def test_without_an_address_it_is_unknown(home: object) -> None:
    assert lives(["Maryland"], home) == "unknown"


@pytest.mark.parametrize("names", [None, [], "", 5, True, [5], {}])
def test_a_requirement_that_names_no_place_is_unknown(names: object) -> None:
    assert lives(names, TOWSON) == "unknown"
