"""Tiers: the offers for one need of one person, all of them counted, and judged with reasons where they are looked at.

`engine.match` says the same of every offer, one by one; a property test proves that the tiers, their order, their
groups and the open questions agree.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.columns.columns import Floats
from matching.columns.crowd import Crowd
from matching.columns.index import Index
from matching.columns.scan import TIERS as STATUS
from matching.columns.told import missing_facts, ruled_out_by
from matching.engine import METERS_PER_MILE, Match, Question, judged
from matching.narrowing import ALL, TIERS, Narrowing, open_at
from matching.questions import open_rules
from matching.ranking import STANDING

Rows = NDArray[np.intp]
Marked = NDArray[np.bool_]
OPEN_THEN: Mapping[bool | None, int] = {True: 1, False: 0, None: -1}
BEST_FIRST = ""


@dataclass(frozen=True)
class Listed:
    """Some matches of a tier as they are shown: of how many, and which one comes after them."""

    matches: tuple[Match, ...] = ()
    total: int = 0
    following: Match | None = None


class Tiers:
    """The three tiers of a need for one person; what is withheld is nowhere."""

    def __init__(self, index: Index, people: Crowd, asked: Question, need: str) -> None:
        """people: a crowd of the one person who asks."""
        self.need, self.asked = need, asked
        self._index, self._people = index, people
        self._columns = index.columns(need)
        self._found = index.scan(need, people)
        self._ranked: dict[str, dict[int, int]] = {}

    @property
    def on(self) -> date:
        """The day of service that they are judged for."""
        return self.asked.on

    @property
    def weights(self) -> Mapping[str, float]:
        """By which they are ranked."""
        return self._index.weights

    @property
    def directory_version(self) -> int:
        """Of which state of the directory this is said."""
        return self._index.catalog.version

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many offers are in each tier."""
        return {tier: int((self._found.status == status).sum()) for tier, status in STATUS.items()}

    def listed(
        self,
        tier: str,
        by: Narrowing = ALL,
        sort: str = BEST_FIRST,
        start: int = 0,
        limit: int | None = None,
    ) -> Listed:
        """A tier's matches that fit the filters, from one place on, with the ranks they have among all of the tier.

        sort: a part of the score, what is known of it first; travel is nearest first.
        """
        if limit is not None and not by and sort == BEST_FIRST:
            rows, total = self._found.best(STATUS[tier], start + limit + 1), self.counts[tier]
            ranks: Mapping[int, int] = {row: rank for rank, row in enumerate(rows.tolist(), start=1)}
        else:
            rows, ranks = self._sorted(tier, sort), self._ranks(tier)
            rows = rows[self._fits(by)[rows]] if by else rows
            total = len(rows)
        end = total if limit is None else start + limit
        found = [self._match(row, ranks[row]) for row in rows[start : end + 1].tolist()]
        return Listed(tuple(found[: end - start]), total, next(iter(found[end - start :]), None))

    def best(self, limit: int | None = None) -> tuple[Match, ...]:
        """What can be offered at all, best first: those that qualify, then those to ask."""
        eligible = self.listed("eligible", limit=limit).matches
        left = None if limit is None else limit - len(eligible)
        return eligible + self.listed("possible", limit=left).matches

    def find(self, service_id: object, location_id: object) -> Match | None:
        """The match of one service at one place."""
        tiers = {status: tier for tier, status in STATUS.items()}
        for row, offer in enumerate(self._columns.offers):
            if (offer.service_id, offer.location_id) == (service_id, location_id):
                tier = tiers.get(int(self._found.status[row]))
                return self._match(row, self._ranks(tier)[row]) if tier else None
        return None

    def hours_unknown(self, by: Narrowing) -> int:
        """How many would perhaps fit the filters if hours were on record for them."""
        return 0 if by.hour is None else int((self._looked_at(by) & (self._open(by) < 0)).sum())

    def ruled_out(self, by: Narrowing = ALL) -> list[tuple[str, int]]:
        """The rules that come first among the reasons of what does not fit, the commonest first, and how many each."""
        those = self._ruled_out[self._fits(by) & (self._found.status == STATUS["not_eligible"])]
        numbers, counts = np.unique(those, return_counts=True)
        rules = [self._index.legend.headings.values[number] for number in numbers.tolist()]
        return sorted(zip(rules, counts.tolist(), strict=True), key=lambda each: (-each[1], each[0]))

    @cached_property
    def missing_facts(self) -> Counter[str]:
        """How many possible offers each fact that nobody recorded keeps from being decided, by rule."""
        questionnaire = self._index.legend.questionnaire

        def rule_of(question: int) -> str | None:
            reason = questionnaire.unrecorded(question, self.asked)
            return next(iter(open_rules(reason)), None) if reason else None

        possible = self._found.status == STATUS["possible"]
        return missing_facts(self._columns, self._people, possible, rule_of)

    def _match(self, row: int, rank: int) -> Match:
        return judged(self._columns.offers[row], self.asked, self.need, self.weights, rank)

    def _ranks(self, tier: str) -> Mapping[int, int]:
        """The place of each row among all of its tier, the best first, from 1."""
        if tier not in self._ranked:
            best = self._found.best(STATUS[tier]).tolist()
            self._ranked[tier] = {row: rank for rank, row in enumerate(best, start=1)}
        return self._ranked[tier]

    def _sorted(self, tier: str, sort: str) -> Rows:
        best = np.array(list(self._ranks(tier)), np.intp)
        if sort == BEST_FIRST:
            return best
        # What is not a number, because nobody knows, is last either way.
        return best[np.argsort(self._by(sort)[best], kind="stable")]

    def _by(self, part: str) -> Floats:
        """The smaller, the better."""
        if part == "travel":
            return self._found.distance_m
        found: Floats
        if part == "acceptance":
            found = self._people.acceptance[0][self._columns.accepts]
        elif part == "language":
            found = self._people.languages[0][self._columns.tongues]
        else:
            found = self._columns.parts[:, STANDING.index(part)]
        return -found

    def _fits(self, by: Narrowing) -> Marked:
        looked_at = self._looked_at(by)
        return looked_at if by.hour is None else looked_at & (self._open(by) > 0)

    def _looked_at(self, by: Narrowing) -> Marked:
        """The rows that fit all filters but the hours."""
        fits = np.isin(self._found.status, [STATUS[tier] for tier in TIERS if by.tier in ("", tier)])
        if by.miles is not None:
            fits &= ~(self._found.distance_m / METERS_PER_MILE > by.miles)
        if by.rule:
            fits &= self._ruled_out == self._index.legend.headings.number(by.rule)
        return fits

    def _open(self, by: Narrowing) -> NDArray[np.int8]:
        """Whether each row is open at the hour: 1, 0, or -1 where that is not known."""
        assert by.hour is not None
        schedules = self._index.legend.schedules.values
        numbers, which = np.unique(self._columns.schedules, return_inverse=True)
        answers = [OPEN_THEN[open_at(schedules[number], by.hour)] for number in numbers.tolist()]
        return np.array(answers, np.int8)[which]

    @cached_property
    def _ruled_out(self) -> NDArray[np.int16]:
        ruled_out = ruled_out_by(self._columns, self._people, self._index.legend)
        return np.where(self._found.status == STATUS["not_eligible"], ruled_out, np.int16(-1))
