"""Numbers as directories write them."""

import pytest

from resources.details.telephone import read_numbers


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("(410) 555- 0101", "(410) 555-0101"),
        ("(41 0) 555-0101", "(410) 555-0101"),
        ("410.555.0101", "(410) 555-0101"),
        ("1(800) 555- 0101", "(800) 555-0101"),
        ("(410) 555- WORK (9675)", "(410) 555-9675"),
        ("(800) AGE-DIAL", "(800) 243-3425"),
        ("Dial 211", "211"),
        ("(311)    -", "311"),
        ("988", "988"),
    ],
)
def test_a_number_is_read_however_it_was_broken(written: str, number: str) -> None:
    assert [each.number for each in read_numbers(written)] == [number]


def test_two_numbers_in_one_cell_are_two_numbers_each_with_its_words() -> None:
    found = read_numbers("(410) 555-0101; (410) 555-0102 ext.6450 (Benefits)")

    assert [(each.number, each.extension, each.description) for each in found] == [
        ("(410) 555-0101", "", ""),
        ("(410) 555-0102", "6450", "Benefits"),
    ]


@pytest.mark.parametrize(
    ("written", "types"),
    [
        ("(410) 555-0101/Fax: (410) 555-0102", ["voice", "fax"]),
        ("call 410-555-0101 or fax 410-555-0102", ["voice", "fax"]),
        ("(410) 555-0101 (24 Hour Helpline)/(410) 555-0102", ["hotline", "voice"]),
        ("(410) 555-0101 TTY", ["tty"]),
    ],
)
def test_words_beside_a_number_decide_its_kind(written: str, types: list[str]) -> None:
    assert [each.type for each in read_numbers(written)] == types


def test_the_department_decides_where_the_file_calls_every_number_voice() -> None:
    found = read_numbers("(410) 555-0101", "voice", "State Hotline")

    assert [(each.type, each.description) for each in found] == [("hotline", "State Hotline")]


def test_an_extension_in_the_department_is_an_extension() -> None:
    found = read_numbers("(410) 555-0101", "voice", "Ext. 373")

    assert [(each.extension, each.description) for each in found] == [("373", "")]


@pytest.mark.parametrize("written", ["301) 555-010", "(F41) 555-0101", "+44 1234 234567"])
def test_what_is_no_number_stays_as_it_was_written_and_says_so(written: str) -> None:
    (found,) = read_numbers(written)

    assert (found.number, found.clear) == (written, False)


@pytest.mark.parametrize("written", ["", "   ", "(   ) -  -    "])
def test_nothing_written_gives_no_number(written: str) -> None:
    assert read_numbers(written) == []
