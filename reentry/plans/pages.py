"""The pages of a plan: what each section prints, beside its text and its steps."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from agency.documents.blocks import (
    Block,
    BulletList,
    Column,
    KeyValues,
    Notice,
    Paragraph,
    Signatures,
    Signer,
    Table,
)
from agency.documents.words import Strong
from reentry.people import conditions, sensitive
from reentry.people.conditions import HOLDS, hours_of, in_force
from reentry.people.people import CASELOADS, KINDS, STATUSES, Person
from reentry.plans import path as plan_path
from reentry.plans import plans
from reentry.plans.card import first_days
from reentry.plans.coverage import steps_of
from reentry.plans.page import Page, tells
from reentry.plans.sections import Section
from reentry.plans.standards import REVIEW_EVERY_DAYS
from reentry.plans.steps import PlanStep
from reentry.plans.tables import DASH
from reentry.plans.withholding import SURVIVORS
from reentry.referrals import referrals
from reentry.referrals.referrals import Referral
from resources.needs import NEEDS

# The sections that print every condition with what is done about it.
OF_CONDITIONS = ("legal_status", "conditions")


def blocks_of(page: Page, section: Section) -> Iterator[Block]:
    """The body of a section: its own matter, what was written, its steps."""
    if section.slug in sensitive.SECTIONS and not page.copy.sensitive:
        yield Notice(sensitive.NOT_SHOWN)
        return
    own = _OWN.get(section.slug)
    if own is not None:
        yield from own(page)
    if text := page.text_of(section):
        yield from (Paragraph(each) for each in text.split("\n\n"))
    ordered = [each for each in page.items if each.section is section and each.text]
    if ordered and section.slug not in OF_CONDITIONS:
        yield Notice("\n".join(each.text for each in ordered), "Ordered")
    steps = [step for step in steps_of(page.plan, section) if _listed(page, section, step)]
    if steps and section.slug not in ("first_72_hours", "milestones"):
        yield page.tell.steps(steps, "Steps")


def _listed(page: Page, section: Section, step: PlanStep) -> bool:
    """Residences stand side by side, and steps for conditions beside the order's words, not in the list too."""
    if step.rank or (step.condition and section.slug in OF_CONDITIONS):
        return False
    return step in page.steps


def _identity(page: Page) -> Iterator[Block]:
    person, facts = page.person, plan_path.situation_of(page.person).facts
    pairs = [
        ("Name", person.name),
        ("Number", person.number),
        ("Also known as", ", ".join(person.aliases)),
        ("Date of birth", page.tell.day(facts.birth_date) if facts.birth_date else ""),
        ("Case", KINDS[person.kind]),
        ("Where now", _where_now(person)),
        ("Hearing", page.tell.day(person.hearing_date) if person.hearing_date else ""),
        ("Release", page.tell.day(person.release_date) if page.plan.kind == "release" else ""),
        ("Supervision ends", page.tell.day(person.supervision_ends) if person.supervision_ends else ""),
        ("Caseload", CASELOADS[person.caseload] if page.copy.private and page.copy.sensitive else ""),
        ("Languages", ", ".join(facts.languages or ()) + (" (interpreter)" if person.interpreter else "")),
        ("Access needs", ", ".join(person.access_needs) if page.tells_health else ""),
        (page.roles["officer"], person.holder.name if person.holder else ""),
        ("Office", f"{person.office.name}, {person.office.phone}".strip(", ")),
    ]
    yield KeyValues(tuple((label, value) for label, value in pairs if value), across=2)
    if page.copy.slug == "file" and person.safety_notes:
        yield Notice("\n".join(person.safety_notes), "Safety notes (office file only)", "warning")


def _where_now(person: Person) -> str:
    place = f", {person.facility}" if person.facility and person.status == "in_custody" else ""
    return STATUSES[person.status] + place


def _conditions(page: Page) -> Iterator[Block]:
    live = in_force(page.person.conditions)
    holds = [each for each in live if each.kind in HOLDS]
    if holds:
        lines = tuple(f"{conditions.KINDS[each.kind]}: {each.text or 'no particulars yet'}" for each in holds)
        yield Notice("\n".join(lines), "Before any other work", "warning")
    covered = [item for item in page.items if item.key.startswith("condition:")]
    if covered:
        yield page.tell.coverage(covered)
    else:
        yield Paragraph("No conditions are on record.")


def _risk(page: Page) -> Iterator[Block]:
    assessment = page.person.assessment
    if assessment and page.copy.private:
        pairs = [
            ("Instrument", " ".join(filter(None, (assessment.get("instrument"), assessment.get("version"))))),
            ("Date", _iso_day(page, assessment.get("date", ""))),
            ("Assessor", assessment.get("assessor", "")),
            ("Level", str(assessment.get("level", "")).capitalize()),
        ]
        yield KeyValues(tuple((label, value) for label, value in pairs if value), across=2)
        domains = (assessment.get("domains") or {}) if page.copy.sensitive else {}
        rows = tuple((_words(domain), level.capitalize()) for domain, level in domains.items())
        if rows:
            yield Table((Column("Domain", share=3), Column("Level", share=2)), rows, row_headers=True)
    needs = [item for item in page.items if item.key.startswith("need:")]
    if needs:
        yield page.tell.coverage(needs)


