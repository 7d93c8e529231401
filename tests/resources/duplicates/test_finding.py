"""The duplicates of a whole directory."""

from resources.duplicates.blocks import Listing, candidates
from resources.duplicates.comparing import Label
from resources.duplicates.finding import find_duplicates

STEP = Listing("Harbor Step", "12 Heron St, Baltimore, MD 21201", "410-555-0101")


def test_the_surest_pair_comes_first_and_different_ones_not_at_all() -> None:
    listings = [
        Listing("Harbor Step", "99 Elm Ave, Baltimore 21230", "(410) 555-0101"),
        STEP,
        Listing("The Harbor Step, Inc.", "12 Heron Street, Baltimore 21201", "4105550101"),
        Listing("Example County Tax Office", "12 Heron St, Baltimore 21201", "410-555-0102"),
    ]

    found = find_duplicates(listings)

    assert [(each.a, each.b, each.comparison.label) for each in found] == [
        (1, 2, Label.SAME),
        (0, 1, Label.MOVED),
        (0, 2, Label.MOVED),
    ]


def test_candidates_share_a_number_a_house_or_a_rare_word() -> None:
    listings = [
        STEP,
        Listing("Harbor Step Inc", "Statewide", "410-555-0101"),
        Listing("Harbor Stepp", "12 Heron St #3, Baltimore 21201", ""),
        Listing("Harbor Step", "Call for location", ""),
        Listing("Bright Path", "7 Oak Rd, Towson 21204", "410-555-0109"),
    ]

    assert {(0, 1), (0, 2), (0, 3)} <= candidates(listings)
    assert not any(4 in pair for pair in candidates(listings))


def test_a_switchboard_shared_by_a_whole_town_makes_no_candidates() -> None:
    listings = [
        Listing(f"Provider {number} Path", f"{number} Oak Rd", "410-555-0100") for number in range(60)
    ]

    assert candidates(listings) == set()


def test_the_pairs_pass_by_whoever_watches_the_work() -> None:
    seen: list[tuple[int, int]] = []

    find_duplicates([STEP, STEP], lambda pairs: (seen.append(pair) or pair for pair in pairs))  # type: ignore[func-returns-value]

    assert seen == [(0, 1)]
