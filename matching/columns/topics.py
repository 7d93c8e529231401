"""Topics: the questions that one fact answers, and what is remembered of their answers.

The answers come from the rules themselves (matching.rules and its neighbors), asked once for every fact that differs:
nothing is said here of what a rule means.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching.answers import MET, NOT_MET, UNKNOWN, Answer
from matching.conditions import Conditions
from matching.engine import Question
from matching.facts import Facts, Residence
from matching.names import fold, listed
from resources.eligibility import Requirement
from resources.geography.states import state_code

# All of a list is its smallest, any of a list its largest.
NUMBERS: Mapping[Answer, int] = {NOT_MET: 0, UNKNOWN: 1, MET: 2}
Answers = NDArray[np.int8]
Ask = Callable[[Question], Answer]
# So many different facts are remembered for one topic; more come from a caseload larger than any.
REMEMBERED = 20_000
# No name of a place; and the questions that must be asked of every home.
_NOWHERE, _ANY = "\0", "\0any"


@dataclass
class Topic:
    """Some questions, by their numbers, and the fact that answers them."""

    fact: Callable[[Question], Hashable]
    numbers: list[int] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    known: dict[Hashable, Answers] = field(default_factory=dict)

    def add(self, number: int, ask: Ask) -> None:
        """One more question."""
        self.numbers.append(number)
        self.asks.append(ask)
        self.known.clear()

    def answers(self, asked: Question) -> Answers:
        """What a person's fact answers to each of the questions."""
        fact = self.fact(asked)
        row = self.known.get(fact)
        if row is None:
            if len(self.known) >= REMEMBERED:
                self.known.clear()
            row = self.known[fact] = self.work_out(asked)
        return row

    def work_out(self, asked: Question) -> Answers:
        """Ask each of the questions."""
        return np.array([NUMBERS[ask(asked)] for ask in self.asks], np.int8)


class Homes(Topic):
    """Who must live where: there are as many such questions as counties, and few of them are about one home.

    Where city, county and state of a home are known, a question that names neither is answered as for any other home
    of that state, or of another one.
    """

    def __init__(self) -> None:
        super().__init__(lambda asked: asked.facts.residence)
        # For each question: the state of the service, and the names it lists.
        self._of: list[tuple[str | None, tuple[str, ...]]] = []

    def note(self, requirement: Requirement, state: str | None) -> None:
        """What the next question is about; said before it is added."""
        self._of.append((_state(state), listed(requirement.value)))
        for name in ("_there", "_elsewhere", "_states", "_naming"):
            self.__dict__.pop(name, None)

    def work_out(self, asked: Question) -> Answers:
        """Ask those questions that are about this home."""
        home = asked.facts.residence
        if not (home.city and home.county and home.state):
            return super().work_out(asked)
        row = np.where(self._states == _state(home.state), self._there, self._elsewhere)
        for name in (fold(home.city), fold(home.county), _ANY):
            for place in self._naming.get(name, ()):
                row[place] = NUMBERS[self.asks[place](asked)]
        return row

    @cached_property
    def _states(self) -> NDArray[np.str_]:
        return np.array([state or "" for state, _ in self._of], dtype=str)

    @cached_property
    def _there(self) -> Answers:
        """The answers for a home in the service's own state that no question names."""
        return self._answered(state for state, _ in self._of)

    @cached_property
    def _elsewhere(self) -> Answers:
        """The answers for a home in another state."""
        return self._answered("WY" if state != "WY" else "VT" for state, _ in self._of)

    @cached_property
    def _naming(self) -> dict[str, list[int]]:
        """The questions by the names they list; those that name a state, or whose own is not known, stand apart."""
        found: dict[str, list[int]] = {}
        for place, (state, names) in enumerate(self._of):
            if state is None or any(state_code(name) for name in names):
                found.setdefault(_ANY, []).append(place)
            for name in names:
                found.setdefault(fold(name), []).append(place)
        return found

    def _answered(self, states: Iterable[str | None]) -> Answers:
        homes = (Residence(city=_NOWHERE, county=_NOWHERE, state=state) for state in states)
        answers = [ask(_living(home)) for ask, home in zip(self.asks, homes, strict=True)]
        return np.array([NUMBERS[each] for each in answers], np.int8)


def _state(name: str | None) -> str | None:
    return (state_code(name) or fold(name)) if name else None


def _living(home: Residence) -> Question:
    """Somebody of whom nothing is known but the home."""
    return Question(Facts(residence=home), Conditions(), None, date.min, date.min)
