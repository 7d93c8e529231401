"""Why a service stands where it does, in words: by what it goes before the next one, and what speaks for that."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.engine import METERS_PER_MILE, Match
from matching.evidence import FEWEST_TOLD, Evidence
from matching.ranking import NEUTRAL, unknown_parts
from matching.weights import PARTS

# What one service has before another by each part of the score.
BETTER: Mapping[str, str] = {
    "travel": "nearer",
    "specificity": "closer to this need",
    "availability": "more likely to have room soon",
    "freshness": "verified more recently",
    "acceptance": "says more clearly that it accepts this record",
    "language": "speaks the person’s language",
    "cost": "costs less",
    "evidence": "those sent before did better",
}
# So many are told, those that count most.
MOST = 3
NOTICED_MILES = 0.05


@dataclass(frozen=True)
class Part:
    """One part of the score: how good it is, and how much it weighs, of 100; value is None where too few were sent."""

    name: str
    value: int | None
    weight: int


def parts(match: Match, weights: Mapping[str, float]) -> list[Part]:
    """The parts of the score, the weightiest first."""
    whole = sum(weights.values())
    found = [
        Part(PARTS[name], round(100 * value), round(100 * weights[name] / whole))
        for name, value in match.score.parts.items()
    ]
    known = match.offer.evidence
    if known is not None and not known.told:
        found = [
            Part(each.name, None, each.weight) if each.name == PARTS["evidence"] else each for each in found
        ]
    return sorted(found, key=lambda part: -part.weight)


def why_here(match: Match, following: Match | None, weights: Mapping[str, float], sort: str) -> str:
    """Why it stands before the one that follows."""
    if sort:
        return f"Sorted by {PARTS[sort]}, as asked; best first it is number {match.rank} of this group."
    if following is None:
        return "The last of this group."
    ahead, behind = _ahead(match, following, weights), _ahead(following, match, weights)
    if not ahead:
        return "Level with the next one in all that is weighed; which stands first is always the same."
    before = f"Before the next one: {'; '.join(ahead)}."
    return f"{before} The next one, though: {'; '.join(behind)}." if behind else before


def sent_before(known: Evidence | None) -> str:
    """What came of those sent there before, in words; empty where nobody was."""
    if known is None:
        return ""
    if not known.told:
        return f"fewer than {FEWEST_TOLD} people sent so far"
    in_part = f", {known.partly} in part" if known.partly else ""
    return f"{known.people} people sent, {known.finished} finished{in_part}"


def _ahead(one: Match, other: Match, weights: Mapping[str, float]) -> list[str]:
    """By what one is ahead, what counts most first."""
    gains = {
        part: weights[part] * (value - other.score.parts[part]) for part, value in one.score.parts.items()
    }
    told = sorted((part for part, gain in gains.items() if gain > 0), key=lambda part: -gains[part])
    return [_words(part, one, other) for part in told[:MOST]]


def _words(part: str, one: Match, other: Match) -> str:
    if not (_known(part, one) and _known(part, other)):
        return f"{PARTS[part]}, as far as is known"
    if part == "travel" and one.distance_m is not None and other.distance_m is not None:
        miles = (other.distance_m - one.distance_m) / METERS_PER_MILE
        return f"nearer by {miles:.1f} miles" if miles >= NOTICED_MILES else "a little nearer"
    return BETTER[part]


def _known(part: str, match: Match) -> bool:
    """Whether a part rests on what somebody said, and is not in the middle for want of that."""
    if part == "travel":
        return match.distance_m is not None
    if part == "language":
        return match.score.parts[part] != NEUTRAL
    # Never verified is a finding; what a few people came to is not one to put in words.
    if part == "evidence":
        return match.offer.evidence is not None and match.offer.evidence.told
    return part == "freshness" or part not in unknown_parts(match.offer)
