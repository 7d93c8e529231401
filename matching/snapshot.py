"""Snapshots: what a chosen match was computed from, kept so that the decision can be shown again.

A snapshot is JSON: a case as `judge` reads it, with its answer, the score and the version of the directory.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from matching import lenient
from matching.answers import Answer
from matching.case import Case, read_case, read_offer, read_requirement
from matching.conditions import JudgedConditionsSchema
from matching.evidence import Evidence
from matching.facts import FactsSchema
from matching.judgment import Judgment, Status, judge
from matching.offer import Barred, Capacity, Offer, Opening, Place
from matching.ranking import Score, Search, score
from matching.reasons import Reason
from resources.eligibility import Requirement, RequirementSchema
from resources.records.seasons import Season

Snapshot = dict[str, Any]
NAMED = ("organization", "service", "reach", "phone", "waiting_days", "cost_cents")
LISTED = ("needs", "main_needs", "languages")
# What changes no judgment.
BESIDE = (
    *("organization", "service", "phone", "languages", "cost_cents", "verified_on", "waiting_days"),
    "evidence",
)
# Made once: a list of cases compares every requirement of every choice.
_REQUIREMENT, _FACTS, _CONDITIONS = RequirementSchema(), FactsSchema(), JudgedConditionsSchema()
FLAGS = ("residential", "minors_on_site", "victim_services", "open_to_all", "closed")


def take(case: Case, judgment: Judgment, *, directory_version: str | None = None) -> Snapshot:
    """The judgment with all it was computed from; holds the person's facts and must be kept as they are."""
    return {
        "case": {
            "on": case.on.isoformat() if case.on else None,
            "facts": _FACTS.dump(case.facts),
            "conditions": _CONDITIONS.dump(case.conditions),
            "service": _offer(case.offer),
        },
        "answer": {
            "status": judgment.status.value,
            "reasons": [_reason(reason) for reason in judgment.reasons],
            "would_qualify_if": sorted(judgment.would_qualify_if),
        },
        "directory_version": directory_version,
    }


def with_score(snapshot: Snapshot, search: Search, weights: Mapping[str, float], scored: Score) -> Snapshot:
    """The same snapshot, with the place in the order and what it was computed from."""
    return snapshot | {
        "search": {"need": search.need, "distance_m": search.distance_m, "today": search.today.isoformat()},
        "weights": dict(weights),
        "score": {"parts": dict(scored.parts), "total": scored.total},
    }


def case_of(snapshot: Snapshot) -> Case:
    """The person, conditions, offer and day, as they were."""
    return replace(read_case(snapshot["case"]), offer=offer_of(snapshot))


def offer_of(snapshot: Snapshot) -> Offer:
    """The offer, as it was."""
    raw = snapshot["case"]["service"]
    return _restored(read_offer(lenient.record(raw)), raw)


def day_of(snapshot: Snapshot) -> date | None:
    """The day it was judged for."""
    return lenient.day(snapshot["case"]["on"])


def stored(snapshot: Snapshot) -> Judgment:
    """The judgment as it was given."""
    answer = snapshot["answer"]
    return Judgment(
        Status(answer["status"]),
        tuple(_read_reason(raw) for raw in answer["reasons"]),
        frozenset(answer["would_qualify_if"]),
    )


def recompute(snapshot: Snapshot) -> Judgment:
    """The judgment worked out again from what it rested on; equal to stored() unless a rule has changed."""
    case = case_of(snapshot)
    return judge(case.facts, case.conditions, case.offer, case.on)


def stored_score(snapshot: Snapshot) -> Score:
    """The score as it was given."""
    return Score(snapshot["score"]["parts"], snapshot["score"]["total"])


def rescore(snapshot: Snapshot) -> Score:
    """The score worked out again; equal to stored_score() unless the ranking has changed."""
    case, raw = case_of(snapshot), snapshot["search"]
    search = Search(need=raw["need"], distance_m=raw["distance_m"], today=date.fromisoformat(raw["today"]))
    return score(case.facts, case.offer, search, snapshot["weights"])


def describes(snapshot: Snapshot, offer: Offer) -> bool:
    """Whether an offer says to judgment, place and room what it said then; who verified it and when does not matter."""
    then, now = snapshot["case"]["service"], _offer(offer)
    return all(then.get(name) == value for name, value in now.items() if name not in BESIDE)


