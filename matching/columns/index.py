"""The index: one version of the directory laid out for fast questions, brought up to date without beginning anew."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np

from matching.catalog import Catalog, by_need
from matching.columns.columns import Columns, Floats, Integers, Legend, columns_of, merged, ranks, taken
from matching.columns.crowd import Crowd, crowd
from matching.columns.drawn import drawn_answers
from matching.columns.scan import Scanned, scan
from matching.columns.tree import Tree, grow
from matching.engine import Question
from matching.offer import Offer, rows_of
from matching.ranking import WEIGHTS

if TYPE_CHECKING:
    from matching.columns.search import Best

# So many services may have changed before everything is laid out anew.
FRESH = 2_000


@dataclass(frozen=True)
class Layer:
    """Some offers of a need, in columns, and as a tree where many people ask at once."""

    columns: Columns
    weights: Mapping[str, float]

    @cached_property
    def tree(self) -> Tree:
        """The tree, grown when it is first asked for."""
        return grow(self.columns, self.weights)

    def without(self, services: Collection[UUID]) -> "Layer":
        """The same, with some services no longer found."""
        gone = np.zeros(len(self.columns), np.bool_)
        for service in services:
            gone[rows_of(self.columns.offers, service)] = True
        lighter = Layer(replace(self.columns, gone=gone), self.weights)
        if "tree" in self.__dict__:
            offers = self.tree.offers.copy()
            offers["gone"] = gone[offers["row"]]
            lighter.__dict__["tree"] = replace(self.tree, offers=offers)
        return lighter


class Index:
    """The offers of a catalog by need, as of a day; a question is answered from the ground and from what is fresh."""

    def __init__(self, catalog: Catalog, today: date, weights: Mapping[str, float] = WEIGHTS) -> None:
        self.catalog = catalog
        self.today = today
        self.weights = weights
        self.legend = Legend()
        # Pages ask at the same moment; what one of them lays out, the others wait for.
        self._laying = RLock()
        # What each service that changed since the ground was laid offers now.
        self._changed: dict[UUID, tuple[Offer, ...]] = {}
        self._ground: dict[str, Layer] = {}
        self._fresh: dict[str, Layer] = {}
        self._columns: dict[str, Columns] = {}
        self._ranks: dict[str, Floats] = {}

    def renewed(self, catalog: Catalog, changed: Collection[UUID], offers: Iterable[Offer]) -> "Index":
        """The index of a later version in which these services changed, came or went, with what they offer now."""
        new = Index(catalog, self.today, self.weights)
        now: dict[UUID, list[Offer]] = {service: [] for service in changed}
        for offer in offers:
            if offer.service_id is not None:
                now[offer.service_id].append(offer)
        every = self._changed | {service: tuple(found) for service, found in now.items()}
        if len(every) > FRESH:
            return new
        new.legend, new._laying = self.legend, self._laying
        new._changed = every
        new._ground = {need: layer.without(every) for need, layer in self._ground.items()}
        fresh = by_need(offer for found in every.values() for offer in found)
        new._fresh = {need: new._laid(fresh[need], need) for need in new._ground if need in fresh}
        return new

    def offers(self, need: str) -> Sequence[Offer]:
        """The offers for a need by the numbers of their rows, those of the ground first."""
        return [offer for layer in self._layers(need) for offer in layer.columns.offers]

    def crowd(self, people: Sequence[Question], needs: Collection[str]) -> Crowd:
        """Some people as every one of these needs is answered for them."""
        for need in needs:
            self._layers(need)
        with self._laying:
            return crowd(people, self.legend)

    def best(self, need: str, people: Crowd, limit: int, who: Integers | None = None) -> "Best":
        """The best rows for some of a crowd, or everybody: those eligible, then those possible."""
        # Compiled code takes a moment to load, which only who asks for many should wait for.
        from matching.columns.search import best

        with self._laying:
            layers = self._layers(need)
            trees = [layer.tree for layer in layers]
        who = np.arange(len(people.answers), dtype=np.int32) if who is None else who
        drawn = [drawn_answers(layer.columns, people, who) for layer in layers]
        found = [
            best(tree, each, people, self.weights, limit, who)
            for tree, each in zip(trees, drawn, strict=True)
        ]
        return found[0] if len(found) == 1 else self._joined(need, found, limit)

    def columns(self, need: str) -> Columns:
        """All offers for a need that are there now, in the order of their ids."""
        with self._laying:
            if need not in self._columns:
                ground, *fresh = (layer.columns for layer in self._layers(need))
                nothing = taken(ground, np.empty(0, np.int32))
                changed = bool(fresh) or bool(ground.gone.any())
                self._columns[need] = merged(ground, fresh[0] if fresh else nothing) if changed else ground
            return self._columns[need]

    def scan(self, need: str, people: Crowd, person: int = 0) -> Scanned:
        """Every offer for one person, by the rows of `columns`, found by going through all."""
        return scan(self.columns(need), people, person, self.weights)

    def _layers(self, need: str) -> list[Layer]:
        with self._laying:
            if need not in self._ground:
                self._ground[need] = self._laid(self.catalog.offers(need), need)
        return [self._ground[need], *([self._fresh[need]] if need in self._fresh else [])]

    def _joined(self, need: str, found: Sequence["Best"], limit: int) -> "Best":
        """The best of two layers together, in the one order."""
        with self._laying:
            ground, fresh = (layer.columns for layer in self._layers(need))
            if need not in self._ranks:
                self._ranks[need] = np.append(ranks(ground, fresh), np.inf)
            ranked = self._ranks[need]
        ours, theirs = found[0].places, found[1].places.copy()
        theirs["row"][theirs["row"] >= 0] += len(ground)
        places = np.concatenate((ours, theirs), axis=2)
        order = np.lexsort((ranked[places["row"]], places["meters"], -places["score"]), axis=-1)
        return type(found[0])(np.take_along_axis(places, order, axis=2)[:, :, :limit])

    def _laid(self, offers: Sequence[Offer], need: str) -> Layer:
        return Layer(columns_of(offers, need, self.today, self.weights, self.legend), self.weights)
