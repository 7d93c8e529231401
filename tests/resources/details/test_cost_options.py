"""Several prices: each with the words that say for whom or for what, or none at all where that is not plain."""

import pytest

from resources.details.cost_options import read
from resources.details.reader import read_details

Told = tuple[str, int | None, str]


def said(text: str) -> list[Told]:
    """The options of a text on fees."""
    rows = [each.value for each in read(text, about_fees=True)[0] if isinstance(each.value, dict)]
    return [(row["option"], row["amount_cents"], row["period"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("Free for veterans, others $20.", [("veterans", 0, ""), ("others", 2000, "")]),
        ("Adults $10, children $5", [("Adults", 1000, ""), ("children", 500, "")]),
        (
            "$100 admission fee. $90/week rent.",
            [("admission fee", 10000, ""), ("rent", 9000, "a week")],
        ),
        (
            "$12/week for a shared room, and $20/week for a single room",
            [("a shared room", 1200, "a week"), ("a single room", 2000, "a week")],
        ),
        (
            "Claims of $5,000 or less: $20 to file; $5,000 or more: $30 to file.",
            [("Claims of $5,000 or less to file", 2000, ""), ("$5,000 or more to file", 3000, "")],
        ),
        ("Medicaid, sliding fee scale.", [("sliding fee scale", None, "")]),
        (
            "Sliding scale based on income. No fee for the shelter.",
            [("Sliding scale based on income", None, ""), ("the shelter", 0, "")],
        ),
        (
            "$375/month for housing. Sliding fee scale for counseling.",
            [("housing", 37500, "a month"), ("Sliding fee scale for counseling", None, "")],
        ),
    ],
)
def test_each_price_is_told_with_its_words(text: str, options: list[Told]) -> None:
    assert said(text) == options
    assert not read(text, about_fees=True)[1]


@pytest.mark.parametrize(
    "text",
    [
        "$2,500 - $3,500 a month.",
        "$20, $40, $60.",
        "Camp: $165-$350. Maximum $400.",
        "Suggested dues, $20 for one, $25 for a couple.",
        "$10 a creditor, not to exceed $30.",
        "Some services are free; others from $5.",
        "Intake $100, weekly $84: Other, Intake; $240.",
    ],
)
def test_what_is_not_plain_is_not_read_and_told_as_such(text: str) -> None:
    found, unclear = read(text, about_fees=True)

    assert unclear
    assert all(isinstance(each.value, dict) and each.value["amount_cents"] for each in found)
    assert len(found) < text.count("$")


@pytest.mark.parametrize(
    "text", ["No sliding fee scale.", "No private insurance or sliding scale.", "Does not offer a fee scale."]
)
def test_a_scale_that_there_is_not_is_none(text: str) -> None:
    assert read(text, about_fees=True) == ([], False)


def test_the_quote_holds_the_exact_words() -> None:
    text = "Shelter is free; Meals: $4 a day (adults), and $2 a day for children."

    found, _ = read(text, about_fees=True)

    assert all(each.quote in text for each in found)
    assert [each.quote for each in found if isinstance(each.value, dict)] == [
        "Shelter is free",
        "Meals: $4 a day (adults)",
        "$2 a day for children",
    ]


def test_what_everybody_pays_is_the_cost_beside_the_options() -> None:
    found = read_details("Fees: $85 a week. Intake fee: $150.", "fees_description")

    assert [(each.field, each.value) for each in found] == [
        ("cost_cents", 8500),
        ("cost_period", "a week"),
        ("cost_options", {"option": "Intake fee", "amount_cents": 15000, "period": ""}),
    ]


def test_a_single_price_is_no_option() -> None:
    assert {each.field for each in read_details("$20 a week.", "fees_description")} == {
        "cost_cents",
        "cost_period",
    }


@pytest.mark.parametrize(
    "piece", ["$1,", "$1 and ", "free ", "$1-", "sliding scale ", "fee for ", "$1 or less "]
)
def test_no_text_keeps_the_reader_busy(piece: str) -> None:
    read_details(piece * 3000, "fees_description")
