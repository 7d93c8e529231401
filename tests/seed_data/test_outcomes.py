"""The invented outcomes are of services of the invented directory, enough of them to be told, and some too few."""

import json

from matching.evidence import Evidence
from reentry.demo.demo import SEED
from reentry.referrals.states import OUTCOMES
from tests.seed_data.test_calls import SERVICES, SURVIVORS

ENDED: dict[str, dict[str, int]] = json.loads((SEED / "outcomes.json").read_text())


def test_every_outcome_is_of_a_service_that_takes_letters() -> None:
    assert ENDED.keys() <= SERVICES.keys() - SURVIVORS
    assert {outcome for each in ENDED.values() for outcome in each} <= set(OUTCOMES)


def test_some_may_be_told_and_some_are_too_few() -> None:
    told = [
        Evidence(each.get("completed", 0), each.get("partly", 0), each.get("left", 0)).told
        for each in ENDED.values()
    ]

    assert {True, False} == set(told)
