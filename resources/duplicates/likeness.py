"""How alike the names of two records are, part by part."""

from collections.abc import Mapping

from rapidfuzz import fuzz

from resources.duplicates.names import Name, Part, says_a_kind
from resources.duplicates.records import Record

NEARLY_EQUAL = 0.95
# What the initials of the other are worth: much beside a telephone or a building, never enough alone.
INITIALS = 0.89
# How much the words of a program weigh: one that tells, or two that name a kind.
_PROGRAM = 0.8
# Below this a name says too little for a part of it to stand for the whole.
_TELLING = 0.9
_CONTAINED, _OVERLAP = 0.6, 0.4
# So many words of their own make a name that no other provider of the town has by chance.
_NAMESAKE = 2
_HOTLINE, _JOB_CENTER = "hotline", "jobcenter"


def heads_alike(one: Name, other: Name) -> float:
    """How alike the providers are, whatever their programs and branches."""
    return max(_alike(one.head, other.head), _in_common(one.whole, other.whole))


def tails_alike(one: Record, other: Record) -> float:
    """How alike a part of one is to the other: "Arundel Haven, The Heron Center" names the Heron Center."""
    sides = ((one, other.name.head), (other, one.name.head))
    pairs = [(part, head) for record, head in sides for part in (*record.programs, *record.branches)]
    return max((_alike(part, head) for part, head in pairs if not part.is_host), default=0.0)


def are_namesakes(one: Name, other: Name) -> bool:
    """Whether the whole names are the same and have enough words of their own to be nobody else's in one town."""
    return one.whole.words == other.whole.words and len(one.whole.telling()) >= _NAMESAKE


def says_who(name: Name) -> bool:
    """Whether a name has words of its own, or a place; "Family Crisis Center" is the name of many."""
    return bool(name.whole.telling() or name.whole.placing())


def differ_in_own_words(one: Part, other: Part) -> bool:
    """Whether each says a word of its own that the other does not: "Heron Eye Clinic" and "Heron Foot Clinic"."""
    own, others = one.telling() - {_JOB_CENTER}, other.telling() - {_JOB_CENTER}
    return bool(own - other.words) and bool(others - one.words)


def are_hotlines(one: Name, other: Name) -> bool:
    """Whether both say that they are a hotline: then its number, and no house, is the provider."""
    return _HOTLINE in one.whole.weights and _HOTLINE in other.whole.weights


def are_job_centers(one: Name, other: Name) -> bool:
    """Whether both say that they are a public job center, of which no building has two."""
    return _JOB_CENTER in one.head.weights and _JOB_CENTER in other.head.weights


def _alike(one: Part, other: Part) -> float:
    """From 0 to 1: how much of the lesser is in the greater, and how much the two have in common."""
    if one.spelled != other.spelled and _are_initials(one, other):
        return INITIALS
    common = _in_common(one, other)
    lesser = min(sum(one.weights.values()), sum(other.weights.values()))
    if lesser < _TELLING or common in (0.0, 1.0):
        return common if common == 1.0 else 0.0
    return _CONTAINED * _shared(one, other) / lesser + _OVERLAP * common


def _are_initials(one: Part, other: Part) -> bool:
    """Whether one is the other's initials: "HRC", or "HRC Program", of "Heron River Clinic"."""
    sides = ((one, other), (other, one))
    return any(
        len(b.initials) > 2 and (a.spelled == b.initials or a.telling() == {b.initials}) for a, b in sides
    )


def _in_common(one: Part, other: Part) -> float:
    """Which share of the words of both, by weight, is the same."""
    if one.weights.keys() == other.weights.keys():
        return 1.0 if one.weights else 0.0
    if fuzz.ratio(one.spelled, other.spelled, score_cutoff=100 * NEARLY_EQUAL):
        return 1.0
    shared = _shared(one, other)
    return shared / (sum(one.weights.values()) + sum(other.weights.values()) - shared)


def _shared(one: Part, other: Part) -> float:
    return sum(min(weight, other.weights.get(word, 0.0)) for word, weight in one.weights.items())


def goes_on(one: Part, other: Part) -> bool:
    """Whether one goes on to name a program: "Heron House Women's Clinic" beside "Heron House"."""
    return news(one, other.weights) >= _PROGRAM and says_a_kind(one.words - other.words)


def news(part: Part, said: Mapping[str, float]) -> float:
    """How much of a part, by weight, has not been said."""
    return sum(weight for word, weight in part.weights.items() if word not in said)
