"""The invented calls are about services of the invented directory, and hold what a form would take."""

import json
from typing import Any

from reentry.demo.demo import SEED
from resources.upkeep.calls import OUTCOMES, PARTS
from resources.upkeep.room import UNITS

SEEDED: dict[str, list[dict[str, Any]]] = json.loads((SEED / "calls.json").read_text())
SERVICES = {
    service["id"]: organization
    for path in (SEED / "directory").glob("*.json")
    for organization in json.loads(path.read_text())
    for service in organization["services"]
}
SURVIVORS = {
    service["id"]
    for organization in json.loads((SEED / "directory/victim_services.json").read_text())
    for service in organization["services"]
}


def test_every_call_and_word_of_room_is_about_a_service_that_may_be_called() -> None:
    named = {each["service"] for each in SEEDED["calls"] + SEEDED["room"]}

    assert named <= SERVICES.keys() - SURVIVORS


def test_calls_hold_what_the_form_would_take() -> None:
    for each in SEEDED["calls"]:
        assert each["outcome"] in OUTCOMES
        assert each["outcome"] != "reached" or each["spoke_with"]
        assert each["outcome"] == "reached" or not each.keys() & {"confirmed", "room"}
        assert each.get("confirmed", "all") == "all" or set(each["confirmed"]) <= PARTS.keys()
    for each in SEEDED["calls"] + SEEDED["room"]:
        assert each.get("room", {}).get("unit", "beds") in UNITS
