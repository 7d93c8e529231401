"""The card for the first 72 hours: medication first, for a missed dose is the deadliest."""

from collections.abc import Iterator
from datetime import date, timedelta

from agency.documents.blocks import Block, Column, Table
from reentry.plans import plans
from reentry.plans.page import Page
from reentry.plans.steps import PlanStep
from reentry.plans.tables import DASH

# What the card begins with, by the code of the standing step.
FIRST = {"medication": "Before leaving", "transport": "Release day"}
DAYS_OF_CARD = timedelta(days=3)


def first_days(page: Page) -> Iterator[Block]:
    """The card: medication first, then the way out, the first night, whom to see."""
    rows = [("Medication", page.medication, DASH)] if page.medication else []
    steps = _card_steps(page)
    rows += [_on_card(page, step) for step in steps if step.code in FIRST]
    primary = plans.ranked(page.plan, "primary")
    if primary is not None:
        name = page.tell.provider(primary).name or page.home or "not found yet"
        rows.append(("First night", name, _where(page, primary)))
    rows += [_on_card(page, step) for step in steps if step.code not in FIRST]
    rows.append(
        (
            page.roles["officer"],
            page.person.holder.name if page.person.holder else "not named yet",
            _office(page),
        )
    )
    columns = (Column("First 72 hours", share=3), Column("What", share=6), Column("Where and phone", share=4))
    yield Table(columns, tuple(rows), row_headers=True)


def _card_steps(page: Page) -> list[PlanStep]:
    """What the section holds, and what the person does or where the person goes in the three days."""
    first = list(FIRST)
    on_card = [step for step in page.steps if step.section == "first_72_hours" or _soon(page, step)]
    return sorted(
        on_card,
        key=lambda step: (first.index(step.code) if step.code in first else len(first), step.due or date.max),
    )


def _soon(page: Page, step: PlanStep) -> bool:
    release = page.person.release_date
    if step.rank or not (step.owner == "person" or step.service_id) or not (release and step.due):
        return False
    return release <= step.due <= release + DAYS_OF_CARD


def _on_card(page: Page, step: PlanStep) -> tuple[str, str, str]:
    what = "\n".join(
        filter(None, (page.tell.title(step), page.tell.provider(step).name, page.tell.note(step)))
    )
    when = page.tell.day(step.due) if step.due else "First days"
    return FIRST.get(step.code, when), what, _where(page, step)


def _where(page: Page, step: PlanStep) -> str:
    if step.code == "report" or step.condition in _to_report(page):
        return _office(page)
    provider = page.tell.provider(step)
    return "\n".join(filter(None, (provider.where, provider.phone))) or DASH


def _to_report(page: Page) -> set[str]:
    return {str(each.id) for each in page.person.conditions if each.kind == "reporting"}


def _office(page: Page) -> str:
    office = page.person.office
    return "\n".join(filter(None, (office.address, office.phone))) or DASH