def _housing(page: Page) -> Iterator[Block]:
    primary, backup = plans.ranked(page.plan, "primary"), plans.ranked(page.plan, "backup")
    yield page.tell.residences(primary, backup, page.home)


def _health(page: Page) -> Iterator[Block]:
    if page.medication:
        yield KeyValues((("Medication", page.medication),))


def _finances(page: Page) -> Iterator[Block]:
    rows = []
    for step in page.steps:
        if step.service and (cost := page.tell.provider(step).cost):
            rank = f" ({step.rank})" if step.rank else ""
            rows.append((f"{NEEDS[step.need]}{rank}", page.tell.provider(step).name, cost))
    rows += [
        ("Restitution", each.text or "as ordered", DASH)
        for each in in_force(page.person.conditions)
        if each.kind == "restitution"
    ]
    if rows:
        columns = (Column("What must be paid", share=3), Column("To whom", share=5), Column("Cost", share=4))
        yield Table(columns, tuple(rows), row_headers=True)


def _supports(page: Page) -> Iterator[Block]:
    if page.person.strengths:
        yield Paragraph((Strong("Strengths"),))
        yield BulletList(tuple(page.person.strengths))


def _monitoring(page: Page) -> Iterator[Block]:
    curfews = [
        hours
        for each in in_force(page.person.conditions)
        if each.kind == "curfew" and (hours := hours_of(each.terms))
    ]
    steps = [step for step in page.steps if step.service]
    yield page.tell.week(curfews[-1] if curfews else None, steps)


def _referrals(page: Page) -> Iterator[Block]:
    rows = tuple(
        (
            page.tell.day(page.person.office.day(each.created_at)),
            page.tell.recipient(each.service),
            NEEDS[each.need],
            _state(each),
        )
        for each in page.referrals
        if _tells_of(page, each)
    )
    if not rows:
        yield Paragraph("No referral has been made yet.")
        return
    columns = (
        Column("Made", share=2),
        Column("To", share=5),
        Column("For", share=3),
        Column("State", share=2),
    )
    yield Table(columns, rows)


def _tells_of(page: Page, referral: Referral) -> bool:
    reason = page.tell.withheld.reason(referral.service)
    if not page.copy.sensitive:
        return not reason and tells(page.copy, referral.need)
    return not (page.copy.leaves and reason == SURVIVORS)


def _state(referral: Referral) -> str:
    return referrals.STATES[referral.state]


def _milestones(page: Page) -> Iterator[Block]:
    person = page.person
    dates = (("Hearing", person.hearing_date), ("Release", person.release_date))
    yield KeyValues(tuple((label, page.tell.day(day)) for label, day in dates))
    standards = plan_path.standards_for(plan_path.situation_of(person))
    spans = plan_path.spans(person, standards, page.today)
    if not page.copy.sensitive:
        standards = tuple(each for each in standards if each.code not in sensitive.STEPS)
    if person.release_date is None:
        yield Paragraph("No release date is set; the dates follow once it is.")
    yield page.tell.path(standards, spans)


def _reviews(page: Page) -> Iterator[Block]:
    first = page.person.office.day(page.plan.created_at) + timedelta(days=REVIEW_EVERY_DAYS)
    end = page.person.supervision_ends or first + timedelta(days=3 * REVIEW_EVERY_DAYS)
    days = [first + timedelta(days=REVIEW_EVERY_DAYS * number) for number in range(8)]
    rows = tuple((page.tell.day(day), "", "") for day in days if day <= end)
    yield Paragraph(f"This plan is reviewed every {REVIEW_EVERY_DAYS} days.")
    if rows:
        yield Table(
            (Column("Review due", share=2), Column("Held on", share=2), Column("Result", share=6)), rows
        )


def _signatures(page: Page) -> Iterator[Block]:
    yield Paragraph("By signing, each of us says that this plan was gone over together.")
    officer = page.person.holder.name if page.person.holder else page.roles["officer"]
    yield Signatures(
        (
            Signer(page.person.name, "The person", "Date"),
            Signer(officer, page.roles["officer"], "Date"),
            Signer(page.roles["supervisor"], "Name in print", "Date"),
        )
    )


def _iso_day(page: Page, text: str) -> str:
    return page.tell.day(date.fromisoformat(text)) if text else ""


def _words(slug: str) -> str:
    return slug.replace("_", " ").capitalize()


_OWN: dict[str, Callable[[Page], Iterator[Block]]] = {
    "identity": _identity,
    "person_and_court": _identity,
    "legal_status": _conditions,
    "conditions": _conditions,
    "risk_and_needs": _risk,
    "needs_and_goals": _risk,
    "housing": _housing,
    "first_72_hours": first_days,
    "health": _health,
    "finances": _finances,
    "supports": _supports,
    "monitoring": _monitoring,
    "referrals": _referrals,
    "milestones": _milestones,
    "reviews": _reviews,
    "signatures": _signatures,
}
