"""One word that two records spell differently."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.duplicates.comparing import Label, compare
from resources.duplicates.misspelled import respelled
from resources.duplicates.records import Record, read_record

HERE, PHONE = "12 Heron St, Baltimore, MD 21201", "410-555-0101"


def named(name: str) -> Record:
    return read_record(name, HERE, PHONE)


@pytest.mark.parametrize(
    ("name", "misspelled"),
    [
        ("Heron Counseling Center", "Heron Counselin Center"),
        ("Heron Counseling Center", "Heron Counseling Cneter"),
        ("Harbor Women's Lodge", "Harrbor Women's Lodge"),
        ("Heron House, Frederick County", "Heron House, Fredrick County"),
        ("Harbor Step, Night Shelter", "Harbor Step - Night Sheltre"),
    ],
)
def test_a_misspelled_name_is_the_name(name: str, misspelled: str) -> None:
    one, other = respelled(named(name), named(misspelled))

    assert one.name.whole.weights == other.name.whole.weights
    assert compare(named(name), named(misspelled)).label is Label.SAME


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Easton House", "Weston House"),
        ("Heron Grace House", "Heron Grove House"),
        ("Northern Heron", "Northeastern Heron"),
        ("Ward 101", "Ward 1011"),
    ],
)
def test_another_word_is_no_misspelling(one: str, other: str) -> None:
    first, second = respelled(named(one), named(other))

    assert first.name.whole.words != second.name.whole.words


def test_the_misspelled_branch_of_a_provider_is_still_a_branch() -> None:
    east, west = named("Harbor Step, Easton Branch"), named("Harbor Setp, Dundalk Branch")

    assert compare(east, west).label is Label.RELATED


NAMES = st.lists(
    st.one_of(
        st.sampled_from(["Heron", "Herron", "Harbor", "Harbro", "Counseling", "Counselin", ",", "at"]),
        st.text(string.ascii_lowercase, min_size=4, max_size=7),
    ),
    max_size=6,
).map(" ".join)


@given(NAMES, NAMES)
def test_both_records_get_one_spelling_whichever_comes_first(a: str, b: str) -> None:
    one, other = respelled(named(a), named(b))
    back = respelled(named(b), named(a))

    assert (one, other) == (back[1], back[0])
    assert len(one.name.tails) == len(named(a).name.tails)
    assert len(one.name.whole.words) <= len(named(a).name.whole.words)
