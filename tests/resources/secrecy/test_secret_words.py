"""A name that must not be told is found however somebody wrote it."""

import pytest

from resources.secrecy.secret_words import REMOVED, pattern_of, removed, short_pattern_of


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("St. Mary's Center", "ST MARY’S  CENTER"),
        ("Keys & Locks, Inc.", "Keys and Locks Inc"),
        ("Half-Way Rooms", "half–way\nrooms"),
        ("Marshgate Recovery", "Marsh\u00adgate Re\u200bcovery"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(name: str, written: str) -> None:
    assert removed(f"Go to {written}.", [pattern_of(name)]) == f"Go to {REMOVED}."


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Marshgate Recovery", "Marshgate"),
        ("The Marshgate Treatment Center", "MARSHGATE"),
        ("First Bend Outpatient", "First Bend"),
    ],
)
def test_a_provider_is_found_by_what_people_call_it(name: str, short: str) -> None:
    pattern = short_pattern_of(name)

    assert pattern
    assert removed(f"Off to {short} on Monday.", [pattern]) == f"Off to {REMOVED} on Monday."


@pytest.mark.parametrize("name", ["Recovery Center", "Bay House", "Baltimore Recovery", "Gullwing"])
def test_a_word_that_anybody_uses_is_nobodys_name(name: str) -> None:
    assert short_pattern_of(name, ordinary=["Baltimore"]) is None
