"""A place across the state line, for somebody who may not leave the state without permission."""

from dataclasses import replace

import pytest

from matching.case import read_conditions, read_offer
from matching.state_line import state_line
from matching.wording import english


def found(state: str | None, reach: str = "site", **conditions: object) -> list[tuple[str, str]]:
    offer = replace(read_offer({"state": state}), reach=reach)
    reasons = state_line(read_conditions(conditions), offer)
    return [(each.status.value, english().sentence(each)) for each in reasons]


def test_permission_is_needed_and_a_place_is_never_ruled_out_for_it() -> None:
    needed = "Across the state line, in DC: travel permission needed."

    assert found("DC", confined_to="Maryland") == [("unknown", needed)]
    assert found("DC", confined_to="MD", permitted_states=["VA"]) == [("unknown", needed)]


def test_permission_on_record_answers_it() -> None:
    [(status, said)] = found("Virginia", confined_to="MD", permitted_states=["va"])

    assert (status, said) == ("met", "Across the state line, in Virginia: travel permission is on record.")


@pytest.mark.parametrize(
    ("state", "reach", "conditions"),
    [
        ("Maryland", "site", {"confined_to": "MD"}),
        ("DC", "site", {}),
        (None, "site", {"confined_to": "MD"}),
        ("DC", "telephone", {"confined_to": "MD"}),
    ],
)
def test_nothing_is_said_where_no_line_is_crossed_or_nothing_confines(
    state: str | None, reach: str, conditions: dict[str, object]
) -> None:
    assert found(state, reach, **conditions) == []
