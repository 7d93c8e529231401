"""The solver: a week's sessions placed by OR-Tools CP-SAT so that none overlap, the ways between them included.

Any two sessions are apart by at least the way between their places, and each lies so that the person is home by
curfew; the ways being shortest ways, that is all that is needed. One worker, one seed, and tidying by counted work
and not by the clock: the same week gives the same timetable, unless the time runs out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from ortools.sat.python import cp_model

from matching.minutes import DAY
from matching.week.activities import DAYS, GRID, Activity, Session, Week, Window, starts, up
from matching.week.timetable import Effort, Timetable

SEED = 1
# A day on which the person stays at home is worth as much as having everything on other days five hours earlier.
DAY_AWAY = 60
# How much work goes into tidying, in the solver's own measure; about as many seconds on a fast machine.
TIDYING = 0.1
# To leave out what an order or an employer requires costs four times as much as what is only wished.
REQUIRED = 4


@dataclass(frozen=True)
class _Slot:
    """Whether and when one activity takes place on one day."""

    activity: Activity
    day: int
    there: cp_model.IntVar
    begin: cp_model.IntVar
    prices: dict[int, tuple[int, int]]

    @property
    def first(self) -> int:
        return min(self.prices)

    @property
    def last(self) -> int:
        return max(self.prices)


def without_clashes(week: Week, effort: Effort) -> Timetable | None:
    """A timetable in which everything takes place as it must, with few days away from home, and early.

    None where there is none, or none was found in time.
    """
    model = _Model(week, free_only=True)
    found = model.found(effort)
    return found and model.tidied(found, effort)


class Trial:
    """Tries which of a week's activities find room together; what all trials share is written down once."""

    def __init__(self, week: Week) -> None:
        self._model = _Model(week, free_only=True, on_trial=True)

    def clashing(self, keys: Iterable[str], effort: Effort) -> frozenset[str]:
        """Some of these that have no room together, if that is proven; empty where they have, or time ran out."""
        return self._model.clashing(keys, effort)


def impossible(week: Week, effort: Effort) -> bool:
    """Whether it is proven that the week has no room for all its activities."""
    return bool(Trial(week).clashing((each.key for each in week.activities), effort))


def at_least_cost(week: Week, effort: Effort) -> Timetable:
    """The timetable that takes the fewest minutes of approval, moving and leaving out; there always is one."""
    model = _Model(week, free_only=False)
    model.allow_changes()
    found = model.found(effort)
    return Timetable((), proven=False) if found is None else _tidied(week, found, effort)


def _tidied(week: Week, found: Timetable, effort: Effort) -> Timetable:
    """What had to change stays as it was found; the others are put around it anew."""
    changed = {
        each.key
        for each in week.activities
        if len(found.of(each.key)) < each.times or any(session.changed for session in found.of(each.key))
    }
    settled = [
        _settled(each, found.of(each.key)) if each.key in changed else each for each in week.activities
    ]
    tidy = without_clashes(replace(week, activities=tuple(settled)), effort) or found
    sessions = [each for each in tidy.sessions if each.key not in changed]
    sessions += [each for each in found.sessions if each.key in changed]
    return Timetable(tuple(sorted(sessions)), found.proven)