def _offer(offer: Offer) -> Snapshot:
    stated = {name: getattr(offer, name) for name in ("state", *NAMED, *FLAGS)}
    stated |= {name: _plain_list(getattr(offer, name)) for name in LISTED}
    return stated | {
        "service_id": str(offer.service_id) if offer.service_id else None,
        "location_id": str(offer.location_id) if offer.location_id else None,
        "requirements": [_requirement(requirement) for requirement in offer.requirements],
        "place": _place(offer.place),
        "schedule": [_opening(opening) for opening in offer.schedule],
        "verified_on": offer.verified_on.isoformat() if offer.verified_on else None,
        "capacity": _capacity(offer.capacity),
        "closed_until": offer.closed_until.isoformat() if offer.closed_until else None,
        "licensed_until": offer.licensed_until.isoformat() if offer.licensed_until else None,
        "season": [offer.season.first, offer.season.last] if offer.season else None,
        "barred": [_barred(each) for each in offer.barred],
        "evidence": asdict(offer.evidence) if offer.evidence else None,
    }


def _restored(judged: Offer, raw: Mapping[str, Any]) -> Offer:
    """What `judge` does not look at: ids, names and the inputs of ranking."""
    capacity = raw["capacity"]
    plain: dict[str, Any] = {name: raw[name] for name in NAMED}
    lists: dict[str, Any] = {name: None if raw[name] is None else tuple(raw[name]) for name in LISTED}
    return replace(
        judged,
        **plain,
        **lists,
        service_id=UUID(raw["service_id"]) if raw["service_id"] else None,
        location_id=UUID(raw["location_id"]) if raw["location_id"] else None,
        closed=raw["closed"],
        closed_until=lenient.day(raw["closed_until"]),
        licensed_until=lenient.day(raw["licensed_until"]),
        # Snapshots of before there were seasons, refusals and evidence say nothing of them.
        season=Season(*raw["season"]) if raw.get("season") else None,
        barred=tuple(_read_barred(each) for each in raw.get("barred", ())),
        evidence=Evidence(**raw["evidence"]) if raw.get("evidence") else None,
        verified_on=lenient.day(raw["verified_on"]),
        capacity=Capacity(capacity["available"], date.fromisoformat(capacity["said_on"]))
        if capacity
        else None,
    )


def _barred(barred: Barred) -> Snapshot:
    until = barred.until.isoformat() if barred.until else None
    return {"since": barred.since.isoformat(), "until": until, "reason": barred.reason, "by": barred.by}


def _read_barred(raw: Mapping[str, Any]) -> Barred:
    since = date.fromisoformat(raw["since"])
    return Barred(since, lenient.day(raw["until"]), raw["reason"], raw["by"])


def _requirement(requirement: Requirement) -> Snapshot:
    return dict(_REQUIREMENT.dump(requirement))


def _place(place: Place | None) -> Snapshot | None:
    if place is None:
        return None
    return {"latitude": place.latitude, "longitude": place.longitude, "precision_m": place.precision_m}


def _opening(opening: Opening) -> Snapshot:
    opens, closes = opening.opens, opening.closes
    return {
        "days": list(opening.days),
        "opens": f"{opens:%H:%M}" if opens else None,
        "closes": f"{closes:%H:%M}" if closes else None,
    }


def _capacity(capacity: Capacity | None) -> Snapshot | None:
    return {"available": capacity.available, "said_on": capacity.said_on.isoformat()} if capacity else None


def _plain_list(values: tuple[str, ...] | None) -> list[str] | None:
    return None if values is None else list(values)


def _reason(reason: Reason) -> Snapshot:
    return {
        "rule": reason.rule,
        "status": reason.status.value,
        "code": reason.code,
        "params": dict(reason.params),
        "requirement": _requirement(reason.requirement) if reason.requirement else None,
        "caveat": reason.caveat,
        "branches": [[_reason(item) for item in branch] for branch in reason.branches],
    }


def _read_reason(raw: Mapping[str, Any]) -> Reason:
    return Reason(
        raw["rule"],
        Answer(raw["status"]),
        raw["code"],
        raw["params"],
        read_requirement(raw["requirement"]) if raw["requirement"] else None,
        raw["caveat"],
        tuple(tuple(_read_reason(item) for item in branch) for branch in raw["branches"]),
    )
