"""Buildings and telephone numbers, however they are written."""

import pytest

from resources.duplicates.records import read_building, read_phones, read_record


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("514 North Crain Highway, Suite K in Glen Burnie, MD", "514 Crain Hwy N Suite K, Glen Burnie 21061"),
        ("15 St. Paul Place, Suite 3 Baltimore, MD 21202", "15 Saint Paul Pl 16th Floor, Baltimore 21202"),
        ("12 E. 25th Street Baltimore, MD 21218", "12 E 25 St, Baltimore 21218"),
        ("627-A Race Street Cambridge, MD 21613", "627 Race St A, Cambridge 21613"),
        ("45 Wharfpoint Court Belcamp, MD 21017", "45 Wharf Point Ct, Belcamp 21017"),
        ("230 W. Patrick St Frederick, Maryland 21702", "230 W Patrick St, Frederick 21701"),
        ("403 S. 7th Street Denton, MD 21629", "403 South Seventh Street, Denton 21629"),
        ("12 Herron Street, Baltimore 21201", "12 Heron St, Baltimore 21201"),
    ],
)
def test_one_building_written_twice(one: str, other: str) -> None:
    assert read_building(one).is_that_of(read_building(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("12 Heron St, Baltimore 21201", "14 Heron St, Baltimore 21201"),
        ("12 Heron St, Baltimore 21201", "12 Elm St, Baltimore 21201"),
        ("12 Main St, Baltimore 21201", "12 Main St, Cumberland 21502"),
        ("12 Easton St, Baltimore 21201", "12 Weston St, Baltimore 21201"),
        ("12 11th St, Baltimore 21201", "12 Twelfth St, Baltimore 21201"),
        ("12 Park Ave, Baltimore 21201", "12 Park Heights Ave, Baltimore 21215"),
    ],
)
def test_other_buildings(one: str, other: str) -> None:
    assert read_building(one).is_that_of(read_building(other)) is False


@pytest.mark.parametrize(
    "line", ["Statewide", "", "Call for location in Dundalk", "P. O. Box 3909, Baltimore 21222"]
)
def test_without_a_house_nothing_is_known(line: str) -> None:
    assert read_building(line).is_that_of(read_building("12 Heron St, Baltimore 21201")) is None


def test_every_number_of_ten_digits_counts_and_short_ones_do_not() -> None:
    text = "(410) 555- 0101 ext. 240 / 1-800-555-0102; 4105550103; 211"

    assert read_phones(text) == {"4105550101", "8005550102", "4105550103"}


def test_a_town_after_the_name_is_a_branch_and_anything_else_a_program() -> None:
    record = read_record("Heron House, Towson, Night Shelter", "1 Elm St, Baltimore 21201", "")

    assert [part.text for part in record.branches] == ["towson"]
    assert [part.text for part in record.programs] == ["night shelter"]


def test_a_street_named_after_a_direction_is_a_street() -> None:
    one, other = (
        read_building("140 West Street Baltimore, MD 21230"),
        read_building("140 W West St, Baltimore 21230"),
    )

    assert one.is_that_of(other)
