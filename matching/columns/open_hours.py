"""Opening hours: the questions of which the hours of a week are the answer, asked together for somebody's fixed times.

Curfews are few and their answers remembered; hardly two people have the same week. A bit for each minute of the week
says whether a visit of an hour can begin then: in a service's open hours, and in what a person's fixed times leave.
What these bits cannot say, such as hours that could not be read, is asked of the rule itself.
"""

from dataclasses import replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.answers import MET, NOT_MET, UNKNOWN
from matching.columns.topics import NUMBERS, Answers, Topic
from matching.conditions import Conditions
from matching.engine import Question
from matching.hours import time_out
from matching.hours_beside import ENOUGH, Busy, Spans, is_read, open_hours, visits
from matching.minutes import DAY
from matching.offer import Offer

WEEK = 7 * DAY
# Bits are held against each other 64 at a time.
WORD = 64
Bits = NDArray[np.uint64]


class OpenHours(Topic):
    """Whether a person can be there while it is open, for every schedule of the directory."""

    def __init__(self) -> None:
        super().__init__(
            lambda asked: (
                asked.conditions.curfew,
                asked.conditions.travel_minutes,
                asked.conditions.approved,
                asked.conditions.fixed_times,
            )
        )
        self._of: list[Offer] = []

    def note(self, offer: Offer) -> None:
        """What the next question is about; said before it is added."""
        self._of.append(offer)
        for name in ("_begins", "_unread", "_calls", "_silent"):
            self.__dict__.pop(name, None)

    def work_out(self, asked: Question) -> Answers:
        """Ask each of the questions; those about the week all at once, where its minutes say it."""
        conditions = asked.conditions
        if not (self.asks and conditions.fixed_times and _told_by_minutes(conditions)):
            return super().work_out(asked)
        by_order = self.answers(replace(asked, conditions=replace(conditions, fixed_times=())))
        fixed = tuple(each for each in conditions.fixed_times if not each.movable)
        surely, perhaps = (
            self._left(conditions, conditions.fixed_times),
            self._left(conditions, fixed, straight=True),
        )
        unsure = self._silent | self._unread | ~self._left(conditions, ()) | perhaps
        beside = np.where(unsure, NUMBERS[UNKNOWN], NUMBERS[NOT_MET])
        beside[surely] = NUMBERS[MET]
        row: Answers = np.where((by_order == NUMBERS[MET]) & ~self._calls, beside, by_order).astype(np.int8)
        return row

    def _left(self, conditions: Conditions, busy: Busy, *, straight: bool = False) -> NDArray[np.bool_]:
        """In which schedules these fixed times leave an hour."""
        free = visits(busy, time_out(conditions, ()), conditions.travel_minutes, straight)
        left: NDArray[np.bool_] = np.any(self._begins & _begins(free, (0,)), axis=1)
        return left

    @cached_property
    def _begins(self) -> Bits:
        """For each question the minutes at which a visit can begin."""
        spans = (open_hours(each.schedule)[0] for each in self._of)
        # What is open past midnight of Sunday is so on Monday, where the bits begin.
        return np.array([_begins(each, (0, -WEEK)) for each in spans]).reshape(len(self._of), -1)

    @cached_property
    def _unread(self) -> NDArray[np.bool_]:
        return np.array([not open_hours(each.schedule)[1] for each in self._of], np.bool_)

    @cached_property
    def _silent(self) -> NDArray[np.bool_]:
        return np.array([not each.schedule for each in self._of], np.bool_)

    @cached_property
    def _calls(self) -> NDArray[np.bool_]:
        return np.array([each.reach == "telephone" for each in self._of], np.bool_)


def _told_by_minutes(conditions: Conditions) -> bool:
    """Whether all is read, in whole minutes of the week, and out of the house is one thing for every errand."""
    ways = (conditions.travel_minutes, *(each.travel_minutes for each in conditions.fixed_times))
    return (
        not conditions.approved
        and all(is_read(each) for each in conditions.fixed_times)
        and all(way == int(way) and way <= DAY for way in ways)
    )


def _begins(spans: Spans, shifts: tuple[int, ...]) -> Bits:
    """The minutes of the week at which a visit in one of some spans can begin, which may count in the week before too.

    Of what is left beside fixed times the week itself is told: the days around it are not told in full.
    """
    marks = np.zeros((WEEK + WORD - 1) // WORD * WORD, np.bool_)
    for start, end in spans:
        first, last = int(start), int(end) - ENOUGH
        for shift in shifts:
            marks[max(first + shift, 0) : min(max(last + shift + 1, 0), WEEK)] = True
    return np.packbits(marks).view(np.uint64)
