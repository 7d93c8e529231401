"""What columns tell of reasons without judging each row: which facts are missing, and what rules a row out first."""

from collections import Counter
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from matching.answers import NOT_MET, UNKNOWN
from matching.columns.columns import HEADINGS, SHIFT, Columns
from matching.columns.crowd import Crowd
from matching.columns.scan import list_answers, zone_answers
from matching.columns.topics import NUMBERS

OPEN, NO = NUMBERS[UNKNOWN], NUMBERS[NOT_MET]
ZONE, LATE = 0, [number for number, rule in enumerate(HEADINGS) if rule not in ("zone", "")]
# Nothing rules it out.
NOTHING = -1


def missing_facts(
    columns: Columns, people: Crowd, rows: NDArray[np.bool_], rule_of: Callable[[int], str | None]
) -> Counter[str]:
    """How many of some rows each fact that the first of the people leaves open keeps undecided, by rule.

    rule_of: the rule of a question that is open for want of a fact; None where it is open otherwise.
    """
    answers = people.answers[0][columns.steps >> SHIFT]
    if not len(answers):
        return Counter()
    lists = list_answers(columns, answers)
    still_open = (answers == OPEN) & (lists == OPEN)[columns.list_of] & rows[columns.row_of]
    questions, which = np.unique(columns.steps[still_open] >> SHIFT, return_inverse=True)
    rules, kind = np.unique([rule_of(int(each)) or "" for each in questions], return_inverse=True)
    # A service that asks twice for one fact counts once.
    once = np.zeros((len(columns), max(len(rules), 1)), np.bool_)
    once[columns.row_of[still_open], kind[which]] = True
    counts = once.sum(axis=0).tolist()
    return Counter({str(rule): count for rule, count in zip(rules, counts, strict=False) if rule})


def ruled_out_by(columns: Columns, people: Crowd) -> NDArray[np.int16]:
    """For each row the heading of the first reason not met of the first of the people, in the order of `judge`."""
    found = np.full(len(columns), NOTHING, np.int16)
    if not len(columns):
        return found
    lists = list_answers(columns, people.answers[0][columns.steps >> SHIFT])
    not_met = columns.lists[lists == NO]
    rows, first = np.unique(np.searchsorted(columns.starts, not_met, side="right") - 1, return_index=True)
    found[rows] = columns.headings[not_met[first]]
    inside = zone_answers(columns, people, 0) == NO
    found[inside & np.isin(found, [NOTHING, *LATE])] = ZONE
    return found
