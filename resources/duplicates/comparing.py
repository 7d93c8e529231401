"""Whether two records are one provider, and the reasons, which a coordinator can check."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from resources.duplicates.names import Name, Part, says_a_kind
from resources.duplicates.records import Record, is_toll_free


class Label(StrEnum):
    """What two records are to each other."""

    SAME = "same"
    MOVED = "same_provider_address_differs"
    RELATED = "parent_or_program"
    DIFFERENT = "different"


class Reason(StrEnum):
    """What speaks for or against; worded where it is shown."""

    SHARED_PHONE = "shared_phone"
    SHARED_TOLL_FREE = "shared_toll_free"
    SAME_BUILDING = "same_building"
    OTHER_BUILDING = "other_building"
    NO_BUILDING = "no_building"
    SAME_NAME = "same_name"
    SIMILAR_NAME = "similar_name"
    OTHER_NAME = "other_name"
    A_IS_PROGRAM = "a_is_program"
    B_IS_PROGRAM = "b_is_program"
    A_IS_BRANCH = "a_is_branch"
    B_IS_BRANCH = "b_is_branch"
    OTHER_PLACES = "other_places"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two records are to each other; score from 0 to 1 is how surely they are one provider, moved or not."""

    label: Label
    score: float
    reasons: tuple[Reason, ...]


def compare(a: Record, b: Record) -> Comparison:
    """Compare two records; the other way around only a and b change places in the reasons."""
    evidence = _Evidence(a, b)
    label = evidence.label()
    return Comparison(label, round(evidence.score(label), 3), tuple(evidence.reasons()))


# How alike names must be where nothing, the building, a number of the whole state, the telephone, or the building and
# the telephone speak for them too.
_BY_NAME, _IN_BUILDING, _WITH_TOLL_FREE, _WITH_PHONE, _WITH_BOTH = 0.9, 0.85, 0.75, 0.6, 0.4
_NEARLY_EQUAL = 0.95
# What the initials of the other are worth: much beside a telephone or a building, never enough alone.
_INITIALS = 0.89
# How much the words of a program weigh: one that tells, or two that name a kind.
_PROGRAM = 0.8
# Below this a name says too little for a part of it to stand for the whole.
_TELLING = 0.9
_CONTAINED, _OVERLAP = 0.6, 0.4


class _Evidence:
    """What speaks for two records being one."""

    def __init__(self, a: Record, b: Record) -> None:
        self.a, self.b = a, b
        shared = a.phones & b.phones
        self.phone = any(not is_toll_free(number) for number in shared)
        self.toll_free = bool(shared) and not self.phone
        self.phone_known = bool(a.phones and b.phones)
        self.building = a.building.is_that_of(b.building)
        self.one_zip = bool(a.building.zip_code) and a.building.zip_code == b.building.zip_code
        self.heads, self.tails = _heads_alike(a.name, b.name), _tails_alike(a, b)
        self.alike = max(self.heads, self.tails)
        self.program_a, self.branch_a = _extra(a, b)
        self.program_b, self.branch_b = _extra(b, a)
        one, other = a.name.places, b.name.places
        self.other_places = bool(one and other) and not one & other

    def label(self) -> Label:
        """The label, by what the records share."""
        if self.building:
            return self._in_one_building()
        if self.phone or self.toll_free:
            return self._by_phone()
        apart = self.building is False and self.phone_known
        if apart or self.heads < _BY_NAME or self.other_places:
            return Label.DIFFERENT
        return Label.RELATED if self._part_of_other() else Label.MOVED

    def _in_one_building(self) -> Label:
        least = _IN_BUILDING if self.phone_known and not self.toll_free else _WITH_PHONE
        if self.alike < (_WITH_BOTH if self.phone else least):
            return Label.RELATED if self.phone else Label.DIFFERENT
        parts = self.program_a or self.program_b or self._goes_on() or (self.branch_a and self.branch_b)
        return Label.RELATED if parts else Label.SAME

    def _goes_on(self) -> bool:
        """Whether the names begin alike and then name programs: each, or one that has its own telephone."""
        one, other = self.a.name.head, self.b.name.head
        each = (_goes_on(one, other), _goes_on(other, one))
        own_phone = self.phone_known and not self.phone
        return self.heads > self.tails and (any(each) if own_phone else all(each))

    def _by_phone(self) -> Label:
        both_branches = self.branch_a and self.branch_b
        if self.alike < _WITH_PHONE or self.other_places or both_branches:
            return Label.DIFFERENT
        # A number for the whole state does not tell the office of one county from that of another.
        one_county = bool(self.a.name.places) != bool(self.b.name.places)
        alike = self.heads >= (_WITH_PHONE if self.phone or self.one_zip else _WITH_TOLL_FREE)
        alike = alike and (self.phone or not one_county)
        if self.phone and (self.tails == 1.0 or (alike and self._is_listed_branch())):
            return Label.MOVED
        return Label.MOVED if alike and not self._part_of_other() else Label.RELATED

    def _is_listed_branch(self) -> bool:
        """Whether the record that names no house is the branch that the other names: its own number says so."""
        if self.building is not None or self.program_a or self.program_b:
            return False
        placed = [each for each in (self.a, self.b) if each.branches]
        return len(placed) == 1 and placed[0].is_only_placed()

    def _part_of_other(self) -> bool:
        return self.program_a or self.program_b or self.branch_a or self.branch_b

    def score(self, label: Label) -> float:
        """From 0 to 1: under 0.3 different, under 0.5 parent or program, above that one provider."""
        if label is Label.DIFFERENT:
            return 0.3 * self.alike * (0.99 if self.building or self.phone else 0.5)
        if label is Label.RELATED:
            return 0.3 + 0.19 * self.alike
        base = 0.75 if self.building and self.phone else 0.6 if self.building or self.phone else 0.5
        return base + 0.24 * self.alike

    def reasons(self) -> Iterator[Reason]:
        """Every reason that holds, the weightiest first."""
        said = {
            Reason.SHARED_PHONE: self.phone,
            Reason.SHARED_TOLL_FREE: self.toll_free,
            Reason.SAME_BUILDING: self.building is True,
            Reason.OTHER_BUILDING: self.building is False,
            Reason.NO_BUILDING: self.building is None,
            Reason.SAME_NAME: self.alike >= _NEARLY_EQUAL,
            Reason.SIMILAR_NAME: _WITH_PHONE <= self.alike < _NEARLY_EQUAL,
            Reason.OTHER_NAME: self.alike < _WITH_PHONE,
            Reason.A_IS_PROGRAM: self.program_a,
            Reason.B_IS_PROGRAM: self.program_b,
            Reason.A_IS_BRANCH: self.branch_a,
            Reason.B_IS_BRANCH: self.branch_b,
            Reason.OTHER_PLACES: self.other_places,
        }
        return (reason for reason, holds in said.items() if holds)