def _settled(activity: Activity, sessions: tuple[Session, ...]) -> Activity:
    days = {min(max(each.begins // DAY, 0), DAYS[-1]): each for each in sessions}
    windows = tuple(Window(day, each.begins - day * DAY, each.ends - day * DAY) for day, each in days.items())
    return replace(activity, times=len(sessions), windows=windows, approved=True, movable=0)


class _Model:
    def __init__(self, week: Week, *, free_only: bool, on_trial: bool = False) -> None:
        self.week = week
        self.asked: dict[str, cp_model.IntVar] = {}
        self.model = cp_model.CpModel()
        self.solver = cp_model.CpSolver()
        self.slots = list(self._slots(free_only))
        for activity in week.activities:
            there = sum(self._there(activity))
            enough = self.model.add(there == activity.times if free_only else there <= activity.times)
            if on_trial:
                self.asked[activity.key] = self.model.new_bool_var("")
                enough.only_enforce_if(self.asked[activity.key])
        for one, other in combinations(self.slots, 2):
            self._keep_apart(one, other)

    def allow_changes(self) -> None:
        """Every minute counts that would have to be approved, moved or left out."""
        costs = [self._cost(slot) for slot in self.slots if any(map(any, slot.prices.values()))]
        for activity in self.week.activities:
            weight = (REQUIRED if activity.required else 1) * up(activity.minutes)
            costs.append(weight * (activity.times - sum(self._there(activity))))
        self.model.minimize(sum(costs))

    def tidied(self, found: Timetable, effort: Effort) -> Timetable:
        """The same with few days away from home, then early in the day, as far as some work brings it."""
        for index, value in enumerate(self.solver.response_proto.solution):
            self.model.add_hint(self.model.get_int_var_from_proto_index(index), value)
        apart: list[cp_model.LinearExprT] = [slot.begin - slot.first // GRID for slot in self.slots]
        for day in DAYS:
            away = self.model.new_bool_var("")
            there: list[cp_model.LinearExprT] = [slot.there for slot in self.slots if slot.day == day]
            self.model.add_max_equality(away, there or [0])
            apart.append(DAY_AWAY * away)
        self.model.minimize(sum(apart))
        self.solver.parameters.max_deterministic_time = TIDYING
        return replace(self.found(effort) or found, proven=found.proven)

    def found(self, effort: Effort) -> Timetable | None:
        """The best that was found with what is left of the effort."""
        status = self._solve(effort)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        return Timetable(tuple(sorted(self._sessions())), proven=status == cp_model.OPTIMAL)

    def clashing(self, keys: Iterable[str], effort: Effort) -> frozenset[str]:
        """Those of a trial's activities that are proven to have no room together."""
        self.model.clear_assumptions()
        self.model.add_assumptions([self.asked[key] for key in keys])
        if self._solve(effort) != cp_model.INFEASIBLE:
            return frozenset()
        blamed = set(self.solver.sufficient_assumptions_for_infeasibility())
        return frozenset(key for key, asked in self.asked.items() if asked.index in blamed)

    def _solve(self, effort: Effort) -> cp_model.CpSolverStatus:
        if effort.seconds <= 0:
            return cp_model.UNKNOWN
        self.solver.parameters.num_workers = 1
        self.solver.parameters.random_seed = SEED
        self.solver.parameters.max_time_in_seconds = effort.seconds
        status = self.solver.solve(self.model)
        effort.seconds -= self.solver.wall_time
        return status

    def _slots(self, free_only: bool) -> Iterator[_Slot]:
        for activity in self.week.activities:
            for day in DAYS:
                prices = starts(self.week, activity, day)
                if free_only:
                    prices = {begin: price for begin, price in prices.items() if not any(price)}
                if prices:
                    domain = cp_model.Domain.from_values([begin // GRID for begin in prices])
                    begin = self.model.new_int_var_from_domain(domain, "")
                    yield _Slot(activity, day, self.model.new_bool_var(""), begin, prices)

    def _there(self, activity: Activity) -> list[cp_model.IntVar]:
        return [slot.there for slot in self.slots if slot.activity is activity]

    def _keep_apart(self, one: _Slot, other: _Slot) -> None:
        """The one after the other, with the way between; the week begins again where it ends."""
        days = (other.day - one.day + 3) % 7 - 3
        shift = (one.day + days - other.day) * DAY
        there = up(one.activity.minutes) + self.week.ways.between(one.activity.place, other.activity.place)
        back = up(other.activity.minutes) + self.week.ways.between(other.activity.place, one.activity.place)
        if one.last + there <= other.first + shift or other.last + shift + back <= one.first:
            return
        first = self.model.new_bool_var("")
        both = [one.there, other.there]
        after = one.begin + there // GRID <= other.begin + shift // GRID
        before = other.begin + (shift + back) // GRID <= one.begin
        self.model.add(after).only_enforce_if(*both, first)
        self.model.add(before).only_enforce_if(*both, first.negated())

    def _cost(self, slot: _Slot) -> cp_model.LinearExprT:
        """What a session costs by when it begins; nothing where it does not take place."""
        rows = [(begin // GRID, sum(price)) for begin, price in slot.prices.items()]
        dearest = max(price for _, price in rows)
        price, paid = (self.model.new_int_var(0, dearest, "") for _ in range(2))
        self.model.add_allowed_assignments([slot.begin, price], rows)
        self.model.add(paid >= price).only_enforce_if(slot.there)
        return paid

    def _sessions(self) -> Iterator[Session]:
        for slot in self.slots:
            if self.solver.value(slot.there):
                begin = self.solver.value(slot.begin) * GRID
                ends = begin + up(slot.activity.minutes)
                yield Session(begin, ends, slot.activity.key, *slot.prices[begin])
