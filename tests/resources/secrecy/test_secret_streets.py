"""A street with its number is withheld whole, however it is written; another street and another number are not."""

import pytest

from resources.secrecy.secret_streets import SecretStreets, street_pattern
from resources.secrecy.secret_words import REMOVED


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("12 Mulberry Ct", "12 Mulberry Court"),
        ("12 North Mulberry Ct, Suite 4", "12 N. MULBERRY"),
        ("5 Quiet Lane", "5  quiet\nLn"),
        ("100 Old Mill Rd", "100 E Old Mill Road"),
        ("48 Delta Road", "48 Delta Rd"),
        ("48 Delta Road", "48-B Delta Road NW"),
        ("48 Delta Road", "48 on Delta Road"),
        ("48 Delta Road", "Delta Rd., No. 48"),
        ("48 Delta Rd Apt 3", "48\u200b Delta Road"),
        ("Delta House, 48 Delta Road", "48 Delta Rd"),
        ("12 First Avenue", "12 1st Ave"),
        ("12 21st St", "12 E Twenty-First Street"),
        ("12 North Ave", "12 N Avenue"),
        ("100 St. Mary's Church Rd", "100 Saint Marys Church Road"),
        ("3 Peña Blvd", "3 Pena Boulevard"),
        ("48-50 Old Mill Rd", "48–50 Old Mill"),
        ("9 Broadway", "9 E Broadway"),
        ("5 A Street", "5 A St"),
    ],
)
def test_a_street_is_withheld_whole_in_every_usual_spelling(line: str, written: str) -> None:
    assert SecretStreets([line]).removed(f"It is at {written} there.") == f"It is at {REMOVED} there."


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("48 Delta Road", "148 Delta Road, 48 Deltaville Road and 50 Delta Road."),
        ("48 Delta Road", "Delta Road has 48 houses."),
        ("5 A Street", "Take 5 a day."),
        ("12 21st St", "Open 12 21 times."),
        ("7 Day Street", "A 7 day program."),
    ],
)
def test_another_number_or_street_is_no_secret(line: str, text: str) -> None:
    assert SecretStreets([line]).removed(text) == text


@pytest.mark.parametrize("line", ["", "  "])
def test_no_street_is_no_pattern(line: str) -> None:
    assert street_pattern(line) is None
