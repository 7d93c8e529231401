"""A batch on paper: for each provider the number to call, the way in, what to ask, and boxes to tick."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from agency.dates import day
from agency.documents.blocks import Block, Box, CheckList, Document, Heading, KeyValues, Paragraph, Section
from agency.offices import Agency
from resources.pages.record import phones_to_call
from resources.records.services import Service
from resources.records.ways_in import WAYS
from resources.upkeep import script
from resources.upkeep.calls import OUTCOMES
from resources.upkeep.script import Question

TITLE = "Calls to providers"


@dataclass(frozen=True)
class Sheet:
    """One provider of a batch: whom to call and what to ask; plans: open plans that rest on it."""

    service: Service
    questions: Sequence[Question]
    plans: int
    done: bool


def document(sheets: Sequence[Sheet], caller: str, agency: Agency, minutes: float, today: date) -> Document:
    """The batch, a section for each provider that was not called yet."""
    waiting = [each for each in sheets if not each.done]
    head: list[Block] = [
        Heading(TITLE, level=1),
        KeyValues((("Caller", caller), ("Printed", day(today)), ("Calls", str(len(waiting))))),
        Paragraph(
            "Write down what the program says of itself. Name nobody under supervision, on paper or on the call."
        ),
    ]
    sections = [Section(tuple(head))]
    sections += [
        Section(tuple(_blocks(number, each, caller, agency, minutes)))
        for number, each in enumerate(waiting, 1)
    ]
    return Document(
        title=TITLE,
        author=agency.name,
        date=today,
        sections=tuple(sections),
        form="report",
        footer=f"{TITLE}, {caller}",
    )


def _blocks(number: int, sheet: Sheet, caller: str, agency: Agency, minutes: float) -> list[Block]:
    service = sheet.service
    return [
        Heading(f"{number}. {service.organization.name}, {service.name}"),
        KeyValues(
            (
                ("Call", _numbers(service)),
                ("How one gets in", _ways_in(service)),
                ("Verified", _verified(service)),
                ("Open plans", str(sheet.plans)),
            )
        ),
        Paragraph(script.opening(service, caller, agency.neutral_name, minutes)),
        CheckList(tuple(Box(_asked(each), blank=True) for each in sheet.questions)),
        CheckList((Box(f"Room: {script.room()}", blank=True),)),
        Paragraph(script.closing()),
        CheckList(tuple(Box(outcome) for outcome in OUTCOMES.values())),
        CheckList((Box("Spoke with", blank=True), Box("Next try", blank=True))),
    ]


def _verified(service: Service) -> str:
    listed = service.list_checked_on
    return day(service.verified_on) or (f"never; its list says checked {day(listed)}" if listed else "never")


def _numbers(service: Service) -> str:
    found = [
        f"{each.number} ext. {each.extension}" if each.extension else each.number
        for each in phones_to_call(service)
    ]
    return " or ".join(found[:2]) or "no number on record"


def _ways_in(service: Service) -> str:
    return (
        "; ".join(
            f"{WAYS[way.kind]}: {way.detail}" if way.detail else WAYS[way.kind] for way in service.access_ways
        )
        or "not recorded"
    )


def _asked(question: Question) -> str:
    age = f"confirmed {day(question.on)}" if question.on else "never confirmed"
    return f"{question.name} ({age}{', due' if question.due else ''}): {question.ask}"
