"""Finding a name among many as it is typed: whole names with two typos, and every beginning of a name."""

import random
from collections.abc import Iterator
from functools import partial
from itertools import cycle
from string import ascii_lowercase

from benchmarks.measure import Measured, measure
from resources.search.index import Index, Subject

SIZES = (10_000, 100_000)
TIMES = 1000
FOUND = 10
_FIRST = ("Harbor", "Cedar", "New", "Saint", "Open", "River", "Unity", "Bright", "Grace", "Hope")
_PLACE = ("County", "City", "Valley", "Community", "Street", "House", "Regional", "Eastside", "Hill", "Park")
_KIND = (
    "Food Pantry",
    "Shelter",
    "Health Center",
    "Job Center",
    "Counseling",
    "Legal Aid Society",
    "Outreach Ministries",
    "Housing Authority",
    "Recovery Services",
    "Adult Education",
)


def run() -> Iterator[Measured]:
    """Two sizes: building the index, whole names with two typos, and typing letter by letter."""
    for size in SIZES:
        called = names(size)
        yield measure("names", "build", size, partial(index, called), times=3)
        searched = index(called)
        dice = random.Random(size)  # noqa: S311 - invented names, no secret
        asked = dice.sample(called, TIMES)
        typed = [with_typos(dice, name) for name in asked]
        found = found_in(searched, asked, typed)
        yield _measured(searched, f"two typos, {found:.1%} in first {FOUND}", size, typed)
        beginnings = [name[: dice.randint(1, len(name))] for name in asked]
        yield _measured(searched, "a beginning", size, beginnings)


def names(size: int) -> list[str]:
    """That many invented names of providers, no two alike; the same size gives the same names."""
    dice = random.Random(7)  # noqa: S311 - invented names, no secret
    made: dict[str, None] = {}
    while len(made) < size:
        made[_name(dice)] = None
    return list(made)


def index(called: list[str]) -> Index:
    """An index of organizations of these names."""
    return Index(Subject("organization", name) for name in called)


def with_typos(dice: random.Random, name: str, count: int = 2) -> str:
    """The name with so many letters left out, put in, mistaken, or changed places with the next."""
    for _ in range(count):
        at, letter = dice.randrange(len(name) - 1), dice.choice(ascii_lowercase)
        name = dice.choice(
            [
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + letter + name[at + 1 :],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            ]
        )
    return name


def found_in(searched: Index, asked: list[str], typed: list[str]) -> float:
    """The share of names that stand among the first ten for what was typed instead of them."""
    finds = zip(asked, typed, strict=True)
    hits = [name in {each.name for each in searched.find(text, FOUND)} for name, text in finds]
    return sum(hits) / len(hits)


def _measured(searched: Index, case: str, size: int, typed: list[str]) -> Measured:
    turn = cycle(typed)
    return measure("names", case, size, lambda: searched.find(next(turn), FOUND), times=len(typed))


def _name(dice: random.Random) -> str:
    letters = zip(dice.choices("bdfklmnprstvz", k=3), dice.choices("aeiou", k=3), strict=True)
    words = ["".join(map("".join, letters)).title(), dice.choice(_KIND)]
    if dice.random() < 0.4:
        words.insert(dice.randrange(2), dice.choice(_FIRST))
    if dice.random() < 0.4:
        words.insert(1, dice.choice(_PLACE))
    return " ".join(words)
