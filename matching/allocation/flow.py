"""The flow: people on one side, places on the other, and the cheapest way to send across as many as fit."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Wants = Mapping[UUID, Sequence[UUID]]


class Flow:
    """Who gets which service: wants names the people, first come first, with their services, best first.

    Sets of people that places can be found for form a matroid, so leaving out whoever stands earlier always costing
    more makes the set the largest there is, and person by person the best one in that order. Only then it counts how
    far down their own lists they come, all together. All costs are whole numbers; services are numbered by their ids.
    """

    def __init__(self, wants: Wants, places: Mapping[UUID, int]) -> None:
        """The people, their services and how many places each of these has."""
        services = sorted({service for wanted in wants.values() for service in wanted} & places.keys())
        number = {service: len(wants) + at for at, service in enumerate(services)}
        self._arcs = [
            (who, service, person, step)
            for person, (who, wanted) in enumerate(wants.items())
            for step, service in enumerate(wanted)
            if service in number
        ]
        self._arc = {(who, service): arc for arc, (who, service, *_) in enumerate(self._arcs)}
        self._shut: set[int] = set()
        # More than all steps down all lists.
        matters = 1 + len(wants) * max(map(len, wants.values()), default=0)
        people, sink = range(len(wants)), len(wants) + len(services)
        self._flow = SimpleMinCostFlow()
        self._add([(person, number[service], 1, step) for _, service, person, step in self._arcs])
        self._add([(person, sink, 1, (len(wants) - person) * matters) for person in people])
        self._add([(number[service], sink, places[service], 0) for service in services])
        for person in people:
            self._flow.set_node_supply(person, 1)
        self._flow.set_node_supply(sink, -len(wants))

    def _add(self, arcs: Sequence[tuple[int, int, int, int]]) -> None:
        """Arcs, each from where, to where, for how many, at which cost."""
        if arcs:
            self._flow.add_arcs_with_capacity_and_unit_cost(*np.array(arcs, dtype=np.int64).T)

    def assign(self, shut: Collection[tuple[UUID, UUID]] = ()) -> dict[UUID, UUID]:
        """The best way where these people do not get these services."""
        closed = {self._arc[each] for each in shut if each in self._arc}
        for arc in closed ^ self._shut:
            self._flow.set_arc_capacity(arc, int(arc not in closed))
        self._shut = closed
        if self._flow.solve() != self._flow.OPTIMAL:
            raise RuntimeError("The flow has no solution, although leaving everybody out is one.")
        used = np.flatnonzero(self._flow.flows(np.arange(len(self._arcs))))
        return {who: service for who, service, *_ in (self._arcs[arc] for arc in used)}
