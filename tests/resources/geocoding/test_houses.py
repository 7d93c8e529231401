"""Two ways of writing one house are one house, and block numbers tell which way it lies."""

import pytest

from resources.geocoding.houses import House, read_house


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1100 North Heron Street", "1100 N. Heron St"),
        ("400 Heron Highway, South", "400 S Heron Hwy"),
        ("8552 Second Avenue", "8552 2nd Ave"),
        ("One N Heron St", "1 North Heron Street"),
        ("12 Saint Paul Place", "12 St. Paul Pl"),
        ("5613-5617 Heron Road", "5613 Heron Rd"),
        ("12 Peña Street", "12 Pena St"),
        ("342C Heron Street", "342 Heron Street"),
        ("5050 US Highway 40", "5050 US Hwy 40"),
        ("5050 U.S. Route 40", "5050 US-40"),
        ("5050 U.S. 40 East", "5050 E US Hwy 40"),
        ("18 MD Route 2", "18 State Rte 2"),
        ("18 MD-2", "18 State Hwy 2"),
        ("18 Maryland 2A", "18 St. Rd. 2A"),
        ("50 County Road 12", "50 Co Rd 12"),
        ("50 CR 12", "50 County Rte 12"),
        ("7 Interstate 95", "7 I-95"),
        ("9 Martin Luther King Blvd", "9 Martin Luther King Jr Blvd"),
        ("9 Dr. Martin Luther King, Jr. Blvd", "9 MLK Blvd"),
    ],
)
def test_spelling_does_not_part_a_house(one: str, other: str) -> None:
    assert read_house(one) == read_house(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("5050 US Hwy 40", "5050 State Rte 40"),
        ("5050 Route 40", "5050 US Hwy 40"),
        ("12 Co Rd 7", "12 State Rd 7"),
        ("40 US Hwy 1", "40 US Hwy 1A"),
        ("12 Road 7", "12 Co Rd 7"),
        ("5 King Street", "5 Martin Luther King Street"),
    ],
)
def test_highways_of_different_keepers_and_other_names_are_apart(one: str, other: str) -> None:
    assert read_house(one) != read_house(other)


@pytest.mark.parametrize(
    "line", ["100 US Steel Lane", "100 I Street", "12 State Street", "5 Maryland Avenue", "8 Co Op Way"]
)
def test_a_name_that_only_begins_like_a_highway_is_a_street(line: str) -> None:
    house = read_house(line)

    assert house is not None
    assert house.street.split()[0] not in ("interstate", "county", "route")
    assert not house.street.startswith(("us ", "state ")) or "steel" in house.street


def test_a_line_without_a_street_names_no_house() -> None:
    assert read_house("") is None
    assert read_house("P.O. Box 12") is None


def test_a_left_out_direction_does_not_part_a_street_but_opposite_ones_do() -> None:
    north, south, plain = House(1, "N", "heron"), House(1, "S", "heron"), House(1, "", "heron")

    assert north.may_share_street(plain)
    assert not north.may_share_street(south)


@pytest.mark.parametrize(
    ("street", "north", "east"),
    [
        ("1100 N Heron St", 1100, None),
        ("900 S Heron St", -900, None),
        ("700 E Heron St", None, 700),
        ("2500 W Heron St", None, -2500),
        ("300 E 25th St", 2500, 300),
        ("300 Heron St", None, None),
    ],
)
def test_block_numbers_count_from_the_origin_of_the_city(
    street: str, north: int | None, east: int | None
) -> None:
    house = read_house(street)

    assert house is not None
    assert (house.blocks_north(), house.blocks_east()) == (north, east)
