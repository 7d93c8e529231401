"""The queue: texts with something to decide, those first that most open plans rest on, then most services."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from resources.readings.decision import ReadingDecision
from resources.readings.kinds import KINDS


@dataclass(frozen=True)
class Waiting:
    """A text with something to decide: at how many services, and how many open plans rest on those."""

    text_id: UUID
    kind: str
    services: int
    plans: int


@dataclass(frozen=True)
class Queue:
    """The texts in the order in which they are worth a look, and how many were decided already."""

    waiting: list[Waiting]
    decided: int

    @property
    def all(self) -> int:
        """How many texts there are to decide and decided."""
        return len(self.waiting) + self.decided

    def after(self, text_id: UUID | None) -> Waiting | None:
        """The text after this one, from the first again after the last; none where no other waits."""
        ids = [each.text_id for each in self.waiting]
        place = ids.index(text_id) + 1 if text_id in ids else 0
        others = [each for each in [*self.waiting[place:], *self.waiting[:place]] if each.text_id != text_id]
        return others[0] if others else None


def line_up(session: Session, open_plans: Mapping[UUID, int]) -> Queue:
    """The queue as it stands; open_plans: by service, the open plans that rest on it."""
    found = [each for kind in KINDS.values() for each in _waiting(session, kind.name, open_plans)]
    ids = {each.text_id for each in found}
    decided = session.scalars(select(ReadingDecision.text_id).distinct()).all()
    order = sorted(found, key=lambda each: (-each.plans, -each.services, each.kind, each.text_id))
    return Queue(order, len(set(decided) - ids))


def count(session: Session) -> int:
    """How many texts have something to decide."""
    texts = (kind.waiting().subquery() for kind in KINDS.values())
    return sum(session.scalar(select(func.count(each.c.text_id.distinct()))) or 0 for each in texts)


def _waiting(session: Session, kind: str, open_plans: Mapping[UUID, int]) -> list[Waiting]:
    services: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for text_id, service_id in session.execute(KINDS[kind].waiting()):
        services[text_id].append(service_id)
    return [
        Waiting(text_id, kind, len(ids), sum(open_plans.get(own, 0) for own in ids))
        for text_id, ids in services.items()
    ]
