"""The contest: the same people ask for the same ten services in four ways, and every answer is compared row by row."""

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count as counted
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from uuid import UUID

import numpy as np
from geopy.distance import geodesic

from benchmarks.measure import Measured
from benchmarks.scale import postgis
from benchmarks.scale.postgis import PostGis
from benchmarks.scale.sqlite_box import SqliteBox
from benchmarks.scale.world import NEEDS, TODAY, offers, people
from matching.catalog import Catalog, by_need
from matching.columns.index import Index
from matching.engine import Question
from matching.judgment import Status, judge
from matching.offer import Offer
from matching.ranking import WEIGHTS, Search, order, score
from reentry.matches.rematch import Asked, rematch

T = TypeVar("T")
LIMIT = 10
BENCH = "best ten of 7 needs"
Answers = list[list[int]]
Ask = Callable[[Question], Answers]


@dataclass(frozen=True)
class Directory:
    """An invented directory in the order of its ids, and each service's number in it."""

    offers: Sequence[Offer]
    numbers: dict[int, int]

    @classmethod
    def of(cls, size: int) -> "Directory":
        """So many services."""
        found = sorted(offers(size), key=lambda each: str(each.service_id))
        return cls(found, {id(each): number for number, each in enumerate(found)})

    @property
    def catalog(self) -> Catalog:
        """As matching sees it."""
        return Catalog(1, by_need(self.offers))


def contest(size: int, ours: int, theirs: int, slow: int = 0) -> Iterator[Measured]:
    """Measure every way on a directory; ours, theirs, slow: how many people ask the index, the databases, the loop."""
    directory, asking = Directory.of(size), people(ours)
    expected: list[Answers] = []
    before = _resident()
    index, build = _timed(lambda: _built(directory.catalog))
    yield replace(
        _measured("index", size, _of_index(index, directory), asking, expected),
        memory_mb=_resident() - before,
    )
    yield Measured(BENCH, "index: built", size, build, build, 1000 / build)
    yield from _changed(index, directory, size)
    with TemporaryDirectory() as folder:
        boxed, build = _timed(lambda: SqliteBox(Path(folder) / "offers.db", directory.offers))
        yield replace(
            _measured("SQLite, index and box", size, _of(boxed.best), asking[:theirs], [], expected),
            memory_mb=boxed.megabytes(),
        )
        yield Measured(BENCH, "SQLite: built", size, build, build, 1000 / build)
    yield from _postgis(directory, size, asking[:theirs], expected)
    if slow:
        loop = _loop(directory)
        yield _measured("a loop with geopy", size, loop, asking[:slow], [], expected, exact=False)


def _built(catalog: Catalog) -> Index:
    index = Index(catalog, TODAY)
    nobody = index.crowd([], NEEDS)
    for need in NEEDS:
        index.best(need, nobody, LIMIT)
    return index


def _of_index(index: Index, directory: Directory) -> Ask:
    numbers = {need: [directory.numbers[id(each)] for each in index.offers(need)] for need in NEEDS}

    def ask(question: Question) -> Answers:
        crowd = index.crowd([question], NEEDS)
        answers = []
        for need in NEEDS:
            eligible, possible = index.best(need, crowd, LIMIT).of(0)
            answers.append([numbers[need][row] for row in (*eligible, *possible)])
        return answers

    return ask


def _of(best: Callable[[Question, str, int], list[int]]) -> Ask:
    return lambda question: [best(question, need, LIMIT) for need in NEEDS]


def _loop(directory: Directory) -> Ask:
    """Every service judged and measured by geopy, one after the other."""
    needed = by_need(directory.offers)

    def ask(question: Question) -> Answers:
        return [
            [directory.numbers[id(each)] for each in _looped(question, need, needed[need])] for need in NEEDS
        ]

    return ask


def _looped(question: Question, need: str, found: Sequence[Offer]) -> list[Offer]:
    keyed = []
    for offer in found:
        status = judge(question.facts, question.conditions, offer, question.on).status
        if status in (Status.ELIGIBLE, Status.POSSIBLE):
            away = _geodesic(question, offer)
            scored = score(
                question.facts, offer, Search(need=need, distance_m=away, today=question.today), WEIGHTS
            )
            keyed.append((order(status, scored, away, offer), offer))
    return [offer for _, offer in sorted(keyed, key=lambda each: each[0])[:LIMIT]]


