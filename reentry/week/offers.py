"""A service for every need at once, so that the week can be done: beside the officer's choice, never instead."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from matching.columns.index import Index
from matching.engine import Match, judged
from matching.judgment import Status
from matching.tiers import Tiers
from matching.week.proposal import Candidate, Chosen, Proposal, propose
from matching.week.timetable import Effort
from reentry.matches import matches
from reentry.people import sensitive
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.week.entries import Entry, takes_a_visit, visit
from reentry.week.weeks import SECONDS, PersonWeek, week_of
from resources.needs import NEEDS

# How many services are looked at for each need.
TOP = 8
# So far down a tier services are looked for that say when they are open.
LOOKED_AT = 40
GIVEN_WAY = "Another service was proposed, so that the whole week can be done."


@dataclass(frozen=True)
class Offered:
    """What is proposed for one need: the match (None: nothing fits), why, and what stands in the plan already."""

    need: str
    match: Match | None
    why: tuple[str, ...]
    standing: tuple[PlanStep, ...]

    @property
    def new(self) -> bool:
        """Whether it is in the plan not even as a proposal."""
        return self.match is not None and all(
            (step.service_id, step.location_id) != (self.match.offer.service_id, self.match.offer.location_id)
            for step in self.standing
        )


@dataclass(frozen=True)
class Offers:
    """The proposals by need, what is left to the officer's choice, and the minutes of travel they take in a week."""

    offered: tuple[Offered, ...]
    chosen: tuple[str, ...]
    fits: bool
    travel: int


def offers(person: Person, plan: Plan | None, index: Index, today: date, *, health: bool) -> Offers:
    """For each need that nothing was chosen for yet; the others stay as they are and fill the week.

    health: whether the reader may know of health and treatment.
    """
    needs = list(dict.fromkeys(each.need for each in sensitive.needs(person.needs, health)))
    standing = {need: _standing(plan, need) for need in needs}
    open_needs = [
        need for need in needs if need != "victim_services" and all(step.stands_in for step in standing[need])
    ]
    # What clashes with a fixed time is told of here, and so it must stand in the list.
    asked = matches.question(person, None, today)
    beside = replace(asked, conditions=replace(asked.conditions, fixed_times=()))
    found = matches.tiers(index, beside, open_needs)
    looked_at = {need: _looked_at(found[need]) for need in open_needs}
    by_key = {_key(need, match): match for need, seen in looked_at.items() for match in seen}
    week = week_of(person, plan, index.catalog, [_entry(key, match) for key, match in by_key.items()])
    proposal = _proposed(week, looked_at)
    words = _named(week, by_key)
    offered = tuple(
        Offered(
            each.need,
            by_key[each.candidate.key] if each.candidate else None,
            tuple(_why(each, words, by_key)),
            tuple(standing[each.need]),
        )
        for each in proposal.chosen
    )
    chosen = tuple(need for need in needs if need not in open_needs and need != "victim_services")
    return Offers(offered, chosen, proposal.arranged.fits, proposal.travel)


def accept(
    session: Session, person: Person, found: Iterable[Offered], index: Index, clerk: Clerk, today: date
) -> int:
    """Put the proposals into the plan as proposals, in the place of other proposals; how many were new."""
    plan = plans.begin(session, person, clerk)
    asked = matches.question(person, None, today)
    added = 0
    for each in found:
        if each.match is None or not each.new:
            continue
        rank = "primary" if each.need == "housing" else ""
        for step in each.standing:
            if step.rank in ("", rank):
                step.enter("dropped", GIVEN_WAY, clerk.staff_id, clerk.now)
        # Kept as it is judged with the fixed times of the week.
        match = judged(each.match.offer, asked, each.need, index.weights, each.match.rank)
        snapshot = matches.remember(match, asked, each.need, index.catalog.version, index.weights)
        step = plans.choice(plan, each.need, match, snapshot, today, rank)
        step.enter("proposed", "", clerk.staff_id, clerk.now)
        plans.touch(session, plan, step.section, clerk)
        added += 1
    return added


def long(minutes: int) -> str:
    """So many minutes as people say it."""
    hours, rest = divmod(minutes, 60)
    return " ".join(filter(None, (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "")))


def _standing(plan: Plan | None, need: str) -> list[PlanStep]:
    return [step for step in plan.steps if step.live and step.need == need] if plan else []


def _looked_at(found: Tiers) -> list[Match]:
    """The best few whose hours are on record; where there are none, the best few."""
    best = [match for match in found.best(LOOKED_AT) if not match.offer.victim_services]
    known = [match for match in best if not takes_a_visit(match.offer) or visit("", match.offer) is not None]
    return (known or best)[:TOP]


def _key(need: str, match: Match) -> str:
    return f"{need} {match.offer.service_id} {match.offer.location_id}"


def _entry(key: str, match: Match) -> Entry:
    offer = match.offer
    activity = visit(key, offer) if takes_a_visit(offer) else None
    return Entry(key, f"{offer.organization}, {offer.service}", "Appointment", activity, offer.place)


def _proposed(week: PersonWeek, found: Mapping[str, list[Match]]) -> Proposal:
    keys = {_key(need, match) for need, rows in found.items() for match in rows}
    activities = {each.key: each.activity for each in week.entries}
    base = PersonWeek(
        week.person,
        tuple(each for each in week.entries if each.key not in keys),
        week.week,
        week.way_minutes,
        week.ordered,
    ).without_proposals()
    options = {
        need: [
            Candidate(
                key := _key(need, match), rank, activities[key], match.judgment.status is Status.POSSIBLE
            )
            for rank, match in enumerate(rows, start=1)
        ]
        for need, rows in found.items()
    }
    return propose(base.week, options, Effort(2 * SECONDS))


def _named(week: PersonWeek, by_key: Mapping[str, Match]) -> Mapping[str, str]:
    return {**week.named(sensitive=True), **{key: match.offer.organization for key, match in by_key.items()}}


def _why(each: Chosen, names: Mapping[str, str], by_key: Mapping[str, Match]) -> Iterator[str]:
    """Why this one: what stands higher and clashes, what travel is saved, or that it is the best."""
    for candidate, clash in each.clashed:
        others = [names[key] for key in (clash.key, *clash.beside) if key != candidate.key]
        beside = f"clashes with {', '.join(others)}" if others else "lies within the curfew"
        yield f"{by_key[candidate.key].offer.organization} stands higher, but {beside}."
    if each.candidate is None:
        yield f"No service for {NEEDS[each.need].lower()} among the best {TOP} fits the week."
    elif each.candidate.rank == 1:
        yield "The best match."
    elif each.saved:
        yield f"Number {each.candidate.rank} of the matches; saves {long(each.saved)} of travel a week."
    if each.candidate is not None and each.candidate.activity is None:
        offer = by_key[each.candidate.key].offer
        yield (
            "Hours not on record: ask before you rely on it."
            if takes_a_visit(offer)
            else "Takes no time in the week."
        )
