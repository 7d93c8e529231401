"""The index of names: what somebody types finds names that say it, begin with it, or come close to it."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice
from typing import Literal
from uuid import UUID

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from resources.search.letter_pairs import Flags, LetterPairs, Weights, best
from resources.search.spelling import spelled

# A place is a city or town; a location is the site of a provider that has a name of its own.
Kind = Literal["organization", "service", "location", "place"]
KINDS: tuple[Kind, ...] = ("organization", "service", "location", "place")

# How many names are looked at closely: of all, and of each kind where each is asked for by itself.
_CANDIDATES, _CANDIDATES_OF_A_KIND = 400, 150
# Below this a name is another name: two typos leave this much of one with five letters.
CLOSE_ENOUGH = 0.6
# A name so short may share no pair of letters with itself misspelled twice: it is compared letter by letter, and half
# of it must be right.
_SHORT, _TYPOS, _CLOSE_ENOUGH_SHORT = 6, 2, 0.5
# A part of a long name is worth less than the whole of a short one.
_PART = 0.85


@dataclass(frozen=True, slots=True)
class Subject:
    """What a name stands for; a place has no id. held: only those who decide about held records may see it."""

    kind: Kind
    name: str
    id: UUID | None = None
    held: bool = False


class Fit(IntEnum):
    """How a name fits what was typed, best first."""

    EXACT = 0
    SAME_WORDS = 1
    BEGINS = 2
    HAS_WORDS = 3
    CLOSE = 4


@dataclass(frozen=True, slots=True)
class Found:
    """One name with all that is called so; closeness is 1 for the same letters."""

    fit: Fit
    closeness: float
    subjects: tuple[Subject, ...]

    @property
    def name(self) -> str:
        """The name as it is written."""
        return self.subjects[0].name


def ids_of(found: Iterable[Found], kind: Kind) -> list[UUID]:
    """The ids of what names stand for, of one kind, each once and in the names' order."""
    subjects = (subject for each in found for subject in each.subjects)
    return list(dict.fromkeys(each.id for each in subjects if each.kind == kind and each.id))


