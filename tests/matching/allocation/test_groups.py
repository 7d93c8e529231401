"""The audit counts each group and says where the numbers are too small to mean anything."""

from datetime import date
from uuid import UUID

from matching.allocation.allotment import allot
from matching.allocation.candidate import Candidate, Option
from matching.allocation.groups import audit
from matching.judgment import Status

HOUSE = UUID(int=100)


def test_each_group_is_counted_with_those_placed_and_those_left() -> None:
    people = [
        Candidate(id=UUID(int=number), on=date(2026, 12, number), options=(Option(HOUSE, Status.ELIGIBLE),))
        for number in range(1, 8)
    ]
    traits = {
        each.id: {"gender": "female" if each.id.int == 1 else "male", "age": "25–34"} for each in people
    }

    found = audit(allot(people, {HOUSE: 3}).outcomes, traits)

    assert [(each.trait, each.name, each.placed, each.left, each.too_few) for each in found] == [
        ("gender", "female", 1, 0, True),
        ("gender", "male", 2, 4, False),
        ("age", "25–34", 3, 4, False),
    ]
