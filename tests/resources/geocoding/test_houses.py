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
    ],
)
def test_spelling_does_not_part_a_house(one: str, other: str) -> None:
    assert read_house(one) == read_house(other)


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
