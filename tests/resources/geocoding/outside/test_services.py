"""An outside geocoder is asked patiently, and its answer says how sure it is, or that it is none."""

import pytest
from geopy.exc import GeocoderParseError, GeocoderTimedOut

from resources.geocoding.outside.services import TIMEOUT_S, Ask, asking
from resources.geocoding.positions import Precision
from tests.resources.geocoding.outside.network import LINE, SILENCE, Hours, Network, census, nominatim

HERE = (39.65, -78.76)


def ask_of(name: str, network: Network, hours: Hours | None = None) -> Ask:
    """How to ask, without a network."""
    hours = hours or Hours()
    return asking(name, "nominatim.agency.example", hours.ticks, hours.sleep, network.adapter)


def test_the_census_is_asked_for_one_line_in_its_current_ranges() -> None:
    network = Network(census(HERE))

    found = ask_of("census", network)(LINE)

    assert network.asked == [
        (
            "geocoding.geo.census.gov/geocoder/locations/onelineaddress",
            {"address": LINE, "benchmark": "Public_AR_Current", "format": "json"},
        )
    ]
    assert network.timeouts == [TIMEOUT_S]
    assert found is not None
    assert (found.latitude, found.longitude, found.precision) == (*HERE, Precision.STREET)
    assert found.matched == "9 PRETEND ST, CUMBERLAND, MD, 21502"


def test_nominatim_is_asked_at_its_own_host_and_only_within_the_country() -> None:
    network = Network(nominatim(*HERE))

    ask_of("nominatim", network)(LINE)

    ((where, said),) = network.asked
    assert where == "nominatim.agency.example/search"
    assert (said["q"], said["countrycodes"]) == (LINE, "us")


@pytest.mark.parametrize(
    ("half", "precision", "least", "most"),
    [
        (0.00001, Precision.STREET, 30, 30),
        (0.001, Precision.STREET, 100, 200),
        (0.05, Precision.ZIP, 5000, 9000),
    ],
)
def test_what_nominatim_found_is_as_sure_as_it_is_small(
    half: float, precision: Precision, least: float, most: float
) -> None:
    found = ask_of("nominatim", Network(nominatim(*HERE, half)))(LINE)

    assert found is not None
    assert found.precision is precision
    assert least <= found.precision_m <= most


def test_several_matches_on_one_place_are_one_and_apart_are_none() -> None:
    assert ask_of("census", Network(census(HERE, (39.6501, -78.76))))(LINE)
    assert ask_of("census", Network(census(HERE, (39.70, -78.70))))(LINE) is None
    assert ask_of("census", Network(census()))(LINE) is None
    assert ask_of("nominatim", Network([]))(LINE) is None


@pytest.mark.parametrize("answer", [{}, {"result": {"addressMatches": [{"coordinates": None}]}}, [1], "busy"])
def test_an_answer_in_another_shape_is_an_error_and_no_place(answer: object) -> None:
    with pytest.raises(GeocoderParseError):
        ask_of("census", Network(answer))(LINE)


def test_a_box_that_is_none_is_an_error_and_no_place() -> None:
    (match,) = nominatim(*HERE)

    with pytest.raises(GeocoderParseError):
        ask_of("nominatim", Network([{**match, "boundingbox": ["x"]}]))(LINE)


def test_questions_are_a_second_apart() -> None:
    hours, network = Hours(), Network(census(HERE))
    ask = ask_of("census", network, hours)

    for _ in range(3):
        ask(LINE)

    assert hours.slept == [1.0, 1.0]


def test_after_an_error_it_is_tried_once_more_and_then_told() -> None:
    hours, network = Hours(), Network(SILENCE)

    with pytest.raises(GeocoderTimedOut):
        ask_of("census", network, hours)(LINE)

    assert len(network.asked) == 2
    assert hours.slept == [5.0]


def test_an_error_that_passes_is_no_failure() -> None:
    assert ask_of("census", Network(SILENCE, census(HERE)))(LINE)
