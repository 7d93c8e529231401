"""Differences: what speaks against a service now that did not when it was chosen, and comes from the service alone.

Both offers, the one of then and the one of now, are judged for the person as the person is known today. So new facts
about the person never look like a change of the directory; a season, a closure and a license are judged for the day of
service as it was then and as it is now.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from matching.answers import MET, NOT_MET, UNKNOWN
from matching.availability import availability
from matching.co_placement import co_placement
from matching.engine import Question
from matching.judgment import Judgment
from matching.judgment import judge as judge_offer
from matching.offer import Offer, Place
from matching.reasons import Param, Reason
from resources.geography.distances import cartesian, chord_m

# Reasons that hang on the day and on the agency's own decisions; each of them is another one when a date is another.
AVAILABILITY = ("open", "license", "do_not_refer")
TOGETHER = "co_placement"
SEVERITY = {MET: 0, UNKNOWN: 1, NOT_MET: 2}
# A point that is corrected by less is no move.
SAME_PLACE_M = 150.0


def judge(asked: Question, offer: Offer) -> Judgment:
    """The offer for the person of today."""
    return judge_offer(asked.facts, asked.conditions, offer, asked.on)


def worse(asked: Question, then: Offer, then_on: date | None, now: Judgment) -> list[Reason]:
    """The reasons of now that are worse than those the offer of then gave, or that it did not give at all.

    then_on: the day it was judged for then.
    """
    ruled = [each for each in judge(asked, then).reasons if each.rule not in AVAILABILITY]
    before = _by_rule([*ruled, *availability(then, then_on)])
    # Who else is placed there is no matter of the service.
    of_now = [each for each in now.reasons if each.rule != TOGETHER]
    return [
        reason
        for rule, reasons in _by_rule(of_now).items()
        for place, reason in enumerate(reasons)
        if SEVERITY[reason.status] > _severity(before.get(rule, ()), place)
    ]


def unavailable(now: Judgment) -> list[Reason]:
    """Where nothing is known of then: what keeps anybody from going there on the day."""
    return [each for each in now.reasons if each.rule in AVAILABILITY and each.status is not MET]


def moved(asked: Question, then: Offer, now: Offer) -> Iterator[Reason]:
    """Where it is given now, if that is another place by more than the two points may be off."""
    if then.place is None or now.place is None:
        if then.location_id != now.location_id:
            yield Reason("place", UNKNOWN, "another")
        return
    by = _meters(then.place, now.place)
    if by <= then.place.precision_m + now.place.precision_m + SAME_PLACE_M:
        return
    farther = _meters(asked.place, now.place) - _meters(asked.place, then.place) if asked.place else 0.0
    if abs(farther) <= SAME_PLACE_M:
        yield Reason("place", UNKNOWN, "moved", {"distance_m": round(by)})
    else:
        code = "farther" if farther > 0 else "nearer"
        yield Reason("place", UNKNOWN, code, {"distance_m": round(by), "away_m": round(abs(farther))})


def filled(then: Offer | None, now: Offer, since: date | None) -> Iterator[Reason]:
    """That nothing is said free now, if something was or nobody had said; since: the first day of that."""
    full = now.capacity is not None and now.capacity.available == 0
    was_full = then is not None and then.capacity is not None and then.capacity.available == 0
    if full and not was_full and now.capacity:
        yield Reason("room", UNKNOWN, "full", {"on": (since or now.capacity.said_on).isoformat()})


def together(asked: Question, now: Offer) -> Iterator[Reason]:
    """That somebody with whom the person is not to be placed has a place there too, or is proposed for one."""
    for reason in co_placement(asked.conditions, now):
        yield replace(reason, code="both_placed" if reason.status is NOT_MET else "both_proposed")


def mark(reason: Reason) -> str:
    """What tells one difference from another: when this is the same, nothing has changed again."""
    params: dict[str, Param] = {} if reason.requirement else dict(reason.params)
    return json.dumps([_rule(reason), reason.code, str(reason.status), params], sort_keys=True, default=str)


def _by_rule(reasons: Iterable[Reason]) -> dict[str, list[Reason]]:
    """Reasons under what they are about, the worst first."""
    found: defaultdict[str, list[Reason]] = defaultdict(list)
    for reason in sorted(reasons, key=lambda each: -SEVERITY[each.status]):
        found[_rule(reason)].append(reason)
    return found


def _rule(reason: Reason) -> str:
    """What a reason is about: the rule with what the provider asks, the zone, the dates; not how it turned out."""
    about: object = None
    if reason.branches:
        about = [[_rule(item) for item in branch] for branch in reason.branches]
    elif reason.requirement:
        about = [reason.requirement.mode, reason.requirement.value]
    elif reason.rule == "zone":
        about = [reason.params.get("kind"), reason.params.get("radius_m")]
    elif reason.rule in AVAILABILITY:
        about = dict(reason.params)
    return json.dumps([reason.rule, about], sort_keys=True, default=str)


def _severity(reasons: Sequence[Reason], place: int) -> int:
    return SEVERITY[reasons[place].status] if place < len(reasons) else 0


def _meters(one: Place, other: Place) -> float:
    return chord_m(cartesian((one.latitude, one.longitude)), cartesian((other.latitude, other.longitude)))
