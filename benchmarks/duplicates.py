"""Searching a whole directory for duplicates: an invented one, a tenth of it written twice in another hand."""

import random
from collections.abc import Iterator
from functools import partial

from benchmarks.measure import Measured, measure
from resources.duplicates.blocks import Listing
from resources.duplicates.finding import find_duplicates

SIZES = (10_000, 100_000)
_FIRST = [
    "Harbor",
    "Heron",
    "Cedar",
    "Bright",
    "New",
    "Hope",
    "Grace",
    "Unity",
    "River",
    "Stone",
    "Open",
    "Saint",
]
_SECOND = [
    "Step",
    "Door",
    "Path",
    "Bridge",
    "House",
    "Haven",
    "Light",
    "Table",
    "Roots",
    "Field",
    "Harvest",
    "Gate",
]
_KIND = [
    "Food Pantry",
    "Shelter",
    "Health Center",
    "Job Center",
    "Counseling",
    "Legal Aid",
    "Outreach",
    "Housing",
]
_STREETS = [
    "Main",
    "Oak",
    "Elm",
    "Park",
    "Church",
    "Mill",
    "Liberty",
    "Maple",
    "Walnut",
    "Chestnut",
    "Howard",
    "Light",
]


def run() -> Iterator[Measured]:
    """Two sizes, each searched from the listed texts to the sorted pairs."""
    for size in SIZES:
        act = partial(find_duplicates, directory(size))
        yield measure("duplicates", "whole directory", size, act, times=1)


def directory(size: int) -> list[Listing]:
    """An invented directory of that many listings; the same size gives the same directory."""
    dice = random.Random(11)  # noqa: S311 - invented providers, no secret
    originals = [_listing(dice) for _ in range(size * 9 // 10)]
    listings = originals + [_again(dice, each) for each in dice.sample(originals, size - len(originals))]
    dice.shuffle(listings)
    return listings


def _listing(dice: random.Random) -> Listing:
    words = [dice.choice(_FIRST), dice.choice(_SECOND), dice.choice(_KIND)]
    if dice.random() < 0.5:
        letters = zip(dice.choices("bdfklmnprstvz", k=3), dice.choices("aeiou", k=3), strict=True)
        words.insert(2, "".join(map("".join, letters)).title())
    street = f"{dice.randint(1, 4000)} {dice.choice(_STREETS)} {dice.choice(['St', 'Ave', 'Rd'])}"
    phones = [f"({dice.randint(201, 989)}) 555-01{dice.randint(0, 99):02}" for _ in range(dice.randint(1, 3))]
    address = f"{street}, Exampleton, MD {dice.randint(20601, 21930)}"
    return Listing(" ".join(words), address, "; ".join(phones))


def _again(dice: random.Random, listing: Listing) -> Listing:
    """The same provider as another directory writes it; some with another address, or without their number."""
    name = f"{listing.name.replace('Center', 'Ctr').replace('Saint', 'St.')}, Inc."
    address = (
        listing.address.replace(" St,", " Street, Suite 2,") if dice.random() < 0.7 else "Call for location"
    )
    return Listing(name, address, listing.phones.split("; ")[0] if dice.random() < 0.8 else "")
