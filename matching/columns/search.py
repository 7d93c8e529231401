"""The fast path: the best rows of a need for many people, found in its tree; the same rows as `scan`, to the last bit.

What a person or an offer is was turned into numbers before, so that no rule is written twice; numba compiles the walk.
It works on records side by side in memory, and on arrays handed over one by one: both cost it nothing to pass on.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.areas import EARTH_RADIUS_M
from matching.columns.columns import ENDS_BRANCH, ENDS_LIST, SHIFT, Floats, Integers
from matching.columns.crowd import Crowd
from matching.columns.topics import Answers
from matching.columns.tree import BITS, Tree
from matching.ranking import HALF_TRAVEL_M, NEUTRAL

F = TypeVar("F", bound=Callable[..., Any])
ELIGIBLE, POSSIBLE = 0, 1
# unsure and ruled_out: the common questions not met, and answered no, a bit each; eligible, possible: found so far;
# zoned: a zone bars more than living there, so that what has no place is never sure to be clear of it;
# by_…: the weights of what ranking looks at in a person, and all: the sum of all weights.
PERSON = np.dtype(
    [
        *(
            (name, "f8")
            for name in ("east", "north", "up", "by_travel", "by_acceptance", "by_language", "all")
        ),
        *((name, "u8") for name in ("fluent", "neutral", "unsure", "ruled_out")),
        *((name, "i4") for name in ("eligible", "possible")),
        *((name, "?") for name in ("kept_from", "zoned")),
    ],
    align=True,
)
PLACE = np.dtype([("row", "i4"), ("score", "f8"), ("meters", "f8")], align=True)
Records = NDArray[np.void]
# One row of such an array, its fields as attributes: so numba has it, and the types of Python cannot say it.
Record = Any


def compiled(function: F) -> F:
    """A function that numba makes into machine code, kept beside the file for the next start.

    Each is put into the one that calls it, and a division by nothing is not looked out for: together a fifth faster.
    """
    return cast("F", njit(cache=True, nogil=True, forceinline=True, error_model="numpy")(function))


class Best:
    """The best rows of each person: first those eligible, then those possible, together at most the limit.

    places: people × 2 × limit, row -1 where there are no more. What is possible is looked for only where too few are
    eligible.
    """

    def __init__(self, places: Records) -> None:
        self.places = places

    def of(self, person: int) -> tuple[list[int], list[int]]:
        """The rows of one person, eligible and possible."""
        eligible, possible = ([int(row) for row in tier["row"] if row >= 0] for tier in self.places[person])
        return eligible, possible[: self.places.shape[2] - len(eligible)]


def best(
    tree: Tree, drawn: Answers, people: Crowd, weights: Mapping[str, float], limit: int, who: Integers
) -> Best:
    """The best offers of one need for some of a crowd, by their numbers in it; drawn: columns.drawn.drawn_answers."""
    places = np.full((len(who), 2, limit), np.array((-1, -np.inf, np.inf), PLACE))
    persons = np.zeros(len(people.answers), PERSON)
    persons["east"], persons["north"], persons["up"] = people.points.T
    persons["kept_from"] = people.kept_from
    for name in ("travel", "acceptance", "language"):
        persons[f"by_{name}"] = weights.get(name, 0.0)
    persons["all"] = sum(weights.values()) or 1
    _search(
        *(tree.roots, tree.nodes, tree.offers, tree.steps, tree.bits, persons, who),
        *(
            people.answers,
            people.acceptance,
            people.languages,
            people.zones,
            people.zone_starts,
            drawn,
            places,
        ),
    )
    return Best(places)


@compiled
def _search(
    roots: int, nodes: Records, offers: Records, steps: Integers, bits: Integers, persons: Records, who: Integers,
    answers: Answers, acceptance: Floats, languages: Floats, zones: Floats, zone_starts: Integers, drawn: Answers,
    places: Records,
) -> None:  # fmt: skip
    heap, bounds = np.empty(len(nodes) + 1, np.int32), np.empty(len(nodes) + 1)
    for place in range(len(who)):
        number = who[place]
        person, known = persons[number], answers[number]
        _mark(person, known, languages[number], bits)
        around = zones[zone_starts[number] : zone_starts[number + 1]]
        person.zoned = len(around) > 0 and np.min(around[:, 0]) == 0
        _walk(
            roots, nodes, offers, steps, person, known, acceptance[number], languages[number], around, drawn,
            places[place], heap, bounds,
        )  # fmt: skip


@compiled
def _mark(person: Record, answers: Answers, languages: Floats, bits: Integers) -> None:
    """Note which common questions, and which sets of languages, stand how with a person."""
    for tongue in range(len(languages)):
        mark = np.uint64(1) << np.uint64(min(tongue, BITS - 1))
        if languages[tongue] > NEUTRAL:
            person.fluent |= mark
        elif languages[tongue] == NEUTRAL:
            person.neutral |= mark
    for bit in range(len(bits)):
        mark = np.uint64(1) << np.uint64(bit)
        if answers[bits[bit]] < 2:
            person.unsure |= mark
        if answers[bits[bit]] == 0:
            person.ruled_out |= mark


@compiled
def _walk(
    roots: int, nodes: Records, offers: Records, steps: Integers, person: Record, answers: Answers,
    acceptance: Floats, languages: Floats, zones: Floats, drawn: Answers, found: Records,
    heap: Integers, bounds: Floats,
) -> None:  # fmt: skip
    """Open the node with the highest bound, until no bound is good enough."""
    waiting = 0
    for root in range(roots):
        waiting = _push(root, np.inf, heap, bounds, waiting)
    while waiting and (
        _hopeful(ELIGIBLE, bounds[0], person, found) or _hopeful(POSSIBLE, bounds[0], person, found)
    ):
        node = nodes[heap[0]]
        waiting = _pop(heap, bounds, waiting)
        if node.child < 0:
            for row in range(node.start, node.end):
                _consider(offers[row], steps, person, answers, acceptance, languages, zones, drawn, found)
            continue
        for each in range(node.child, node.child + 2):
            below = nodes[each]
            if below.common & person.ruled_out:
                continue
            bound = _bound(below, person, acceptance)
            sure = not below.common & person.unsure and not (person.zoned and np.isnan(below.west))
            if (sure and _hopeful(ELIGIBLE, bound, person, found)) or _hopeful(
                POSSIBLE, bound, person, found
            ):
                waiting = _push(each, bound, heap, bounds, waiting)


@compiled
def _consider(
    offer: Record, steps: Integers, person: Record, answers: Answers,
    acceptance: Floats, languages: Floats, zones: Floats, drawn: Answers, found: Records,
) -> None:  # fmt: skip
    """Enter an offer among the best, if it belongs there; its questions are looked at last, being the longest."""
    hidden = offer.gone or (offer.secret and person.kept_from)
    if hidden or offer.asks & person.ruled_out:
        return
    east, north, up = offer.east - person.east, offer.north - person.north, offer.up - person.up
    meters = np.sqrt(east * east + north * north + up * up)
    score = _score(
        person, offer.standing, _travel(meters), acceptance[offer.accepts], languages[offer.tongues]
    )
    eligible = not offer.asks & person.unsure and _hopeful(ELIGIBLE, score, person, found)
    possible = _hopeful(POSSIBLE, score, person, found)
    if eligible or possible:
        status = _status(offer, steps, answers, zones, drawn)
        if (status == 2 and eligible) or (status == 1 and possible):
            _enter(2 - status, offer.row, score, np.inf if np.isnan(meters) else meters, person, found)


@compiled
def _status(offer: Record, steps: Integers, answers: Answers, zones: Floats, drawn: Answers) -> int:
    """Smallest of largest of smallest, as in scan; ends at the first list that is not met."""
    status, branch, largest = 2, 2, 0
    for place in range(offer.start, offer.end):
        step = steps[place]
        branch = min(branch, answers[step >> SHIFT])
        if step & ENDS_BRANCH:
            largest, branch = max(largest, branch), 2
        if step & ENDS_LIST:
            status, largest = min(status, largest), 0
            if status == 0:
                return 0
    for number in range(len(zones)):
        status = min(status, _zone(offer, zones[number], drawn))
    return status


@compiled
def _zone(offer: Record, zone: Floats, drawn: Answers) -> int:
    if zone[0] == 1 and not offer.residential:
        return 2
    if zone[6] >= 0:
        return int(drawn[int(zone[6]), offer.row])
    # So far north or south that the rest need not be reckoned; a meter to spare for rounding.
    if EARTH_RADIUS_M * abs(offer.latitude - zone[1]) - offer.precision - zone[4] > zone[3] + 1:
        return 2
    half_north, half_east = np.sin((offer.latitude - zone[1]) / 2), np.sin((offer.longitude - zone[2]) / 2)
    chord = half_north**2 + np.cos(zone[1]) * np.cos(offer.latitude) * half_east**2
    apart = 2 * EARTH_RADIUS_M * np.arcsin(min(1.0, np.sqrt(chord)))
    if apart - offer.precision - zone[4] > zone[3]:
        return 2
    return 0 if (apart + offer.precision) * zone[5] < zone[3] else 1


@compiled
def _bound(node: Record, person: Record, acceptance: Floats) -> float:
    """No offer below a node scores higher."""
    language = 1.0 if node.speaks & person.fluent else NEUTRAL if node.speaks & person.neutral else 0.0
    # Not a number where the node has no box, or nobody knows the person's place.
    east = _beyond(node.west, node.east, person.east)
    north = _beyond(node.south, node.north, person.north)
    up = _beyond(node.down, node.up, person.up)
    nearest = np.sqrt(east * east + north * north + up * up)
    return _score(person, node.best, _travel(nearest), acceptance[node.accepts], language)


@compiled
def _beyond(low: float, high: float, here: float) -> float:
    if here < low:
        return low - here
    return here - high if here > high else 0.0 * (low - here)


@compiled
def _travel(meters: float) -> float:
    if np.isnan(meters):
        return NEUTRAL
    return HALF_TRAVEL_M / (HALF_TRAVEL_M + meters)


@compiled
def _score(person: Record, standing: float, travel: float, acceptance: float, language: float) -> float:
    personal = person.by_travel * travel + person.by_acceptance * acceptance + person.by_language * language
    return float((standing + personal) / person.all)


@compiled
def _hopeful(tier: int, score: float, person: Record, found: Records) -> bool:
    """Whether a score could still come among the best of a tier; possible ones count while eligible ones are few."""
    limit = found.shape[1]
    if tier == POSSIBLE and person.eligible == limit:
        return False
    count = person.eligible if tier == ELIGIBLE else person.possible
    return bool(count < limit or score >= found[tier, limit - 1].score)


@compiled
def _enter(tier: int, row: int, score: float, meters: float, person: Record, found: Records) -> None:
    """Put a row where it belongs; the last one gives way where there is no room, unless it is the better."""
    place = person.eligible if tier == ELIGIBLE else person.possible
    if place == found.shape[1]:
        place -= 1
        if not _is_better(score, meters, row, found[tier, place]):
            return
    elif tier == ELIGIBLE:
        person.eligible += 1
    else:
        person.possible += 1
    while place > 0 and _is_better(score, meters, row, found[tier, place - 1]):
        found[tier, place].row = found[tier, place - 1].row
        found[tier, place].score = found[tier, place - 1].score
        found[tier, place].meters = found[tier, place - 1].meters
        place -= 1
    found[tier, place].row, found[tier, place].score, found[tier, place].meters = row, score, meters


@compiled
def _is_better(score: float, meters: float, row: int, other: Record) -> bool:
    """By score, then by distance, then by the order of ids."""
    if score != other.score:
        return bool(score > other.score)
    if meters != other.meters:
        return bool(meters < other.meters)
    return bool(row < other.row)


@compiled
def _push(node: int, bound: float, heap: Integers, bounds: Floats, waiting: int) -> int:
    """Let a node wait its turn, the highest bound on top; how many wait then."""
    place = waiting
    while place > 0 and bounds[(place - 1) // 2] < bound:
        heap[place], bounds[place] = heap[(place - 1) // 2], bounds[(place - 1) // 2]
        place = (place - 1) // 2
    heap[place], bounds[place] = node, bound
    return waiting + 1


@compiled
def _pop(heap: Integers, bounds: Floats, waiting: int) -> int:
    """Take away the top; how many wait then."""
    waiting -= 1
    node, bound, place = heap[waiting], bounds[waiting], 0
    while True:
        child = 2 * place + 1
        if child + 1 < waiting and bounds[child + 1] > bounds[child]:
            child += 1
        if child >= waiting or bounds[child] <= bound:
            break
        heap[place], bounds[place] = heap[child], bounds[child]
        place = child
    heap[place], bounds[place] = node, bound
    return waiting
