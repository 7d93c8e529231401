"""Options: which services fit each of many people, the counted ones in full, of the others the best to ask."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from types import MappingProxyType
from uuid import UUID

from matching.allocation.candidate import Option
from matching.catalog import Catalog
from matching.columns.index import Index
from matching.engine import METERS_PER_MILE, Question
from matching.judgment import Status
from matching.kept_clear import KeptClear
from matching.offer import Offer
from matching.ranking import WEIGHTS

TIERS = (Status.ELIGIBLE, Status.POSSIBLE)
NOWHERE: Mapping[UUID, Sequence[KeptClear]] = MappingProxyType({})
# An offer, how it fits somebody, and how many miles off it is.
Ranked = tuple[Offer, Status, float | None]


@dataclass(frozen=True)
class Nearest:
    """Whom to ask for somebody who is left: a service nobody has counted the places of, how it fits, how far it is."""

    offer: Offer
    status: Status
    miles: float | None


@dataclass(frozen=True)
class Options:
    """By person: what fits of the services with counted places, best first, and the best one without a count."""

    counted: Mapping[UUID, tuple[Option, ...]]
    nearest: Mapping[UUID, Nearest]


def find(
    offers: Sequence[Offer],
    need: str,
    counted: Collection[UUID],
    questions: Mapping[UUID, Question],
    today: date,
    weights: Mapping[str, float] = WEIGHTS,
    clear: Mapping[UUID, Sequence[KeptClear]] = NOWHERE,
) -> Options:
    """Match these people to the services for a need; counted: those with a known number of places.

    clear: by person, where somebody has or may have a place with whom they are not to be housed.
    """
    with_count = [each for each in offers if each.service_id in counted]
    without = [each for each in offers if each.service_id not in counted]
    asked, made = list(questions.values()), _made(with_count)
    sure = _best(Index(Catalog(0, {need: tuple(with_count)}), today, weights), need, asked, len(with_count))
    to_ask = _best(Index(Catalog(0, {need: tuple(without)}), today, weights), need, asked, 1)
    return Options(
        {
            who: _options(ranked, made, clear.get(who, ()))
            for who, ranked in zip(questions, sure, strict=True)
        },
        {
            who: Nearest(offer, status, miles)
            for who, ranked in zip(questions, to_ask, strict=True)
            for offer, status, miles in ranked
        },
    )


def _made(offers: Sequence[Offer]) -> Mapping[tuple[UUID | None, UUID | None, Status], Option]:
    """Every option there can be; many people have the same one."""
    return {
        (each.service_id, each.location_id, status): Option(each.service_id, status, roof(each))
        for each in offers
        if each.service_id
        for status in TIERS
    }


def roof(offer: Offer) -> UUID | None:
    """Under which roof one would live; where nobody knows the place, the service's own."""
    return (offer.location_id or offer.service_id) if offer.residential else None


def _options(
    ranked: Iterable[Ranked],
    made: Mapping[tuple[UUID | None, UUID | None, Status], Option],
    clear: Sequence[KeptClear],
) -> tuple[Option, ...]:
    """The options of one person, best first; those under a roof to keep clear of are not to be proposed."""
    found = [
        (made[offer.service_id, offer.location_id, status], offer)
        for offer, status, _ in ranked
        if offer.service_id
    ]
    return tuple(
        replace(option, barred=True) if option.roof and any(each.holds(offer) for each in clear) else option
        for option, offer in found
    )


def _best(index: Index, need: str, asked: Sequence[Question], limit: int) -> list[list[Ranked]]:
    """The best so many for each person: those eligible, then those possible."""
    if not asked or not limit:
        return [[] for _ in asked]
    places = index.best(need, index.crowd(asked, [need]), limit).places
    rows = index.offers(need)
    return [
        [
            (rows[row], status, _miles(meters))
            for status, tier in zip(TIERS, tiers, strict=True)
            for row, meters in zip(tier["row"].tolist(), tier["meters"].tolist(), strict=True)
            if row >= 0
        ][:limit]
        for tiers in places
    ]


def _miles(meters: float) -> float | None:
    return meters / METERS_PER_MILE if meters < inf else None
