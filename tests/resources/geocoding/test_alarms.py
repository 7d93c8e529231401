"""A point that can hardly be right raises one alarm that says why, and a sound directory raises none."""

from collections.abc import Sequence
from uuid import uuid4

import pytest

from resources.geocoding.alarm_words import certainty, sentence
from resources.geocoding.alarms import Alarm, AlarmKind, Site, find_alarms
from resources.geocoding.geocoder import Geocoder
from resources.geocoding.positions import Position, Precision
from resources.geography.postal_addresses import parse_address
from resources.geography.zip_codes import zip_code

HERON = "12 Heron St, Baltimore, MD 21201"
DOWNTOWN = (39.2951, -76.6201)


def site(line: str, point: tuple[float, float] = DOWNTOWN, *, exact: bool = True) -> Site:
    """A place with its address on one line."""
    return Site(uuid4(), parse_address(line), *point, exact)


def alarms(*sites: Site) -> Sequence[Alarm]:
    """What is found among these places alone."""
    return find_alarms(sites, Geocoder)


def test_sound_points_raise_no_alarm() -> None:
    assert alarms(site(HERON), site("14 Heron St, Baltimore, MD 21201", (39.2953, -76.6203))) == []


@pytest.mark.parametrize(
    ("line", "point", "kind", "words"),
    [
        (HERON, (0.0, 0.0), AlarmKind.ZERO, "is 0"),
        (HERON, (-76.6201, 39.2951), AlarmKind.SWAPPED, "swapped"),
        (HERON, (48.85, 2.35), AlarmKind.OUTSIDE_COUNTRY, "outside the country"),
        ("12 Heron St, Baltimore, MD", (37.54, -77.44), AlarmKind.OUTSIDE_STATE, "outside MD"),
        (HERON, (39.65, -78.76), AlarmKind.FAR_FROM_ZIP, "miles from the middle of ZIP code 21201"),
        (
            "12 Heron St, Baltimore, VA 21201",
            DOWNTOWN,
            AlarmKind.STATE_CONTRADICTS_ZIP,
            "ZIP code 21201 does not lie",
        ),
    ],
)
def test_a_point_that_contradicts_its_address_is_told_in_words(
    line: str, point: tuple[float, float], kind: AlarmKind, words: str
) -> None:
    (found,) = alarms(site(line, point))

    assert found.kind is kind
    assert words in sentence(found)


def test_the_same_street_in_another_city_is_told_with_that_city() -> None:
    in_annapolis = [
        site(f"{number} Heron Rd, Annapolis, MD 21401", (38.98 + number / 1e5, -76.53)) for number in (10, 30)
    ]
    misplaced = site("20 Heron Rd, Baltimore, MD", (38.9802, -76.53))

    (found,) = alarms(*in_annapolis, misplaced)

    assert (found.site, found.kind) == (misplaced, AlarmKind.WRONG_CITY)
    assert "Annapolis" in sentence(found)
    assert found.suggestion is not None
    assert found.suggestion.precision is Precision.CITY


def test_another_street_in_another_city_is_no_proof() -> None:
    egret = site("10 Egret Rd, Annapolis, MD 21401", (38.98, -76.53))

    assert alarms(egret, site("20 Heron Rd, Baltimore, MD", (38.9802, -76.53))) == []


def test_three_buildings_on_one_point_are_no_coincidence() -> None:
    addresses = ("12 Heron St", "400 Bay Ave", "7 Elm Ct")

    found = alarms(*(site(f"{each}, Baltimore, MD 21201") for each in addresses))

    assert [each.kind for each in found] == [AlarmKind.ONE_POINT] * 3
    assert sentence(found[0]) == "3 different buildings stand on this one point."


def test_one_building_of_many_providers_is_one_point_for_good() -> None:
    assert alarms(*(site(f"12 Heron St, Suite {each}, Baltimore, MD 21201") for each in range(5))) == []


def test_the_very_middle_of_the_zip_code_is_a_default_unless_it_says_so_itself() -> None:
    known = zip_code("21201")
    assert known is not None
    assert known.center is not None

    (found,) = alarms(site(HERON, known.center))

    assert found.kind is AlarmKind.DEFAULT_POINT
    assert "the very middle of ZIP code 21201" in sentence(found)
    assert alarms(site(HERON, known.center, exact=False)) == []
    assert alarms(site("PO Box 12, Baltimore, MD 21201", known.center)) == []


def test_a_swapped_point_is_suggested_the_right_way_round() -> None:
    (found,) = alarms(site(HERON, (-76.6201, 39.2951)))

    assert found.suggestion is not None
    assert (found.suggestion.latitude, found.suggestion.longitude) == DOWNTOWN


def test_what_is_doubted_teaches_the_suggestion_nothing() -> None:
    wrong = site(HERON, (39.65, -78.76))
    beside = site("14 Heron St, Baltimore, MD 21201", DOWNTOWN)

    (found,) = alarms(wrong, beside)

    assert found.suggestion is not None
    assert found.suggestion.latitude == pytest.approx(DOWNTOWN[0], abs=0.01)


def test_the_gravest_come_first() -> None:
    found = alarms(site(HERON, (39.65, -78.76)), site(HERON, (0.0, 0.0)))

    assert [each.kind for each in found] == [AlarmKind.ZERO, AlarmKind.FAR_FROM_ZIP]


def test_certainty_is_said_in_feet_and_miles() -> None:
    near = Position(39.0, -76.0, Precision.STREET, 55, "street_range")
    far = Position(39.0, -76.0, Precision.ZIP, 1609.344, "zip_center")

    assert certainty(near) == "within 200 feet, by the street’s house numbers"
    assert certainty(far) == "within 1.0 miles, the middle of its ZIP code"


def test_no_point_is_suggested_that_is_as_doubtful_itself() -> None:
    neighbors = [
        site(f"{number} Oak Ridge Dr, Baltimore, MD", (39.295 + number / 1e5, -76.62))
        for number in (110, 126)
    ]
    misplaced = site("118 Oak Ridge Dr, Baltimore, MD 21740", (39.296, -76.62))

    (found,) = alarms(*neighbors, misplaced)

    assert found.kind is AlarmKind.FAR_FROM_ZIP
    assert found.suggestion is None
