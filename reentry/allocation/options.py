"""Options: which services fit each of many people, the counted ones in full, of the others the best to ask."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from uuid import UUID

from matching.allocation.candidate import Option
from matching.catalog import Catalog
from matching.columns.index import Index
from matching.engine import METERS_PER_MILE, Question
from matching.judgment import Status
from matching.offer import Offer

TIERS = (Status.ELIGIBLE, Status.POSSIBLE)


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
) -> Options:
    """Match these people to the services for a need; counted: those with a known number of places."""
    with_count = [each for each in offers if each.service_id in counted]
    without = [each for each in offers if each.service_id not in counted]
    sure = _best(with_count, need, questions, len(with_count), today)
    to_ask = _best(without, need, questions, 1, today)
    return Options(
        {
            who: tuple(Option(each.offer.service_id, each.status) for each in found if each.offer.service_id)
            for who, found in sure.items()
        },
        {who: found[0] for who, found in to_ask.items() if found},
    )


def _best(
    offers: Sequence[Offer], need: str, questions: Mapping[UUID, Question], limit: int, today: date
) -> dict[UUID, list[Nearest]]:
    """The best so many for each person: those eligible, then those possible."""
    if not questions or not limit:
        return {who: [] for who in questions}
    index = Index(Catalog(0, {need: tuple(offers)}), today)
    places = index.best(need, index.crowd(list(questions.values()), [need]), limit).places
    rows = index.offers(need)
    return {
        who: [
            Nearest(rows[row], status, _miles(meters))
            for status, tier in zip(TIERS, tiers, strict=True)
            for row, meters in zip(tier["row"].tolist(), tier["meters"].tolist(), strict=True)
            if row >= 0
        ][:limit]
        for who, tiers in zip(questions, places, strict=True)
    }


def _miles(meters: float) -> float | None:
    return meters / METERS_PER_MILE if meters < inf else None
