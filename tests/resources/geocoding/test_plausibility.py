"""A point that cannot be right is not believed, and the reason is told."""

import pytest

from resources.geocoding.plausibility import Doubt, contradicts, doubt, plausible

BALTIMORE = (39.29, -76.61)
CUMBERLAND = (39.65, -78.76)
RICHMOND = (37.54, -77.44)


@pytest.mark.parametrize(
    ("point", "state", "postal_code", "reason"),
    [
        ((0.0, 0.0), "MD", "21201", Doubt.ZERO),
        ((39.29, 0.0), None, None, Doubt.ZERO),
        ((-76.61, 39.29), "MD", "21201", Doubt.SWAPPED),
        ((39.29, 76.61), "MD", "21201", Doubt.OUTSIDE_COUNTRY),
        ((float("nan"), -76.61), None, None, Doubt.OUTSIDE_COUNTRY),
        (BALTIMORE, "VA", "21201", Doubt.STATE_CONTRADICTS_ZIP),
        (RICHMOND, "MD", None, Doubt.OUTSIDE_STATE),
        (CUMBERLAND, "MD", "21201", Doubt.FAR_FROM_ZIP),
    ],
)
def test_a_point_that_cannot_be_right_is_refused_with_the_reason(
    point: tuple[float, float], state: str | None, postal_code: str | None, reason: Doubt
) -> None:
    assert doubt(*point, state=state, postal_code=postal_code) is reason


@pytest.mark.parametrize(
    ("point", "state", "postal_code"),
    [
        (BALTIMORE, "MD", "21201"),
        (BALTIMORE, None, None),
        (BALTIMORE, "MD", "00000"),
        ((61.2, -149.9), "AK", None),
        ((21.3, -157.86), "HI", None),
        ((13.45, 144.78), "GU", None),
    ],
)
def test_a_point_with_nothing_against_it_is_believed(
    point: tuple[float, float], state: str | None, postal_code: str | None
) -> None:
    assert plausible(*point, state=state, postal_code=postal_code)


def test_an_unknown_zip_code_contradicts_no_state() -> None:
    assert not contradicts("MD", "00000")
    assert not contradicts(None, "21201")
