"""The script of a call: what to say and what to ask about a record, by how old each part is."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from resources.records.services import Service
from resources.upkeep.assurance import parts_of
from resources.upkeep.calls import PARTS

_WORDS = Path(__file__).parents[1] / "data/call_script.toml"


@dataclass(frozen=True)
class Question:
    """What to ask about a part; due: it is past its clock or was never confirmed."""

    part: str
    name: str
    ask: str
    on: date | None
    due: bool


@dataclass(frozen=True)
class Script:
    """All a caller says and asks, in order."""

    opening: str
    questions: Sequence[Question]
    room: str
    closing: str


def questions(
    service: Service, dates: Mapping[str, date | None], clocks: Mapping[str, int], today: date
) -> list[Question]:
    """What to ask about a record, what is due before the rest, and that the longest due first."""
    said = {"service": service.name, "organization": service.organization.name}
    asked = [
        Question(
            part,
            PARTS[part],
            _words()["ask"][part].format(**said),
            dates[part],
            _due(part, dates, clocks, today),
        )
        for part in parts_of(service)
    ]
    return sorted(asked, key=lambda each: (not each.due, each.on or date.min))


def opening(service: Service, caller: str, agency: str, minutes: float) -> str:
    """How the caller begins."""
    text: str = _words()["opening"]
    return text.format(service=service.name, caller=caller, agency=agency, minutes=f"{minutes:g}")


def closing() -> str:
    """How the caller ends: with whose word it is."""
    return str(_words()["closing"])


def room() -> str:
    """The question about room."""
    return str(_words()["room"]["ask"])


def _due(part: str, dates: Mapping[str, date | None], clocks: Mapping[str, int], today: date) -> bool:
    on = dates[part]
    return on is None or (today - on).days > clocks[part]


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))
