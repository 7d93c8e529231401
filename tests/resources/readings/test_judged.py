"""What was read and nobody accepted can make a service possible, never not eligible; accepted, it decides."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from matching.case import read_case
from matching.facts import Facts
from matching.judgment import Status, judge
from matching.offer import Offer
from resources.pages.record import stated
from resources.readings.kinds import KINDS
from resources.records.requirements import ServiceRequirement
from resources.records.sources import PROSE
from tests.matching.strategies import CASES, REQUIREMENTS

STATED = ("rule", "mode", "value", "alt")
MEN = "Men 18 and older."


def as_read(raw: dict[str, Any]) -> ServiceRequirement:
    """A requirement as it stands at a service once it was read."""
    return ServiceRequirement(source=PROSE, **{name: raw[name] for name in STATED if name in raw})


@given(CASES, st.lists(REQUIREMENTS, min_size=1, max_size=4))
def test_no_reading_rules_anybody_out(raw: dict[str, Any], read: Sequence[dict[str, Any]]) -> None:
    case = read_case(raw)
    silent = replace(case.offer, requirements=())
    read_only = replace(case.offer, requirements=tuple(stated(as_read(each)) for each in read))

    before = judge(case.facts, case.conditions, silent, case.on).status
    after = judge(case.facts, case.conditions, read_only, case.on).status

    assert (after is Status.NOT_ELIGIBLE) == (before is Status.NOT_ELIGIBLE)


def test_the_same_words_decide_once_somebody_accepted_them() -> None:
    woman = Facts(gender="female", birth_date=date(1980, 1, 1))
    (first, *_) = KINDS["eligibility"].items(MEN)
    waiting = ServiceRequirement(**first.value, source=PROSE)
    accepted = ServiceRequirement(**{**first.value, "confirmed_on": date(2026, 11, 21)})

    found = [
        judge(
            woman, read_case({"id": "", "facts": {}, "service": {}}).conditions, offer, date(2026, 12, 1)
        ).status
        for offer in (Offer(requirements=(stated(waiting),)), Offer(requirements=(stated(accepted),)))
    ]

    assert found == [Status.POSSIBLE, Status.NOT_ELIGIBLE]