class Index:
    """Names of subjects, searched in memory; the same subjects in any order make the same index."""

    def __init__(self, subjects: Iterable[Subject]) -> None:
        called: dict[str, set[Subject]] = {}
        for each in subjects:
            called.setdefault(spelled(each.name), set()).add(each)
        called.pop("", None)
        self._names = sorted(called)
        self._sorted_names = [_sorted(name) for name in self._names]
        self._lengths = np.fromiter(map(len, self._names), dtype=np.int64, count=len(self._names))
        self._subjects = [tuple(sorted(called[name], key=_order)) for name in self._names]
        placed = [(at, each) for at, subjects in enumerate(self._subjects) for each in subjects]
        self._shown = {
            (kind, held): self._flags(
                at for at, each in placed if each.kind == kind and (held or not each.held)
            )
            for kind in KINDS
            for held in (False, True)
        }
        # Records held back must not be felt by others, not even in what counts as rare.
        self._pairs = LetterPairs(self._names, self._allowed(KINDS, held=False))

    def __len__(self) -> int:
        return len(self._names)

    def find(
        self, text: str, limit: int = 10, *, kinds: Iterable[Kind] = KINDS, held: bool = False
    ) -> list[Found]:
        """The names that fit, best first: the very name, then what begins so, has all words, or is close.

        held: whether the asker may see records held back for the coordinator.
        """
        typed = spelled(text)
        return (
            self._find(typed, self._likeness(typed), limit, tuple(kinds), _CANDIDATES, held=held)
            if typed
            else []
        )

    def find_each(self, text: str, limit: int = 10, *, held: bool = False) -> dict[Kind, list[Found]]:
        """The same for each kind by itself, at most so many of each."""
        typed = spelled(text)
        if not typed:
            return {kind: [] for kind in KINDS}
        likeness = self._likeness(typed)
        return {
            kind: self._find(typed, likeness, limit, (kind,), _CANDIDATES_OF_A_KIND, held=held)
            for kind in KINDS
        }

    def _likeness(self, typed: str) -> Weights:
        # Whoever types has not yet ended the last word.
        return self._pairs.likeness(f" {typed}")

    def _find(
        self, typed: str, likeness: Weights, limit: int, kinds: tuple[Kind, ...], count: int, *, held: bool
    ) -> list[Found]:
        allowed = self._allowed(kinds, held=held)
        begun = islice(self._beginning(typed, allowed), limit)
        alike = best(likeness, allowed, count)
        candidates = sorted({*begun, *alike, *self._short(typed, allowed)})
        ranked = sorted(self._judged(typed, candidates))[:limit]
        return [self._found(Fit(fit), -away, at, kinds, held=held) for fit, away, at in ranked]

    def _short(self, typed: str, allowed: Flags) -> list[int]:
        """The names two typos away at the most, where what was typed is short."""
        if len(typed) > _SHORT:
            return []
        near = np.flatnonzero(allowed & (np.abs(self._lengths - len(typed)) <= _TYPOS))
        names = [self._names[at] for at in near]
        away = cdist([typed], names, scorer=OSA.distance, score_cutoff=_TYPOS)[0]
        return [int(at) for at in near[away <= _TYPOS]]

    def _beginning(self, typed: str, allowed: Flags) -> Iterator[int]:
        for at in range(bisect_left(self._names, typed), len(self._names)):
            if not self._names[at].startswith(typed):
                return
            if allowed[at]:
                yield at

    def _judged(self, typed: str, candidates: list[int]) -> Iterator[tuple[int, float, int]]:
        """Fit, closeness below zero, place; those that begin with the typed letters stand by the alphabet."""
        names = [self._names[at] for at in candidates]
        sorted_names = [self._sorted_names[at] for at in candidates]
        words = _sorted(typed)
        whole = cdist([typed], names, scorer=OSA.normalized_similarity)[0]
        in_order = cdist([words], sorted_names, scorer=OSA.normalized_similarity)[0]
        part = cdist([typed], names, scorer=fuzz.partial_ratio)[0] / 100 * _PART
        part[[len(name) <= len(typed) for name in names]] = 0
        closest = np.maximum(np.maximum(whole, in_order), part)
        enough = _CLOSE_ENOUGH_SHORT if len(typed) <= _SHORT else CLOSE_ENOUGH
        for at, name, sorted_name, near in zip(candidates, names, sorted_names, closest, strict=True):
            fit = _fit(typed, words, name, sorted_name)
            if fit is not Fit.CLOSE or near >= enough:
                yield fit, -1.0 if fit is Fit.BEGINS else -round(float(near), 6), at

    def _found(self, fit: Fit, closeness: float, at: int, kinds: tuple[Kind, ...], *, held: bool) -> Found:
        shown = (each for each in self._subjects[at] if each.kind in kinds and (held or not each.held))
        return Found(fit, closeness, tuple(shown))

    def _allowed(self, kinds: Iterable[Kind], *, held: bool) -> Flags:
        flags = np.zeros(len(self._names), dtype=np.bool_)
        for kind in kinds:
            flags |= self._shown[kind, held]
        return flags

    def _flags(self, places: Iterable[int]) -> Flags:
        flags = np.zeros(len(self._names), dtype=np.bool_)
        flags[list(places)] = True
        return flags


def _order(subject: Subject) -> tuple[int, str, str]:
    return KINDS.index(subject.kind), subject.name, str(subject.id)


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))


def _fit(typed: str, words: str, name: str, sorted_name: str) -> Fit:
    if name == typed:
        return Fit.EXACT
    if sorted_name == words:
        return Fit.SAME_WORDS
    if name.startswith(typed):
        return Fit.BEGINS
    text = f" {name}"
    return Fit.HAS_WORDS if all(f" {word}" in text for word in typed.split()) else Fit.CLOSE
