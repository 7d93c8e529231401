"""The conditions of the order, as they are entered."""

from datetime import time

import pytest
from hypothesis import given
from marshmallow import ValidationError

from matching.case import read_conditions
from matching.conditions import Conditions, ConditionsSchema, Curfew, JudgedConditionsSchema, Zone
from tests.matching.strategies import CONDITIONS, JUDGED_CONDITIONS

ZONE = {"kind": "exclusion", "latitude": 39.29, "longitude": -76.61, "radius_m": 305}


def test_a_curfew_is_entered_from_and_to() -> None:
    conditions = ConditionsSchema().load({"curfew": {"from": "20:00", "to": "06:00"}, "travel_minutes": 25})

    assert conditions == Conditions(curfew=Curfew(time(20), time(6)), travel_minutes=25)


def test_nulls_and_blanks_are_as_absent() -> None:
    assert ConditionsSchema().load({"curfew": None, "zones": None, "travel_minutes": ""}) == Conditions()


def test_a_zone_keeps_north_and_east_apart() -> None:
    assert ConditionsSchema().load({"zones": [ZONE]}).zones == (Zone("exclusion", 39.29, -76.61, 305),)


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        ({"curfew": {"from": "20:00"}}, ("curfew", "to")),
        ({"curfew": {"from": "8 pm", "to": "06:00"}}, ("curfew", "from")),
        ({"curfew": {"from": "20:00", "to": "06:00", "until": "2027"}}, ("curfew", "until")),
        ({"travel_minutes": -5}, ("travel_minutes",)),
        ({"zones": [ZONE | {"kind": "victim"}]}, ("zones", 0, "kind")),
        ({"zones": [ZONE | {"latitude": -76.61, "longitude": 392.9}]}, ("zones", 0, "longitude")),
        ({"zones": [ZONE | {"radius_m": None}]}, ("zones", 0, "radius_m")),
        ({"measuring": {"method": "points"}}, ("measuring",)),
        ({"confined_to": "MD"}, ("confined_to",)),
        ({"minors": "barred"}, ("minors",)),
        ({"house_arrest": True}, ("house_arrest",)),
    ],
)
def test_a_mistake_is_told_beside_its_field(raw: dict[str, object], path: tuple[str | int, ...]) -> None:
    with pytest.raises(ValidationError) as refused:
        ConditionsSchema().load(raw)

    found: object = refused.value.messages
    for step in path:
        assert isinstance(found, dict)
        assert list(found) == [step]
        found = found[step]
    assert found


@given(CONDITIONS)
def test_conditions_survive_being_written_and_read_both_ways(raw: dict[str, object]) -> None:
    conditions = ConditionsSchema().load(raw)

    written = ConditionsSchema().dump(conditions)

    assert ConditionsSchema().load(written) == conditions
    assert read_conditions(written) == conditions == read_conditions(raw)


@given(JUDGED_CONDITIONS)
def test_the_rules_of_the_agency_survive_with_them(raw: dict[str, object]) -> None:
    conditions = JudgedConditionsSchema().load(raw)

    written = JudgedConditionsSchema().dump(conditions)

    assert JudgedConditionsSchema().load(written) == conditions
    assert read_conditions(written) == conditions == read_conditions(raw)
