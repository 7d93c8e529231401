"""Timing one case: repeated, warmed up, told as median, 99th percentile and rate."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Measured:
    """One measured case; size is what grows (offers, pages). What does not apply is None."""

    bench: str
    case: str
    size: int
    p50_ms: float | None = None
    p99_ms: float | None = None
    per_second: float | None = None
    memory_mb: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """As bench.jsonl keeps it: rounded, without what does not apply."""
        told = {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in asdict(self).items()
        }
        return {name: value for name, value in told.items() if value is not None}


def measure(bench: str, case: str, size: int, act: Callable[[], object], times: int = 30) -> Measured:
    """Do something several times after one warm-up and say how long it took."""
    act()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    p50, p99 = np.percentile(taken, [50, 99])
    return Measured(
        bench, case, size, round(float(p50), 3), round(float(p99), 3), round(1000 / float(p50), 1)
    )
