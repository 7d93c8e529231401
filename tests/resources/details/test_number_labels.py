"""Several numbers beside each other: each keeps its own kind, however the file writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.details.telephone import read, read_numbers

LABELS = {
    "fax": ("fax", "Fax", "FAX", "Facsimile"),
    "voice": ("phone", "Office", "voice", "Main", "Tel"),
    "tty": ("TTY", "TDD", "TTY/TDD"),
    "hotline": ("24-hour hotline", "Helpline"),
}
BEHIND = (
    "{number} ({label})",
    "{number} - {label}",
    "{number} {label}",
    "{number}, {label}",
    "{number} x12 ({label})",
)
BEFORE = (
    "{label}: {number}",
    "{label} {number}",
    "{label} - {number}",
    "({label}) {number}",
    "{label}:\n{number}",
)
PARTED = (" / ", "; ", "\n", ", ", " or ", " | ", " and ")


@given(
    st.lists(st.sampled_from(sorted(LABELS)), min_size=1, max_size=5),
    st.sampled_from(BEHIND + BEFORE),
    st.sampled_from((*PARTED, " ")),
    st.data(),
)
def test_each_number_keeps_its_kind_in_any_order_behind_any_mark_and_with_any_label(
    kinds: list[str], style: str, mark: str, data: st.DataObject
) -> None:
    labels = [data.draw(st.sampled_from(LABELS[kind])) for kind in kinds]
    written = [
        style.format(number=f"410-555-01{at:02}", label=label) for at, label in enumerate(labels, start=10)
    ]

    assert [each.type for each in read_numbers(mark.join(written))] == kinds


@given(
    st.lists(st.sampled_from(sorted(LABELS)), min_size=1, max_size=5),
    st.sampled_from(PARTED[:3]),
    st.data(),
)
def test_where_numbers_are_parted_each_may_have_its_own_style(
    kinds: list[str], mark: str, data: st.DataObject
) -> None:
    styles = ("{number} ({label})", "{number} {label}", "{label}: {number}", "{label} {number}")
    written = [
        data.draw(st.sampled_from(styles)).format(number=f"410-555-01{at:02}", label=LABELS[kind][0])
        for at, kind in enumerate(kinds, start=10)
    ]

    assert [each.type for each in read_numbers(mark.join(written))] == kinds


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("410-555-8888 (fax) / 410-555-8887 ext. 12", ["fax", "voice"]),
        ("410-555-8888 fax / 410-555-8887 office", ["fax", "voice"]),
        ("410-555-8888 (fax), 410-555-8887", ["fax", "voice"]),
        ("(410) 555-8888 - Fax\n(410) 555-8887", ["fax", "voice"]),
        ("410-555-8888 (fax) 410-555-8887", ["fax", "voice"]),
        ("410-555-8887 fax 410-555-8888", ["voice", "fax"]),
        ("F: 410-555-8888", ["fax"]),
        ("410-555-8888, fax 410-555-8887, office", ["fax", "voice"]),
        ("410-555-8887, fax 410-555-8888", ["voice", "fax"]),
        ("P: 410-555-8887 F: 410-555-8888", ["voice", "fax"]),
        ("410-555-8888 (F), 410-555-8887 (P)", ["fax", "voice"]),
        ("Fax No. 410-555-8888", ["fax"]),
        ("Tel. 410-555-8887 Fax\n410-555-8888", ["voice", "fax"]),
        ("Phone\n410-555-8887\nFax\n410-555-8888", ["voice", "fax"]),
        ("410-555-8887 ext. 12 Fax 410-555-8888", ["voice", "fax"]),
        ("Phone 410-555-8887, 410-555-8888 (fax), 410-555-8889", ["voice", "fax", "voice"]),
    ],
)
def test_a_fax_is_never_called_and_a_telephone_never_faxed(written: str, kinds: list[str]) -> None:
    assert [each.type for each in read_numbers(written)] == kinds


def test_an_extension_stays_with_its_number() -> None:
    found = read_numbers("410-555-8888 (fax) / 410-555-8887 ext. 12 (Benefits)")

    assert [(each.extension, each.description) for each in found] == [("", ""), ("12", "Benefits")]


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("Reach us: 410-555-8887 (voice) 410-555-8888 (fax).", ["voice", "fax"]),
        ("Call 410-555-8887 to apply or fax the form to 410-555-8888.", ["voice", "fax"]),
        ("Fax the form to 410-555-8888. Questions: 410-555-8887.", ["fax", "voice"]),
        ("Send it to 410-555-8888 (fax) or call 410-555-8887.", ["fax", "voice"]),
        ("Tel. 410-555-8887, Fax. 410-555-8888", ["voice", "fax"]),
        ("410-555-8887 Fax 410-555-8888\n 410-555-8886  TTY", ["voice", "fax", "tty"]),
        ("301-555-8887   Fax 301-555 8888\n\n4) Hagerstown Office\n 32 W. First St.", ["voice", "fax"]),
        (
            "Hall, 410-555-8887. Fax: \n   410-555-8888. Staff on call 24 hours. Call 410-555-8886.",
            ["voice", "fax", "voice"],
        ),
    ],
)
def test_prose_gives_each_number_its_own_kind_too(written: str, kinds: list[str]) -> None:
    values = [each.value for each in read(written)]

    assert [value["type"] for value in values if isinstance(value, dict)] == kinds
