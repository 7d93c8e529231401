"""States are known by their names and their letters; the capital by what people write."""

import pytest

from resources.geography.states import state_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Maryland", "MD"),
        (" new   york ", "NY"),
        ("md", "MD"),
        ("Washington", "WA"),
        ("D.C.", "DC"),
        ("Washington, DC", "DC"),
        ("Washington D.C.", "DC"),
        ("District of Columbia", "DC"),
        ("Baltimore", None),
        ("", None),
    ],
)
def test_a_state_is_known_by_name_and_letters(text: str, code: str | None) -> None:
    assert state_code(text) == code