def _geodesic(question: Question, offer: Offer) -> float | None:
    here, there = question.place, offer.place
    if here is None or there is None:
        return None
    meters: float = geodesic((here.latitude, here.longitude), (there.latitude, there.longitude)).meters
    return meters


def _postgis(
    directory: Directory, size: int, asking: Sequence[Question], expected: Sequence[Answers]
) -> Iterator[Measured]:
    programs = postgis.programs()
    if programs is None:
        yield Measured(BENCH, "PostGIS: not installed here", size)
        return
    with postgis.server(programs) as address:
        database, build = _timed(lambda: PostGis(address, directory.offers))
        plan = database.plan(asking[0], NEEDS[0])
        if "Index Scan" not in plan:
            raise AssertionError(f"PostGIS does not use its index: {plan}")
        yield replace(
            _measured("PostGIS, partial GiST", size, _of(database.best), asking, [], expected),
            memory_mb=database.megabytes(),
        )
        yield Measured(BENCH, "PostGIS: built", size, build, build, 1000 / build)


def _changed(index: Index, directory: Directory, size: int) -> Iterator[Measured]:
    """A hundred services that change, until the first answer that knows of it."""
    changed = directory.offers[:: max(1, size // 100)][:100]
    ids = {each.service_id for each in changed if each.service_id}
    fresh = [replace(each, cost_cents=0) for each in changed]
    asking = people(1, seed=5)

    def absorb() -> None:
        later = index.renewed(index.catalog.renewed(2, ids, fresh), ids, fresh)
        crowd = later.crowd(asking, NEEDS)
        for need in NEEDS:
            later.best(need, crowd, LIMIT)

    taken = [_timed(absorb)[1] for _ in range(5)]
    yield _told("index: 100 services changed", size, taken)


def together(size: int, count: int) -> Measured:
    """A whole caseload matched again, every need of everybody."""
    index = _built(Directory.of(size).catalog)
    cases = [
        Asked(offers_id, question, NEEDS) for offers_id, question in zip(_ids(), people(count), strict=False)
    ]
    rematch(index, cases[:100])
    _, taken = _timed(lambda: rematch(index, cases))
    each = taken / count
    return Measured("rematch", f"{count:,} people, 7 needs", size, each, each, 1000 / each, _resident())


def _ids() -> Iterator[UUID]:
    return (UUID(int=number) for number in counted(1))


def _measured(
    case: str,
    size: int,
    ask: Ask,
    asking: Sequence[Question],
    answers: list[Answers],
    expected: Sequence[Answers] = (),
    *,
    exact: bool = True,
) -> Measured:
    """How long each person's question takes; the answers must be the expected ones."""
    ask(asking[0])
    taken = []
    for number, question in enumerate(asking):
        answer, milliseconds = _timed(lambda question=question: ask(question))  # type: ignore[misc]
        taken.append(milliseconds)
        answers.append(answer)
        if expected and answer != expected[number]:
            _compare(case, answer, expected[number], exact=exact)
    return _told(case, size, taken)


def _compare(case: str, answer: Answers, expected: Answers, *, exact: bool) -> None:
    """Geodesic and chord differ by centimeters: neighbors may change places, nothing else."""
    same = sum(set(one) == set(other) for one, other in zip(answer, expected, strict=True))
    if exact or same < len(expected) - 1:
        raise AssertionError(f"{case} answers {answer}, the index {expected}")


def _told(case: str, size: int, taken: Sequence[float]) -> Measured:
    p50, p99 = np.percentile(taken, [50, 99])
    return Measured(BENCH, case, size, float(p50), float(p99), 1000 / (sum(taken) / len(taken)))


def _timed(act: Callable[[], T]) -> tuple[T, float]:
    began = time.perf_counter()
    result = act()
    return result, (time.perf_counter() - began) * 1000


def _resident() -> float:
    """Megabytes of memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20
