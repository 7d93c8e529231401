"""Addresses as directories write them are taken apart, or known for what they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from resources.geography.postal_addresses import AddressKind, PostalAddress, parse_address


def parts(address: PostalAddress) -> tuple[str | None, ...]:
    """Street, unit, city, state and ZIP, for comparing at a glance."""
    return address.street, address.unit, address.city, address.state, address.postal_code


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("12 Heron Street Cumberland, MD 21502", ("12 Heron Street", None, "Cumberland", "MD", "21502")),
        ("12 Heron St., Bel Air, Maryland 21014", ("12 Heron St.", None, "Bel Air", "MD", "21014")),
        ("12 Heron Street Frederick MD 21701-0857", ("12 Heron Street", None, "Frederick", "MD", "21701")),
        ("12 Heron Rd, Easton, MD 21601- 3197", ("12 Heron Rd", None, "Easton", "MD", "21601")),
        ("12 heron st, baltimore, md 217031234", ("12 heron st", None, "Baltimore", "MD", "21703")),
        ("12 Heron Pl, Baltimore, MD", ("12 Heron Pl", None, "Baltimore", "MD", None)),
        ("12 Heron Pl NE, Washington D.C.", ("12 Heron Pl NE", None, "Washington", "DC", None)),
        ("12 Heron Pl NE, Washington 20002", ("12 Heron Pl NE", None, "Washington", "DC", "20002")),
        ("12 Heron Pl\nBaltimore, MD\r\n21201", ("12 Heron Pl", None, "Baltimore", "MD", "21201")),
        ("12 St. Paul Pl, St. Leonard, MD 20685", ("12 St. Paul Pl", None, "St. Leonard", "MD", "20685")),
        ("12 Snow Hill Road Snow Hill, MD 21863", ("12 Snow Hill Road", None, "Snow Hill", "MD", "21863")),
        ("12 Elm Ct", ("12 Elm Ct", None, None, None, None)),
    ],
)
def test_a_whole_line_is_taken_apart(line: str, expected: tuple[str | None, ...]) -> None:
    assert parts(parse_address(line)) == expected


@pytest.mark.parametrize(
    ("line", "street", "unit"),
    [
        ("12 Heron Street, Suite 301 Cumberland, MD 21502", "12 Heron Street", "Suite 301"),
        ("12 Heron Street, Suite 5/6 LaVale, MD 21502", "12 Heron Street", "Suite 5/6"),
        ("12 Heron Highway, Suite K in Glen Burnie, MD", "12 Heron Highway", "Suite K"),
        ("12 Heron Street, 2nd Floor Westminster, MD 21157", "12 Heron Street", "2nd Floor"),
        ("12 Heron Avenue #310, Silver Spring, MD 20910", "12 Heron Avenue", "#310"),
        ("Suite 200, 12 Heron Street, Towson, MD 21204", "12 Heron Street", "Suite 200"),
        ("Heron Building, 12 Bay St, Easton, MD 21601", "12 Bay St", "Heron Building"),
        (
            "Heron County Court, 1st Floor 12 W. Bay St Bel Air, MD",
            "12 W. Bay St",
            "Heron County Court, 1st Floor",
        ),
        ("12 Bay Street (Rear Entrance) Easton, MD 21601", "12 Bay Street", "Rear Entrance"),
        ("12 Bay Rd, S.E. Cumberland, MD 21502", "12 Bay Rd, S.E.", None),
        ("12 Bay Street, Suites 101 and 201 Baltimore, MD 21201", "12 Bay Street", "Suites 101 and 201"),
        ("12A Heron Shopping Plaza Aberdeen, MD 21001", "12A Heron Shopping Plaza", None),
    ],
)
def test_what_stands_beside_the_street_is_kept_as_the_unit(line: str, street: str, unit: str | None) -> None:
    address = parse_address(line)

    assert (address.kind, address.street, address.unit) == (AddressKind.STREET, street, unit)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("P.O. Box 1190 Bel Air, MD 21014", AddressKind.PO_BOX),
        ("PO Box 24258", AddressKind.PO_BOX),
        ("Statewide. Call for Locations.", AddressKind.STATEWIDE),
        ("Call for location in Dundalk", AddressKind.TELEPHONE_ONLY),
        ("24-hour hotline", AddressKind.TELEPHONE_ONLY),
        ("Confidential Address", AddressKind.CONFIDENTIAL),
        ("Location undisclosed, Towson, MD 21204", AddressKind.CONFIDENTIAL),
        ("Safe at Home, PO Box 12, Annapolis, MD 21404", AddressKind.CONFIDENTIAL),
        ("Various Locations", AddressKind.UNKNOWN),
        ("", AddressKind.UNKNOWN),
    ],
)
def test_a_line_without_a_street_is_known_for_what_it_is(line: str, kind: AddressKind) -> None:
    assert parse_address(line).kind is kind


def test_a_confidential_line_gives_no_street_even_where_one_is_written() -> None:
    address = parse_address("12 Heron Street (confidential), Towson, MD 21204")

    assert address == PostalAddress(AddressKind.CONFIDENTIAL, city="Towson", state="MD", postal_code="21204")


def test_a_box_number_is_not_taken_for_a_zip_code() -> None:
    assert parse_address("P.O. Box 21201").postal_code is None


def test_a_note_after_the_zip_code_does_not_hide_it() -> None:
    address = parse_address("PO Box 214 - Delmar, DE 19940 - Operates in Wicomico County")

    assert parts(address) == ("PO Box 214", None, "Delmar", "DE", "19940")


def test_a_county_alone_is_kept_as_the_county() -> None:
    assert parse_address("Caroline County").county == "Caroline County"


@pytest.mark.parametrize(
    ("line", "city", "state", "postal_code"),
    [
        ("12 Heron Street", "Suite 301 Cumberland", "MD", "21502"),
        ("12 Heron Street, Suite 301", "Cumberland", "Maryland", "21502-1745"),
        ("12 Heron Street, Suite 301, Cumberland, MD 21502", "Cumberland", "md", "21502"),
        ("12 Heron Street, Suite 301, Cumberland, MD 21502", "", "", ""),
        ("12 Heron Street, Suite 301, Cumberland", "cumberland", "MD", "21502.0"),
        ("12 Heron Street", "Suite 301 Cumberland MD", "21502", "21502"),
    ],
)
def test_columns_and_line_together_give_one_address(
    line: str, city: str, state: str, postal_code: str
) -> None:
    address = parse_address(line, city=city, state=state, postal_code=postal_code)

    assert parts(address) == ("12 Heron Street", "Suite 301", "Cumberland", "MD", "21502")


def test_a_zip_that_lost_its_leading_zero_gets_it_back() -> None:
    address = parse_address("12 Heron St", city="Hoboken", state="NJ", postal_code="7030")

    assert address.postal_code == "07030"


def test_a_state_that_contradicts_the_zip_stays_as_written() -> None:
    assert parse_address("12 Heron St, Baltimore, VA 21201").state == "VA"


@settings(deadline=None)  # the first example loads the ZIP codes
@given(st.text(), st.text(), st.text(), st.text())
def test_no_text_whatever_makes_it_fail(line: str, city: str, state: str, postal_code: str) -> None:
    address = parse_address(line, city=city, state=state, postal_code=postal_code)

    assert address.kind in AddressKind


@settings(deadline=None)
@given(
    st.integers(1, 9999),
    st.sampled_from(["Heron Street", "N Heron Ave", "Old Bay Rd"]),
    st.sampled_from(["", "Suite 5", "2nd Floor", "Apt 3B"]),
    st.sampled_from(
        [("Cumberland", "MD", "21502"), ("Bel Air", "MD", "21014"), ("Havre de Grace", "MD", "21078")]
    ),
    st.sampled_from([", ", " "]),
)
def test_what_was_put_together_comes_apart_again(
    number: int, street: str, unit: str, town: tuple[str, str, str], between: str
) -> None:
    line = between.join(filter(None, [f"{number} {street}", unit, f"{town[0]}, {town[1]} {town[2]}"]))

    assert parts(parse_address(line)) == (f"{number} {street}", unit or None, *town)
