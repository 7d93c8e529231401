"""A tree over a need's offers, in which a search goes only where something good enough can be.

Each node knows the box its places lie in, the best standing in it, and which common questions all its offers ask: that
bounds the score of everything below, and tells where nobody with a person's answers qualifies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.columns.columns import ENDS_BRANCH, ENDS_LIST, SHIFT, Columns, Floats, Integers, places_of
from matching.ranking import HALF_TRAVEL_M

LEAF = 8
# So many questions, the commonest of a need, have a bit in every node.
BITS = 64
SIDES = (("west", "east"), ("south", "north"), ("down", "up"))
ALONE = ENDS_BRANCH | ENDS_LIST
Masks = NDArray[np.uint64]
Span = tuple[int, int, int]
# Offers below from start to end; the first child (its sister follows it; -1: none); the box in meters from the earth's
# center; the best standing; whatever any offer below accepts or speaks; the questions that every one asks by itself.
NODE = np.dtype(
    [
        *((name, "i4") for name in ("start", "end", "child")),
        *((name, "f8") for name in ("west", "south", "down", "east", "north", "up", "best")),
        ("accepts", "u1"),
        *((name, "u8") for name in ("speaks", "common")),
    ],
    align=True,
)
# An offer's number in the need's columns, and what stands there; start and end of its steps; asks: the common
# questions it asks by themselves.
OFFER = np.dtype(
    [
        *((name, "i4") for name in ("row", "tongues", "start", "end")),
        *((name, "f8") for name in ("east", "north", "up", "latitude", "longitude", "precision", "standing")),
        ("asks", "u8"),
        ("accepts", "u1"),
        *((name, "?") for name in ("residential", "secret", "gone")),
    ],
    align=True,
)


@dataclass(frozen=True)
class Tree:
    """A need's offers, laid out so that like ones lie together, those without a place under a root of their own.

    roots: the first nodes; nodes: NODE records; offers: OFFER records; bits: the commonest questions, in the order of
    their bits.
    """

    roots: int
    nodes: NDArray[np.void]
    offers: NDArray[np.void]
    steps: Integers
    bits: Integers


def grow(columns: Columns, weights: Mapping[str, float]) -> Tree:
    """Build the tree of a need's columns; the weights say how much a mile counts against standing."""
    bits = _commonest(columns)
    placed = ~np.isnan(columns.point[:, 0])
    parts = [part for part in (np.flatnonzero(placed), np.flatnonzero(~placed)) if len(part)]
    rows, spans = _divided(columns, parts, weights.get("travel", 0.0))
    places, starts = places_of(columns, rows)
    offers = _offers(columns, rows, starts, _asks(columns, bits))
    return Tree(len(parts), _nodes(offers, spans), offers, columns.steps[places], bits)


def _offers(columns: Columns, rows: Integers, starts: Integers, asks: Masks) -> NDArray[np.void]:
    offers = np.zeros(len(rows), OFFER)
    offers["row"], offers["start"], offers["end"], offers["asks"] = rows, starts[:-1], starts[1:], asks[rows]
    offers["east"], offers["north"], offers["up"] = columns.point[rows].T
    offers["latitude"], offers["longitude"], offers["precision"] = columns.zoned[rows].T
    for name in ("tongues", "standing", "accepts", "residential", "secret", "gone"):
        offers[name] = getattr(columns, name)[rows]
    return offers


def _nodes(offers: NDArray[np.void], spans: Sequence[Span]) -> NDArray[np.void]:
    nodes = np.zeros(len(spans), NODE)
    if not len(spans):
        return nodes
    nodes["start"], nodes["end"], nodes["child"] = np.array(spans, np.int32).T
    spoken = np.uint64(1) << np.minimum(offers["tongues"], BITS - 1).astype(np.uint64)
    for name, fold, values in (
        *((low, np.minimum, offers[high]) for low, high in SIDES),
        *((high, np.maximum, offers[high]) for _, high in SIDES),
        ("best", np.maximum, offers["standing"]),
        ("accepts", np.bitwise_or, offers["accepts"]),
        ("speaks", np.bitwise_or, spoken),
        ("common", np.bitwise_and, offers["asks"]),
    ):
        nodes[name] = _folded(fold, values, nodes)
    return nodes


def _folded(fold: np.ufunc, values: NDArray[Any], nodes: NDArray[np.void]) -> NDArray[Any]:
    """What the values of the offers below each node fold to: a leaf's from its offers, another's from its children."""
    found = np.empty(len(nodes), values.dtype)
    leaves = np.flatnonzero(nodes["child"] < 0)
    leaves = leaves[np.argsort(nodes["start"][leaves])]
    found[leaves] = fold.reduceat(values, nodes["start"][leaves])
    for node in np.flatnonzero(nodes["child"] >= 0)[::-1]:
        child = nodes["child"][node]
        found[node] = fold(found[child], found[child + 1])
    return found


def _divided(columns: Columns, parts: Sequence[NDArray[np.intp]], mile: float) -> tuple[Integers, list[Span]]:
    """Halve each part along its widest side or by standing, whichever sets the scores further apart."""
    order = np.concatenate(parts) if parts else np.empty(0, np.intp)
    ends = np.cumsum([len(part) for part in parts]).tolist()
    spans = [(end - len(part), end, -1) for end, part in zip(ends, parts, strict=True)]
    number = 0
    while number < len(spans):
        start, end, _ = spans[number]
        if end - start > LEAF:
            inside = order[start:end]
            middle = (end - start) // 2
            order[start:end] = inside[np.argpartition(_sides(columns, inside, mile), middle)]
            spans[number] = (start, end, len(spans))
            spans += [(start, start + middle, -1), (start + middle, end, -1)]
        number += 1
    return order.astype(np.int32), spans


def _sides(columns: Columns, inside: NDArray[np.intp], mile: float) -> Floats:
    here, standing = columns.point[inside], columns.standing[inside]
    widths = here.max(axis=0) - here.min(axis=0)
    side = int(np.argmax(widths))
    by_place = mile * widths[side] / (HALF_TRAVEL_M + widths[side])
    # What has no place has no width, and is divided by its standing.
    return here[:, side] if by_place >= standing.max() - standing.min() else standing


def _alone(columns: Columns) -> NDArray[np.bool_]:
    """Which steps are a list of one branch of one question."""
    before = np.concatenate(([ALONE], columns.steps[:-1]))
    alone: NDArray[np.bool_] = (columns.steps & ALONE == ALONE) & (before & ENDS_LIST == ENDS_LIST)
    return alone


def _commonest(columns: Columns) -> Integers:
    """The questions that most offers ask by themselves."""
    alone = columns.steps[_alone(columns)] >> SHIFT if len(columns) else np.empty(0, np.int32)
    questions, counts = np.unique(alone, return_counts=True)
    commonest: Integers = questions[np.argsort(-counts, kind="stable")][:BITS].astype(np.int32)
    return commonest


def _asks(columns: Columns, bits: Integers) -> Masks:
    """For each row, the common questions it asks by themselves."""
    if not len(columns):
        return np.empty(0, np.uint64)
    place = np.full(int(columns.steps.max() >> SHIFT) + 1, -1, np.int64)
    place[bits] = np.arange(len(bits))
    bit = np.where(_alone(columns), place[columns.steps >> SHIFT], -1)
    masks = np.where(bit >= 0, np.uint64(1) << np.maximum(bit, 0).astype(np.uint64), np.uint64(0))
    return np.bitwise_or.reduceat(masks, columns.starts[:-1])
