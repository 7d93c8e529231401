"""On labeled pairs of two real directories records are told apart as well as was measured when this was made."""

import csv
from pathlib import Path

import pytest
from rapidfuzz import fuzz

from resources.duplicates.comparing import Label, compare
from resources.duplicates.records import read_record

pytestmark = pytest.mark.shared_data

ONE_PROVIDER = {Label.SAME, Label.MOVED}


@pytest.fixture(scope="module")
def answered(shared: Path) -> list[tuple[str, Label]]:
    """For each pair what a person said and what is answered."""
    with (shared / "data" / "labels" / "duplicate_pairs_dev.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return [
        (
            row["label"],
            compare(
                read_record(row["doj_org"], row["doj_address"], row["doj_phone"]),
                read_record(row["charmcare_name"], row["charmcare_address"], row["charmcare_phones"]),
            ).label,
        )
        for row in rows
    ]


def test_one_provider_is_told_from_the_rest(answered: list[tuple[str, Label]]) -> None:
    right = sum(said in ONE_PROVIDER and found in ONE_PROVIDER for said, found in answered)

    assert right / sum(found in ONE_PROVIDER for _, found in answered) >= 0.95
    assert right / sum(said in ONE_PROVIDER for said, _ in answered) >= 0.95


def test_most_labels_are_exact(answered: list[tuple[str, Label]]) -> None:
    assert sum(said == found for said, found in answered) / len(answered) >= 0.9


def test_neighbors_with_other_names_and_numbers_are_never_joined(shared: Path) -> None:
    """By the rule that labeled part of the pairs, on every pair of buildings in the guide itself."""
    with (shared / "data" / "doj_maryland_reentry" / "doj-data.csv").open(
        newline="", encoding="utf-8"
    ) as file:
        rows = [row for row in csv.DictReader(file) if row["Type"]]
    by_street: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_street.setdefault(row["Address"][:20].casefold(), []).append(row)
    neighbors = [
        (one, other)
        for block in by_street.values()
        for at, one in enumerate(block)
        for other in block[at + 1 :]
        if fuzz.token_set_ratio(one["Organization"].casefold(), other["Organization"].casefold()) < 45
    ]

    joined = 0
    for one, other in neighbors:
        a, b = (read_record(each["Organization"], each["Address"], each["Phone"]) for each in (one, other))
        joined += not a.phones & b.phones and compare(a, b).label in ONE_PROVIDER

    assert len(neighbors) > 100
    assert joined / len(neighbors) < 0.01
