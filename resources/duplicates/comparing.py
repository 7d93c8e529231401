"""Whether two records are one provider, and the reasons, which a coordinator can check."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from resources.duplicates.likeness import (
    INITIALS,
    NEARLY_EQUAL,
    are_hotlines,
    are_job_centers,
    are_namesakes,
    differ_in_own_words,
    goes_on,
    heads_alike,
    news,
    says_who,
    tails_alike,
)
from resources.duplicates.misspelled import respelled
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
    ONE_HOTLINE = "one_hotline"
    ONE_TOWN = "one_town"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two records are to each other; score from 0 to 1 is how surely they are one provider, moved or not."""

    label: Label
    score: float
    reasons: tuple[Reason, ...]


def compare(a: Record, b: Record) -> Comparison:
    """Compare two records; the other way around only a and b change places in the reasons."""
    evidence = _Evidence(*respelled(a, b))
    label = evidence.label()
    return Comparison(label, round(evidence.score(label), 3), tuple(evidence.reasons()))


# How alike names must be where nothing, the building, a number of the whole state, the telephone, or the building and
# the telephone speak for them too.
_BY_NAME, _IN_BUILDING, _WITH_TOLL_FREE, _WITH_PHONE, _WITH_BOTH = 0.9, 0.85, 0.75, 0.6, 0.4


class _Evidence:
    """What speaks for two records being one."""

    def __init__(self, a: Record, b: Record) -> None:
        self.a, self.b = a, b
        shared = a.phones & b.phones
        # The only number of both is theirs; a toll-free one among others is often that of a whole agency.
        self.phone = any(not is_toll_free(number) for number in shared) or (
            bool(shared) and a.phones == b.phones
        )
        self.toll_free = bool(shared) and not self.phone
        self.phone_known = bool(a.phones and b.phones)
        self.building = a.building.is_that_of(b.building)
        self.one_zip = bool(a.building.zip_code) and a.building.zip_code == b.building.zip_code
        self.heads, self.tails = heads_alike(a.name, b.name), tails_alike(a, b)
        self.alike = max(self.heads, self.tails)
        self.one_hotline = bool(shared) and are_hotlines(a.name, b.name)
        self.job_centers = are_job_centers(a.name, b.name)
        namesakes = self.building is False and are_namesakes(a.name, b.name)
        self.namesakes = namesakes and a.building.shares_town_with(b.building)
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
        return self._by_name()

    def _in_one_building(self) -> Label:
        least = _IN_BUILDING if self.phone_known and not self.toll_free else _WITH_PHONE
        if self.alike < (_WITH_BOTH if self.phone else least) and not self.job_centers:
            return Label.RELATED if self.phone else Label.DIFFERENT
        parts = self.program_a or self.program_b or self._goes_on() or (self.branch_a and self.branch_b)
        return Label.RELATED if parts else Label.SAME

    def _goes_on(self) -> bool:
        """Whether they begin alike and then name programs or somebody else: each, or one with its own telephone."""
        one, other = self.a.name.head, self.b.name.head
        each = (goes_on(one, other), goes_on(other, one))
        own_phone = self.phone_known and not self.phone
        return self.heads > self.tails and ((any(each) if own_phone else all(each)) or self._are_two_names())

    def _are_two_names(self) -> bool:
        return self.heads < INITIALS and differ_in_own_words(self.a.name.head, self.b.name.head)

    def _by_phone(self) -> Label:
        both_branches = self.branch_a and self.branch_b
        if self.one_hotline and not self.other_places:
            return Label.MOVED
        if self.alike < _WITH_PHONE or self.other_places or both_branches:
            return Label.DIFFERENT
        # A number for the whole state does not tell the office of one county from that of another.
        one_county = bool(self.a.name.places) != bool(self.b.name.places)
        alike = self.heads >= (_WITH_PHONE if self.phone or self.one_zip else _WITH_TOLL_FREE)
        alike = alike and (self.phone or not one_county)
        if self.phone and (self.tails >= INITIALS or (alike and self._is_listed_branch())):
            return Label.MOVED
        part = self._part_of_other() or self._are_two_names()
        return Label.MOVED if alike and not part else Label.RELATED

    def _by_name(self) -> Label:
        apart = self.building is False and self.phone_known and not self.namesakes
        alike = self.heads >= _BY_NAME and says_who(self.a.name) and says_who(self.b.name)
        if apart or self.other_places or not alike:
            return Label.DIFFERENT
        part = self._part_of_other() or _is_chapter(self.a, self.b) or _is_chapter(self.b, self.a)
        return Label.RELATED if part else Label.MOVED

    def _is_listed_branch(self) -> bool:
        """Whether the record that names no house is the branch that the other names: its own number says so."""
        if self.building is not None or self.program_a or self.program_b:
            return False
        placed = [each for each in (self.a, self.b) if each.branches]
        return len(placed) == 1

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
            Reason.SAME_NAME: self.alike >= NEARLY_EQUAL,
            Reason.SIMILAR_NAME: _WITH_PHONE <= self.alike < NEARLY_EQUAL,
            Reason.OTHER_NAME: self.alike < _WITH_PHONE,
            Reason.A_IS_PROGRAM: self.program_a,
            Reason.B_IS_PROGRAM: self.program_b,
            Reason.A_IS_BRANCH: self.branch_a,
            Reason.B_IS_BRANCH: self.branch_b,
            Reason.OTHER_PLACES: self.other_places,
            Reason.ONE_HOTLINE: self.one_hotline,
            Reason.ONE_TOWN: self.namesakes,
        }
        return (reason for reason, holds in said.items() if holds)


def _extra(record: Record, other: Record) -> tuple[bool, bool]:
    """Whether the name says that this is a program, or a branch, where the other name does not say so."""
    said = other.name.whole.weights
    spelled = {part.spelled for part in (other.name.whole, other.name.head, *other.name.tails)}
    unsaid = (part for part in record.programs if part.spelled not in spelled)
    program = any(news(part, said) >= sum(part.weights.values()) / 2 for part in unsaid)
    # A branch in the town or county of the other record tells nothing apart; one of several counties is enough.
    known = said.keys() | other.where
    return program, bool(record.branches) and not any(part.words <= known for part in record.branches)


def _is_chapter(record: Record, other: Record) -> bool:
    """Whether the name alone says where, and the other neither says so nor is there: "Heron League of Kent County"."""
    return bool(record.name.whole.placing() - other.name.whole.words - other.where)
