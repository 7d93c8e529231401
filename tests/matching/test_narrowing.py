"""An officer's filters narrow the list, change no judgment and no rank, and hide nobody for want of a point."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import engine
from matching.catalog import Catalog
from matching.conditions import Conditions
from matching.engine import METERS_PER_MILE, NeedMatches, Question
from matching.facts import Facts
from matching.narrowing import TIERS, Narrowing, narrow, open_at
from matching.offer import Offer, Opening, Place
from resources.search.filters import DAYS, Hour

TODAY = date(2026, 11, 21)
NINE_TO_FIVE = Opening(("MO", "TU"), time(9), time(17))
OVERNIGHT = Opening(("FR",), time(20), time(2))
UNREAD = Opening(("WE",), None, None)
HOURS = st.builds(Hour, st.sampled_from(DAYS), st.sampled_from(["", "01:00", "09:00", "12:30", "21:00"]))
NARROWINGS = st.builds(
    Narrowing, st.sampled_from(["", *TIERS]), st.none() | HOURS, st.sampled_from([None, 2, 5, 50])
)
OFFERS = st.builds(
    lambda place, schedule, closed: Offer(
        place=place, schedule=tuple(schedule), needs=("jobs",), closed=closed, closed_until=date(2027, 1, 1)
    ),
    st.none() | st.builds(Place, st.floats(39.2, 39.9), st.just(-76.6)),
    st.lists(st.sampled_from([NINE_TO_FIVE, OVERNIGHT, UNREAD]), max_size=2),
    st.booleans(),
)


def found_in(offers: list[Offer], *, lives_somewhere: bool = True) -> NeedMatches:
    """The matches for a person of whom nothing is known but where they live."""
    home = Place(39.3, -76.6) if lives_somewhere else None
    return engine.match(
        Catalog(1, {"jobs": tuple(offers)}), Question(Facts(), Conditions(), home, TODAY, TODAY), "jobs"
    )


@pytest.mark.parametrize(
    ("schedule", "day", "at", "is_open"),
    [
        ([NINE_TO_FIVE], "MO", "09:00", True),
        ([NINE_TO_FIVE], "MO", "17:00", False),
        ([NINE_TO_FIVE], "SA", "", False),
        ([NINE_TO_FIVE], "TU", "", True),
        ([OVERNIGHT], "FR", "23:00", True),
        ([OVERNIGHT], "SA", "01:59", True),
        ([OVERNIGHT], "FR", "01:00", False),
        ([], "MO", "09:00", None),
        ([UNREAD], "WE", "09:00", None),
        ([UNREAD], "WE", "", True),
        ([UNREAD], "TH", "09:00", False),
        ([UNREAD, NINE_TO_FIVE], "MO", "10:00", True),
    ],
)
def test_open_closed_or_not_known(
    schedule: list[Opening], day: str, at: str, *, is_open: bool | None
) -> None:
    assert open_at(schedule, Hour(day, at)) is is_open


@given(st.lists(OFFERS, max_size=6), NARROWINGS, st.booleans())
def test_what_is_left_is_what_fits_as_it_was_judged(
    offers: list[Offer], by: Narrowing, lives_somewhere: bool
) -> None:
    whole = found_in(offers, lives_somewhere=lives_somewhere)

    narrowed = narrow(whole, by)

    for tier in TIERS:
        assert list(getattr(narrowed.found, tier)) == [
            match
            for match in getattr(whole, tier)
            if by.tier in ("", tier)
            and (by.hour is None or open_at(match.offer.schedule, by.hour))
            and (
                by.miles is None or match.distance_m is None or match.distance_m <= by.miles * METERS_PER_MILE
            )
        ]


@given(st.lists(OFFERS, max_size=6))
def test_without_filters_nothing_is_left_out(offers: list[Offer]) -> None:
    whole = found_in(offers)

    assert narrow(whole, Narrowing()).found == whole
    assert not Narrowing()


def test_a_service_whose_distance_is_not_known_stays() -> None:
    far, unplaced = Offer(place=Place(41, -76.6), needs=("jobs",)), Offer(needs=("jobs",))

    (left,) = narrow(found_in([far, unplaced]), Narrowing(miles=5)).found.best

    assert left.offer is unplaced


def test_services_without_hours_on_record_are_counted_to_be_asked() -> None:
    offers = [Offer(needs=("jobs",)), Offer(needs=("jobs",), schedule=(NINE_TO_FIVE,))]

    narrowed = narrow(found_in(offers), Narrowing(hour=Hour("MO", "10:00")))

    assert (len(narrowed.found.best), narrowed.hours_unknown) == (1, 1)