def _heads_alike(one: Name, other: Name) -> float:
    """How alike the providers are, whatever their programs and branches."""
    return max(_alike(one.head, other.head), _in_common(one.whole, other.whole))


def _tails_alike(one: Record, other: Record) -> float:
    """How alike a part of one is to the other: "Arundel Haven, The Heron Center" names the Heron Center."""
    pairs = [(part, other.name.head) for part in (*one.programs, *one.branches)]
    pairs += [(part, one.name.head) for part in (*other.programs, *other.branches)]
    return max((_alike(part, head) for part, head in pairs), default=0.0)


def _alike(one: Part, other: Part) -> float:
    """From 0 to 1: how much of the lesser is in the greater, and how much the two have in common."""
    if one.spelled != other.spelled and _are_initials(one, other):
        return _INITIALS
    common = _in_common(one, other)
    lesser = min(sum(one.weights.values()), sum(other.weights.values()))
    if lesser < _TELLING or common in (0.0, 1.0):
        return common if common == 1.0 else 0.0
    return _CONTAINED * _shared(one, other) / lesser + _OVERLAP * common


def _are_initials(one: Part, other: Part) -> bool:
    """Whether one is the other's initials: "HRC" of "Heron River Clinic"."""
    return any(len(a.spelled) > 2 and a.spelled == b.initials for a, b in ((one, other), (other, one)))


def _in_common(one: Part, other: Part) -> float:
    """Which share of the words of both, by weight, is the same."""
    if one.weights.keys() == other.weights.keys():
        return 1.0 if one.weights else 0.0
    if fuzz.ratio(one.spelled, other.spelled, score_cutoff=100 * _NEARLY_EQUAL):
        return 1.0
    shared = _shared(one, other)
    return shared / (sum(one.weights.values()) + sum(other.weights.values()) - shared)


def _shared(one: Part, other: Part) -> float:
    return sum(min(weight, other.weights.get(word, 0.0)) for word, weight in one.weights.items())


def _goes_on(one: Part, other: Part) -> bool:
    """Whether one goes on to name a program: "Heron House Women's Clinic" beside "Heron House"."""
    return _news(one, other.weights) >= _PROGRAM and says_a_kind(one.words - other.words)


def _extra(record: Record, other: Record) -> tuple[bool, bool]:
    """Whether the name says that this is a program, or a branch, where the other name does not say so."""
    said = other.name.whole.weights
    spelled = {part.spelled for part in (other.name.whole, other.name.head, *other.name.tails)}
    news = [part for part in record.programs if part.spelled not in spelled]
    program = any(_news(part, said) >= sum(part.weights.values()) / 2 for part in news)
    # A branch in the town or county of the other record tells nothing apart; one of several counties is enough.
    known = said.keys() | other.where
    return program, bool(record.branches) and not any(part.words <= known for part in record.branches)


def _news(part: Part, said: Mapping[str, float]) -> float:
    """How much of a part, by weight, has not been said."""
    return sum(weight for word, weight in part.weights.items() if word not in said)
