"""Which names share most pairs of letters with what was typed: a typo spoils two or three and leaves the others."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Weights = NDArray[np.float32]

# What a name says beyond the typed letters counts little against it: one may have typed half of it.
_TYPED, _BEYOND = 0.8, 0.2
_BREAK = "\n"


class LetterPairs:
    """The names that have each pair of letters; a pair at a word's edge holds a space."""

    def __init__(self, names: Sequence[str], counted: Flags) -> None:
        """Names as they are spelled for comparing; a pair is the rarer, the fewer of the counted names have it."""
        text = _BREAK.join(f" {name} " for name in names)
        letters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
        self._size = len(names)
        self._alphabet = {letter: place for place, letter in enumerate(sorted(set(text)))}
        codes = len(self._alphabet) ** 2
        pairs, self._holders = self._pairs(letters)
        self._starts = np.searchsorted(pairs, np.arange(codes + 1))
        total = max(1, int(counted.sum()))
        seen = np.bincount(pairs, counted[self._holders], minlength=codes)
        self._weights = np.log1p(total / (1 + seen))
        self._unseen = float(np.log1p(total))
        lengths = np.bincount(self._holders, self._weights[pairs], minlength=self._size)
        self._lengths = (_BEYOND * lengths).astype(np.float32)

    def likeness(self, typed: str) -> Weights:
        """For each name how much of the typed letters it shares, rare pairs counting more; 0 to 1."""
        shared, weight = np.zeros(self._size, dtype=np.float32), 0.0
        for pair in sorted({typed[at : at + 2] for at in range(len(typed) - 1)}):
            code = self._code(pair)
            worth = self._unseen if code is None else float(self._weights[code])
            weight += worth
            if code is not None:
                shared[self._holders[self._starts[code] : self._starts[code + 1]]] += np.float32(worth)
        likeness: Weights = shared / (np.float32(_TYPED * weight) + self._lengths)
        return likeness

    def _pairs(self, letters: Numbers) -> tuple[Numbers, Numbers]:
        """Each pair with each name that has it, once, by pair and name."""
        places = np.zeros(int(letters.max(initial=0)) + 1, dtype=np.int64)
        places[[ord(each) for each in self._alphabet]] = range(len(self._alphabet))
        at, breaks = places[letters], letters == ord(_BREAK)
        codes = at[:-1] * len(self._alphabet) + at[1:]
        inside = ~(breaks[:-1] | breaks[1:])
        both = np.sort(codes[inside] * self._size + np.cumsum(breaks)[:-1][inside])
        pairs, holders = np.divmod(both[np.diff(both, prepend=-1) > 0], max(1, self._size))
        return pairs, holders

    def _code(self, pair: str) -> int | None:
        first, second = (self._alphabet.get(letter) for letter in pair)
        return None if first is None or second is None else first * len(self._alphabet) + second


def best(likeness: Weights, allowed: Flags, count: int) -> list[int]:
    """The places of the most alike among the allowed, at most so many; of equals the first stand."""
    alike = np.flatnonzero(np.where(allowed, likeness, np.float32(0)))
    if len(alike) > count:
        least = np.partition(likeness[alike], -count)[-count]
        above, equal = alike[likeness[alike] > least], alike[likeness[alike] == least]
        alike = np.concatenate([above, equal[: count - len(above)]])
    return [int(each) for each in alike]
