"""Work in a process of its own that is killed, as by a power cut, at moments that chance chooses."""

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection as Pipe
from typing import Any

PROCESSES = multiprocessing.get_context("forkserver")
# `make security` may try more.
KILL_POINTS = int(os.environ.get("KILL_POINTS", "8"))
LONGEST = 60.0


_imported: list[str] = []


def imported(module: str) -> None:
    """Say that processes should be forked from one that has imported this module, and with it the service."""
    _imported.append(module)
    PROCESSES.set_forkserver_preload(_imported)


def moments(seed: int, whole: float) -> Iterator[float]:
    """When to kill, in seconds after the start, for work that takes so long when it is let alone."""
    chance = random.Random(seed)
    return (chance.uniform(0, 1.2 * whole) for _ in range(KILL_POINTS))


def killed(
    work: Callable[..., None], *words: Any, after: float = LONGEST, hear: Callable[[Any], None] | None = None
) -> tuple[bool, float]:
    """Whether the work was done when its process was killed, and how long it took, in seconds.

    The work is told its words and a pipe, on which it sends "ready" when it begins in earnest, and may send more.
    """
    here, there = PROCESSES.Pipe()
    process = PROCESSES.Process(target=work, args=(*words, there))
    process.start()
    there.close()
    assert here.recv() == "ready"
    began = time.perf_counter()
    process.join(after)
    took = time.perf_counter() - began
    process.kill()
    process.join()
    _heard(here, hear or (lambda _: None))
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode == 0, took


def _heard(pipe: Pipe, hear: Callable[[Any], None]) -> None:
    """What arrived whole before the end."""
    try:
        while pipe.poll():
            hear(pipe.recv())
    except (EOFError, OSError):
        pass
    finally:
        pipe.close()
