"""A closed service does not fit on the day; a lapsed certificate is a question; silence on either is none."""

from datetime import date

import pytest

from matching.availability import availability
from matching.conditions import Conditions
from matching.facts import Facts
from matching.judgment import Status, judge
from matching.offer import Offer

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("offer", "found"),
    [
        (Offer(), []),
        (Offer(closed_until=date(2027, 1, 1)), []),
        (Offer(closed=True, closed_until=date(2026, 12, 2)), [("open", "not_met")]),
        (Offer(closed=True, closed_until=DAY), []),
        (Offer(closed=True), [("open", "unknown")]),
        (Offer(licensed_until=date(2026, 11, 30)), [("license", "unknown")]),
        (Offer(licensed_until=DAY), []),
    ],
)
def test_closures_and_certificates_are_judged_for_the_day_of_service(
    offer: Offer, found: list[tuple[str, str]]
) -> None:
    reasons = [(reason.rule, str(reason.status)) for reason in availability(offer, DAY)]

    assert reasons == found


def test_a_closed_service_is_not_eligible_however_open_to_all_it_is() -> None:
    offer = Offer(open_to_all=True, closed=True, closed_until=date(2027, 3, 1))

    judgment = judge(Facts(), Conditions(), offer, DAY)

    assert judgment.status is Status.NOT_ELIGIBLE
    assert judgment.would_qualify_if == frozenset()
