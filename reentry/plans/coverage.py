"""Coverage: every condition and every need has an action, an owner and a date, or a reason why it has none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reentry.people import conditions, person_needs
from reentry.people.conditions import Condition, in_force
from reentry.plans import sections
from reentry.plans.plans import Plan, ranked
from reentry.plans.sections import Complete, Section
from reentry.plans.steps import RANKS, PlanStep
from resources.needs import NEEDS


@dataclass(frozen=True)
class Item:
    """One condition or need, with the live steps that answer it and the reason why it may stay open.

    slug: the kind of condition or the need. dated: whether a date can be asked for; a candidate before the grant
    has none.
    """

    key: str
    slug: str
    title: str
    text: str
    section: Section
    steps: tuple[PlanStep, ...]
    reason: str
    dated: bool

    @property
    def private(self) -> bool:
        """Whether the client-safe view hides it: a hold, a victim, a zone, or that somebody is a survivor."""
        return self.slug in (*conditions.NOT_ACROSS_THE_DESK, *person_needs.NOT_ACROSS_THE_DESK)

    @property
    def words(self) -> str:
        """The need, or the condition with the words of the order."""
        return f"{self.title} ({self.text.rstrip('.')})" if self.text else self.title

    @property
    def missing(self) -> str:
        """What is missing, in words; empty where nothing is or it stays open with a reason."""
        if self.reason:
            return ""
        if not self.steps:
            return "nobody has planned anything"
        answers = [step for step in self.steps if not step.unanswered]
        if not answers:
            return "nothing is found for it yet"
        if any(step.owner and (step.due or not self.dated) for step in answers):
            return ""
        return "no date is set" if any(step.owner for step in answers) else "nobody owns it"


@dataclass(frozen=True)
class Gap:
    """What keeps a plan from being complete; waivable where it may stand with a reason."""

    key: str
    words: str
    section: Section
    waivable: bool


class State(StrEnum):
    """How far a section is."""

    COMPLETE = "complete"
    WAIVED = "waived"
    PROPOSED = "proposed"
    OPEN = "open"
    NONE = "none"
    DERIVED = "derived"


STATE_WORDS = {
    State.COMPLETE: "Complete",
    State.WAIVED: "Left open, with a reason",
    State.PROPOSED: "Proposed, to be confirmed",
    State.OPEN: "Open",
    State.NONE: "None identified",
    State.DERIVED: "Filled in from the rest of the plan",
}


def condition_key(condition: Condition) -> str:
    """Under which a condition's waiver stands."""
    return f"condition:{condition.id}"


def need_key(need: str) -> str:
    """Under which a need's waiver stands."""
    return f"need:{need}"


def section_key(section: Section) -> str:
    """Under which a section's waiver stands."""
    return f"section:{section.slug}"


def items(plan: Plan) -> list[Item]:
    """Every condition in force, warrants and detainers first, then every need in its order."""
    live = in_force(plan.person.conditions)
    live.sort(key=lambda each: each.kind not in conditions.HOLDS)
    return [
        *(_of_condition(plan, each) for each in live),
        *(_of_need(plan, need) for need in dict.fromkeys(each.need for each in plan.person.needs)),
    ]


def gaps(plan: Plan) -> list[Gap]:
    """What is missing, section by section, in words."""
    known = items(plan)
    return [gap for section in sections.spine(plan.kind) for gap in section_gaps(plan, section, known)]


def section_gaps(plan: Plan, section: Section, known: Sequence[Item] | None = None) -> list[Gap]:
    """What is missing in one section; known are the plan's items where the caller has them at hand.

    The reason for a section answers for its needs; a condition of the order needs a reason of its own.
    """
    waived = section_key(section) in plan.waivers
    found = [
        Gap(each.key, f"{each.words}: {each.missing}", section, waivable=True)
        for each in (items(plan) if known is None else known)
        if each.missing and each.section is section
    ]
    if not waived:
        key = section_key(section)
        found += [
            Gap(key, f"{section.title}: {each}", section, section.waivable) for each in _own(plan, section)
        ]
    return found


def state(plan: Plan, section: Section, known: Sequence[Item] | None = None) -> State:
    """How far a section is; known as for section_gaps."""
    if section_gaps(plan, section, known):
        return State.OPEN
    if section_key(section) in plan.waivers:
        return State.WAIVED
    if any(step.stands_in for step in steps_of(plan, section)):
        return State.PROPOSED
    if section.complete is Complete.DERIVED:
        return State.DERIVED
    none = section.complete is Complete.COVERED and not _says_something(plan, section)
    return State.NONE if none else State.COMPLETE


def steps_of(plan: Plan, section: Section) -> list[PlanStep]:
    """The live steps of a section, residences first, then by date."""
    ranks = list(RANKS)
    live = [step for step in plan.steps if step.section == section.slug and step.live]
    return sorted(
        live,
        key=lambda step: (
            ranks.index(step.rank) if step.rank else len(ranks),
            step.due is None,
            step.due or plan.person.office.day(plan.created_at),
            step.position,
        ),
    )


def _of_condition(plan: Plan, condition: Condition) -> Item:
    return _item(
        plan,
        condition_key(condition),
        (condition.kind, conditions.KINDS[condition.kind], condition.text),
        sections.of_condition(plan.kind, condition.kind),
        [step for step in plan.steps if step.live and step.condition == str(condition.id)],
    )


def _of_need(plan: Plan, need: str) -> Item:
    section = sections.of_need(plan.kind, need)
    answers = [step for step in plan.steps if step.live and step.need == need]
    item = _item(plan, need_key(need), (need, NEEDS[need], ""), section, answers)
    whole = plan.waivers.get(section_key(section), {}).get("reason", "")
    return replace(item, reason=item.reason or whole)


def _item(
    plan: Plan, key: str, words: tuple[str, str, str], section: Section, answers: list[PlanStep]
) -> Item:
    person = plan.person
    dated = person.release_date is not None or person.status != "in_custody"
    reason = plan.waivers.get(key, {}).get("reason", "")
    return Item(key, *words, section, tuple(answers), reason, dated)


def _own(plan: Plan, section: Section) -> Iterator[str]:
    """What the section itself lacks, beyond the conditions and needs it gathers."""
    match section.complete:
        case Complete.RECORD:
            yield from _unrecorded(plan)
        case Complete.RESIDENCES:
            for rank, words in RANKS.items():
                step = ranked(plan, rank)
                if step is None or step.unanswered:
                    yield f"no {words.lower()} residence"
        case Complete.STEPS if not steps_of(plan, section):
            yield "no step is planned"
        case Complete.WRITTEN if not _says_something(plan, section):
            yield "nothing is written"
        case _:
            return


def _says_something(plan: Plan, section: Section) -> bool:
    person = plan.person
    ordered = in_force(person.conditions)
    on_record: dict[str, object] = {
        "legal_status": ordered,
        "conditions": ordered,
        "risk_and_needs": person.assessment,
        "supports": person.strengths,
    }
    return bool(plan.text_of(section.slug).strip() or steps_of(plan, section) or on_record.get(section.slug))


def _unrecorded(plan: Plan) -> Iterator[str]:
    person = plan.person
    if person.holder is None:
        yield "no officer is named"
    if plan.kind == "release" and person.release_date is None and person.hearing_date is None:
        yield "neither a hearing nor a release date is set"
    if plan.kind == "support" and person.supervision_ends is None:
        yield "the end of supervision is not recorded"
