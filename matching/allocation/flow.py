"""The flow: people on one side, places on the other, and the cheapest way to send across as many as fit."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

Wants = Mapping[UUID, Sequence[UUID]]


def assign(wants: Wants, places: Mapping[UUID, int]) -> dict[UUID, UUID]:
    """Who gets which service: wants names the people, first come first, with their services, best first.

    Sets of people that places can be found for form a matroid, so leaving out whoever stands earlier always costing
    more makes the set the largest there is, and person by person the best one in that order. Only then it counts how
    far down their own lists they come, all together. All costs are whole numbers; services are numbered by their ids.
    """
    services = sorted({service for wanted in wants.values() for service in wanted} & places.keys())
    number = {service: len(wants) + at for at, service in enumerate(services)}
    sink = len(wants) + len(services)
    # More than all steps down all lists.
    place_matters = 1 + len(wants) * max(map(len, wants.values()), default=0)
    flow = SimpleMinCostFlow()
    arcs: dict[int, tuple[UUID, UUID]] = {}
    for person, (who, wanted) in enumerate(wants.items()):
        flow.set_node_supply(person, 1)
        flow.add_arc_with_capacity_and_unit_cost(person, sink, 1, (len(wants) - person) * place_matters)
        for step, service in enumerate(wanted):
            if service in number:
                arc = flow.add_arc_with_capacity_and_unit_cost(person, number[service], 1, step)
                arcs[arc] = (who, service)
    for service in services:
        flow.add_arc_with_capacity_and_unit_cost(number[service], sink, places[service], 0)
    flow.set_node_supply(sink, -len(wants))
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("The flow has no solution, although leaving everybody out is one.")
    return {who: service for arc, (who, service) in arcs.items() if flow.flow(arc)}
