"""Costs as providers write them."""

import pytest

from resources.details.fees import read


def said(text: str, *, about_fees: bool = False) -> dict[str, object]:
    """The fields read and their values."""
    return {each.field: each.value for each in read(text, about_fees=about_fees)}


@pytest.mark.parametrize(
    ("written", "cents", "period"),
    [
        ("$25/week.", 2500, "a week"),
        ("Beds are $7 a night.", 700, "a night"),
        ("$1,250.50 per month", 125_050, "a month"),
        ("Weekly rent: $140", 14_000, "a week"),
        ("Dues, $12 annually", 1200, "a year"),
        ("A $5 co-pay per visit", 500, "a visit"),
        ("$30.", 3000, None),
        ("Bus passes. Free of charge.", 0, None),
        ("At no cost.", 0, None),
    ],
)
def test_one_price_is_the_cost(written: str, cents: int, period: str | None) -> None:
    found = read(written)

    assert said(written) == {"cost_cents": cents} | ({"cost_period": period} if period else {})
    assert all(each.confidence >= 0.8 for each in found)


@pytest.mark.parametrize(
    ("written", "quote"),
    [
        ("Dues are $10 a month. Camp is $70.", "$10 a month. Camp is $70"),
        ("Rent from $300-350.", "$300-350"),
        ("Sliding fee scale.", "Sliding fee scale"),
        ("First month free. $90 per week later.", "free. $90 per week"),
    ],
)
def test_several_prices_or_a_scale_are_no_single_cost(written: str, quote: str) -> None:
    (found,) = read(written)

    assert (found.field, found.value, found.quote) == ("cost_cents", None, quote)
    assert found.confidence < 0.5


@pytest.mark.parametrize(
    "written",
    [
        "Free for clients of the county.",
        "Up to $40 a week.",
        "Application fee: $15.",
        "Offers a drop-in center, a kitchen and free bus passes on Mondays.",
    ],
)
def test_the_price_of_some_or_of_a_part_is_unsure(written: str) -> None:
    assert [each.confidence for each in read(written) if each.confidence > 0.5] == []
    assert read(written)


@pytest.mark.parametrize(
    "written",
    [
        "Drug-free and smoke free housing.",
        "Feel free to call toll free.",
        "Loans up to $5,000.",
        "Workers earn $15 an hour.",
        "For households with incomes below $40,000.",
        "No sliding scale.",
        "Donations welcome.",
        "Not free.",
        "Classes are not always free.",
        "This isn't free of charge.",
        "No longer at no cost.",
        "None of the rooms are heated.",
    ],
)
def test_what_nobody_pays_is_no_cost(written: str) -> None:
    assert read(written) == []


def test_none_is_free_only_where_the_text_is_about_fees() -> None:
    assert said("None.", about_fees=True) == {"cost_cents": 0}
    assert said("None.") == {}
    assert [each.confidence for each in read("None, if eligible.", about_fees=True)] == [0.4]


@pytest.mark.parametrize(
    "written",
    [
        "An OSHA card and a $150 weekly stipend.",
        "A $60 voucher for work shoes.",
        "A $400 tool or uniform voucher and a paid trial.",
        "A $300 loan held in savings.",
        "$200 in furniture for a first place of one's own.",
        "Full-time work from $19 an hour, with a raise after ninety days.",
        "Tear-off and clean-up at $18 an hour in weekly pay.",
        "Call the emergency room if no bed is free.",
    ],
)
def test_what_people_are_paid_lent_or_given_is_no_price(written: str) -> None:
    assert read(written) == []


def test_by_the_hour_help_still_has_its_price() -> None:
    assert said("Counseling is $60 an hour.") == {"cost_cents": 6000, "cost_period": "an hour"}
