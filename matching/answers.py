"""The three values of eligibility: met, not met, and unknown, which is never a silent no."""

from collections.abc import Iterable
from enum import StrEnum


class Answer(StrEnum):
    """How one rule turns out for one person."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


MET, NOT_MET, UNKNOWN = Answer.MET, Answer.NOT_MET, Answer.UNKNOWN


def yes_or_no(fact: bool | None) -> Answer:
    """Met where the fact is true, not met where it is false, unknown where nobody knows."""
    if fact is None:
        return UNKNOWN
    return MET if fact else NOT_MET


def opposite(answer: Answer) -> Answer:
    """What excludes where the other would admit; unknown stays unknown."""
    if answer is UNKNOWN:
        return UNKNOWN
    return NOT_MET if answer is MET else MET


def all_of(answers: Iterable[Answer]) -> Answer:
    """Met when all are met, not met when any is not met, else unknown."""
    found = set(answers)
    if NOT_MET in found:
        return NOT_MET
    return UNKNOWN if UNKNOWN in found else MET


def any_of(answers: Iterable[Answer]) -> Answer:
    """Met when any is met, not met when none can be, else unknown."""
    found = set(answers)
    if MET in found:
        return MET
    return UNKNOWN if UNKNOWN in found else NOT_MET
