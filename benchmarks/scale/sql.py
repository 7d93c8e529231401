"""The rules and the score of one person as SQL, the way somebody would write them by hand for one table of offers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.scale.world import NEEDS, TODAY, TONGUES
from matching.ages import age_on
from matching.engine import Question
from matching.hours import free_time
from matching.hours_beside import ENOUGH
from matching.offer import Offer
from matching.ranking import (
    HALF_TRAVEL_M,
    NEUTRAL,
    STANDING,
    WEIGHTS,
    acceptance,
    language,
    standing_parts,
    weigh,
)
from matching.silence import OFFENSES
from resources.eligibility import Requirement
from resources.geography.distances import cartesian

COLUMNS: Mapping[str, str] = {
    "number": "integer",
    "need": "integer",
    "state": "text",
    "standing": "float",
    "tongue": "integer",
    **dict.fromkeys(("latitude", "longitude", "x", "y", "z"), "float"),
    "minimum_age": "integer",
    "gender": "text",
    "sober_days": "integer",
    "residence": "text",
    **dict.fromkeys(("opens", "closes"), "integer"),
    # 1: confirmed, 0: not confirmed, null: not asked.
    **{f"{rule}_sure": "integer" for rule in ("minimum_age", "gender", "sober_days", "residence")},
    **{f"{rule}_sure": "integer" for rule in ("sex_offense", "arson", "identification", "veteran")},
    **{f"silent_{offense}": "integer" for offense in OFFENSES},
    "must_ask": "integer",
}


def row_of(number: int, offer: Offer) -> list[Any]:
    """An offer as a row of the table; number is its place in the order of ids."""
    need = offer.needs[0]
    values: dict[str, Any] = {
        "number": number,
        "need": NEEDS.index(need),
        "state": offer.state,
        "standing": weigh(standing_parts(offer, need, TODAY), WEIGHTS, STANDING),
        "tongue": TONGUES.index(offer.languages),
        "must_ask": int(
            any(each.rule == "other" for each in offer.requirements)
            or not (offer.open_to_all or any(each.confirmed for each in offer.requirements))
        ),
    }
    if offer.place:
        point = (offer.place.latitude, offer.place.longitude)
        values |= {"latitude": point[0], "longitude": point[1]}
        values |= dict(zip("xyz", cartesian(point), strict=True))
    for each in offer.requirements:
        values |= _asked(each)
    for opening in offer.schedule:
        opens, closes = opening.opens, opening.closes
        assert opens is not None
        assert closes is not None
        values |= {"opens": opens.hour * 60 + opens.minute, "closes": closes.hour * 60 + closes.minute}
    if offer.minors_on_site:
        named = {each.rule for each in offer.requirements}
        values |= {f"silent_{offense}": int(offense not in named) for offense in OFFENSES}
    return [values.get(name) for name in COLUMNS]


def _asked(each: Requirement) -> dict[str, Any]:
    if each.rule == "other":
        return {}
    value = each.value[0] if isinstance(each.value, tuple) else each.value
    return ({} if value is True else {each.rule: value}) | {f"{each.rule}_sure": int(each.confirmed)}


@dataclass
class Asking:
    """One person's question as expressions over the table, with their parameters.

    least: how the dialect calls the smallest and the largest of some values; mark: how it marks a parameter.
    """

    question: Question
    least: tuple[str, str]
    mark: Callable[[str], str]
    values: dict[str, Any] = field(default_factory=dict)

    def status(self) -> str:
        """2 eligible, 1 possible, 0 not eligible."""
        return f"{self.least[0]}({', '.join(self._answers())})"

    def score(self) -> str:
        """The composite score."""
        facts, total = self.question.facts, sum(WEIGHTS.values()) or 1
        spoken = " ".join(
            f"WHEN {number} THEN {language(facts.languages, each)!r}" for number, each in enumerate(TONGUES)
        )
        personal = (
            f"{WEIGHTS['travel']!r} * {self._travel()} + {WEIGHTS['acceptance'] * acceptance(facts, Offer())!r}"
            f" + {WEIGHTS['language']!r} * CASE tongue {spoken} END"
        )
        return f"(standing + ({personal})) / {total!r}"

    def distance(self) -> str:
        """Meters, straight through the ground; null where there is no place."""
        east, north, up = (f"(o.{axis} - {self._value(axis, here)})" for axis, here in self._here())
        return f"sqrt({east} * {east} + {north} * {north} + {up} * {up})"

    def most(self) -> float:
        """What acceptance and language give at most."""
        facts = self.question.facts
        speaks = max(language(facts.languages, each) for each in TONGUES)
        return WEIGHTS["acceptance"] * acceptance(facts, Offer()) + WEIGHTS["language"] * speaks

    def _travel(self) -> str:
        half = f"{HALF_TRAVEL_M}.0"
        return f"CASE WHEN o.x IS NULL THEN {NEUTRAL!r} ELSE {half} / ({half} + {self.distance()}) END"

    def _here(self) -> Iterator[tuple[str, float]]:
        place = self.question.place
        assert place is not None
        yield from zip("xyz", cartesian((place.latitude, place.longitude)), strict=True)

    def _value(self, name: str, value: object) -> str:
        self.values[name] = value
        return self.mark(name)

    def _answers(self) -> Iterator[str]:
        facts = self.question.facts
        age = age_on(self.question.on, facts.birth_date) if facts.birth_date else None
        sober = (self.question.on - facts.sober_since).days if facts.sober_since else None
        yield self._compared("minimum_age", "<=", age)
        yield self._compared("gender", "=", facts.gender)
        yield self._compared("sober_days", "<=", sober)
        home = facts.residence
        here = f"o.residence = {self._value('county', home.county)} AND o.state = {self._value('state', home.state)}"
        yield f"CASE WHEN o.residence_sure IS NULL OR ({here}) THEN 2 WHEN o.residence_sure = 1 THEN 0 ELSE 1 END"
        yield from self._yes_or_no("sex_offense", wanted=False, fact=facts.offenses.sex_offense)
        yield from self._yes_or_no("arson", wanted=False, fact=facts.offenses.arson)
        yield from self._yes_or_no("identification", wanted=True, fact=facts.identification)
        yield from self._yes_or_no("veteran", wanted=True, fact=facts.veteran)
        yield from (
            f"CASE WHEN o.silent_{offense} = 1 THEN 1 ELSE 2 END"
            for offense in OFFENSES
            if getattr(facts.offenses, offense) is not False
        )
        yield from self._hours()
        yield "CASE WHEN o.must_ask = 1 THEN 1 ELSE 2 END"

    def _compared(self, rule: str, sign: str, fact: object) -> str:
        asked = f"CASE WHEN o.{rule}_sure IS NULL"
        if fact is None:
            return f"{asked} THEN 2 ELSE 1 END"
        fits = f"o.{rule} {sign} {self._value(rule, fact)}"
        return f"{asked} OR {fits} THEN 2 WHEN o.{rule}_sure = 1 THEN 0 ELSE 1 END"

    def _yes_or_no(self, rule: str, *, wanted: bool, fact: bool | None) -> Iterator[str]:
        if fact is None:
            yield f"CASE WHEN o.{rule}_sure IS NULL THEN 2 ELSE 1 END"
        elif fact is not wanted:
            yield f"CASE WHEN o.{rule}_sure IS NULL THEN 2 WHEN o.{rule}_sure = 1 THEN 0 ELSE 1 END"

    def _hours(self) -> Iterator[str]:
        conditions = self.question.conditions
        if conditions.curfew is None:
            return
        assert conditions.curfew.start is not None
        assert conditions.curfew.end is not None
        begins, lasts = free_time(conditions.curfew.start, conditions.curfew.end, conditions.travel_minutes)
        least, most = self.least
        visit = f"{least}(o.closes, {begins + lasts}) - {most}(o.opens, {begins})"
        yield f"CASE WHEN o.opens IS NULL THEN 1 WHEN {visit} >= {ENOUGH} THEN 2 ELSE 0 END"


@dataclass(frozen=True, order=True)
class Answer:
    """One of the best: sorts as the product sorts."""

    tier: int
    minus_score: float
    meters: float
    number: int


def reach(tenth: float, standing: float, asking: Asking) -> float | None:
    """So far away, in meters, an offer of at most this standing could still score so much; None: anywhere."""
    travel = (tenth * sum(WEIGHTS.values()) - standing - asking.most()) / WEIGHTS["travel"]
    return HALF_TRAVEL_M * (1 / travel - 1) * 1.000001 + 1 if travel > 1e-9 else None


def best(found: Sequence[Answer], limit: int) -> list[Answer]:
    """The first of what was found."""
    return sorted(set(found))[:limit]
