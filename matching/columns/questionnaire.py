"""The questionnaire: everything that any offer asks, each thing once, and what one person's facts answer."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from matching.ages import age_on
from matching.answers import MET, UNKNOWN, all_of
from matching.availability import availability
from matching.columns.topics import NUMBERS, Answers, Ask, Homes, Topic
from matching.conditions import PURPOSES
from matching.engine import Question
from matching.facts import Residence
from matching.hours import hours
from matching.minors import minors
from matching.offer import Offer
from matching.reasons import Reason
from matching.rules import OTHER_RULES, YES_OR_NO_FACTS, reason_for
from matching.silence import OFFENSES
from matching.state_line import state_line
from resources.eligibility import Requirement

ALWAYS_MET, ALWAYS_UNKNOWN = 0, 1
Listed = tuple[str, list[list[int]]]

_FACTS: Mapping[str, Callable[[Question], Hashable]] = {
    "minimum_age": lambda asked: _age(asked),
    "maximum_age": lambda asked: _age(asked),
    "gender": lambda asked: asked.facts.gender,
    "sober_days": lambda asked: (
        (asked.on - asked.facts.sober_since).days if asked.facts.sober_since else None
    ),
    # True and 1 are one key to a dictionary; what is not a name is told apart by its kind.
    "referral": lambda asked: (type(asked.facts.referral), asked.facts.referral),
    "insurance": lambda asked: asked.facts.insurance,
    "language": lambda asked: asked.facts.languages,
    "medication": lambda asked: asked.facts.medication,
    "hours": lambda asked: (
        asked.conditions.curfew,
        asked.conditions.travel_minutes,
        asked.conditions.approved,
    ),
    "minors": lambda asked: (asked.facts.registry, asked.facts.offenses.sex_offense, asked.conditions.minors),
    "state_line": lambda asked: (asked.conditions.confined_to, asked.conditions.permitted_states),
    "open": lambda asked: asked.on,
    "do_not_refer": lambda asked: asked.on,
}
_ERRANDS = frozenset(need for needs in PURPOSES.values() for need in needs)
# By the rule they are told under: what the offer says of whether anybody can be sent there.
_AVAILABILITY = {"open": ("closed", "closed_until", "season", "licensed_until"), "do_not_refer": ("barred",)}


def _age(asked: Question) -> int | None:
    return age_on(asked.on, asked.facts.birth_date) if asked.facts.birth_date else None


class Questionnaire:
    """Every distinct question of a catalog, numbered; a requirement of a thousand services is one question."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._homes = Homes()
        self._topics: dict[str, Topic] = {"residence": self._homes}
        # The requirement behind a question, and the state of the service that asks it.
        self._behind: dict[int, tuple[Requirement, str | None]] = {}
        self._size = 2

    @property
    def size(self) -> int:
        """How many columns a row of answers has."""
        return self._size

    def answers(self, people: Sequence[Question]) -> Answers:
        """What the facts of some people answer to every question, a row each; unknown where they say nothing."""
        table = np.empty((len(people), self._size), np.int8)
        table[:, ALWAYS_MET], table[:, ALWAYS_UNKNOWN] = NUMBERS[MET], NUMBERS[UNKNOWN]
        for topic in self._topics.values() if people else ():
            table[:, topic.numbers] = [topic.answers(asked) for asked in people]
        return table

    def unrecorded(self, number: int, asked: Question) -> Reason | None:
        """The reason behind a question that may be open because a fact is not recorded; None where it is not so."""
        requirement, state = self._behind.get(number, (None, None))
        # There are as many counties as questions of residence; a home that is on record is not missing.
        if requirement is None or (requirement.rule == "residence" and asked.facts.residence != Residence()):
            return None
        return reason_for(requirement, asked.facts, state, asked.on)

    def asked_by(self, offer: Offer) -> Iterator[Listed]:
        """What an offer asks: lists of which each must be met, of branches of which one must be, of questions.

        Each with the rule it is told under, in the order in which `judge` tells its reasons.
        """
        binding = [each for each in offer.requirements if not each.part]
        yield from self._requirements(offer, binding)
        if offer.residential or offer.minors_on_site:
            named = {each.rule for each in binding if not each.alt}
            accepted = {each.rule for each in binding if each.confirmed and each.value is not False}
            for offense in OFFENSES:
                if offense not in named and f"accepts_{offense}" not in accepted:
                    yield f"position_{offense}", [[self._position(offense)]]
        if not offer.open_to_all and not any(each.confirmed for each in binding):
            yield "no_statement", [[ALWAYS_UNKNOWN]]
        if not offer.residential:
            yield "hours", [[self._hours(offer)]]
        if offer.minors_on_site:
            yield "minors", [[self._minors()]]
        if offer.state and offer.reach != "telephone":
            yield "state_line", [[self._state_line(offer.state)]]
        for rule, names in _AVAILABILITY.items():
            if any(getattr(offer, name) for name in names):
                yield rule, [[self._availability(offer, rule)]]

    def _requirements(self, offer: Offer, binding: list[Requirement]) -> Iterator[Listed]:
        lists: dict[str, dict[int, list[int]]] = {}
        for each in binding:
            if each.rule.startswith("accepts_"):
                continue
            column = self._requirement(each, offer.state)
            if each.alt:
                branches = lists.setdefault(each.alt[0].lower(), {})
                branches.setdefault(int(each.alt[1:]), []).append(column)
            else:
                yield each.rule, [[column]]
        for branches in lists.values():
            yield "any_of", list(branches.values())

    def _requirement(self, each: Requirement, state: str | None) -> int:
        known = each.rule in YES_OR_NO_FACTS or (each.rule, each.mode) in OTHER_RULES
        if each.rule == "other" or not known:
            return ALWAYS_UNKNOWN
        local = state if each.rule == "residence" else None
        key = (each.rule, each.mode, _distinct(each.value), each.confirmed, each.basis == "doubtful", local)
        if each.rule == "residence" and key not in self._numbers:
            self._homes.note(each, state)
        number = self._number(
            each.rule, key, lambda asked: reason_for(each, asked.facts, state, asked.on).status
        )
        self._behind.setdefault(number, (each, state))
        return number

    def _position(self, offense: str) -> int:
        # Asked under the offense's own name: it is the same fact that answers.
        return self._number(
            offense,
            f"position_{offense}",
            lambda asked: MET if getattr(asked.facts.offenses, offense) is False else UNKNOWN,
        )

    def _hours(self, offer: Offer) -> int:
        # Of its needs only those count for which hours may be approved.
        needs = tuple(sorted(_ERRANDS.intersection(offer.needs)))
        plain = Offer(schedule=offer.schedule, needs=needs)
        return self._number(
            "hours",
            ("hours", offer.schedule, needs),
            lambda asked: all_of(reason.status for reason in hours(asked.conditions, plain)),
        )

    def _minors(self) -> int:
        plain = Offer(minors_on_site=True)
        return self._number(
            "minors",
            "minors",
            lambda asked: all_of(reason.status for reason in minors(asked.facts, asked.conditions, plain)),
        )

    def _state_line(self, state: str) -> int:
        plain = Offer(state=state)
        return self._number(
            "state_line",
            ("state_line", state),
            lambda asked: all_of(reason.status for reason in state_line(asked.conditions, plain)),
        )

    def _availability(self, offer: Offer, rule: str) -> int:
        said: dict[str, Any] = {name: getattr(offer, name) for name in _AVAILABILITY[rule]}
        plain = Offer(**said)
        return self._number(
            rule,
            (rule, *said.values()),
            lambda asked: all_of(reason.status for reason in availability(plain, asked.on)),
        )

    def _number(self, topic: str, key: Hashable, ask: Ask) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = self._size
            self._size += 1
            fact = _FACTS.get(topic) or _yes_or_no(topic)
            self._topics.setdefault(topic, Topic(fact)).add(number, ask)
        return number


def _yes_or_no(rule: str) -> Callable[[Question], Hashable]:
    if rule in YES_OR_NO_FACTS:
        return lambda asked: YES_OR_NO_FACTS[rule](asked.facts)
    return lambda _: None


def _distinct(value: object) -> Hashable:
    """A key under which true and 1, which are equal to Python, are two values."""
    return (type(value), value)
