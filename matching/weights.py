"""The weights of ranking: one table that an agency edits, used wherever services are put in order."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from agency.offices import Agency
from matching.ranking import WEIGHTS

# The parts of a score, in the words of the page.
PARTS: Mapping[str, str] = {
    "travel": "the way there",
    "specificity": "how closely it meets the need",
    "availability": "room and waiting time",
    "freshness": "how lately it was verified",
    "acceptance": "stated acceptance",
    "language": "language",
    "cost": "cost",
    "evidence": "what came of those sent before",
}


def current(session: Session) -> Mapping[str, float]:
    """What the agency set, or what is usual; every part has a weight."""
    agency = session.get(Agency, 1)
    own = agency.ranking_weights if agency else {}
    return {part: float(own.get(part, usual)) for part, usual in WEIGHTS.items()}


def change(agency: Agency, wanted: Mapping[str, float]) -> list[str]:
    """Set the weights, all of them between 0 and 1 and not all 0; the parts that weigh differently now."""
    if not all(0 <= weight <= 1 for weight in wanted.values()) or not any(wanted.values()):
        raise ValueError(f"no weights to rank by: {wanted}")
    before = {**WEIGHTS, **agency.ranking_weights}
    agency.ranking_weights = {part: weight for part, weight in wanted.items() if weight != WEIGHTS[part]}
    return [part for part in WEIGHTS if wanted[part] != before[part]]
