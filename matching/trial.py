"""Trial: written cases, one a line, judged by the product's own rules with no database."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from agency.errors import InvalidError
from matching.case import read_case
from matching.judgment import judge
from matching.reasons import Reason
from matching.wording import Wording


def judge_cases(lines: Iterable[str], wording: Wording) -> Iterator[dict[str, Any]]:
    """The answer to each line that is not blank; InvalidError names the first line that is no case."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield answer(_parsed(line, number), wording)


def answer(raw: Mapping[str, Any], wording: Wording) -> dict[str, Any]:
    """Status, reasons with sentence and source, and what would make the person qualify."""
    case = read_case(raw)
    judgment = judge(case.facts, case.conditions, case.offer, case.on)
    return {
        "id": raw.get("id"),
        "status": judgment.status.value,
        "reasons": [_told(reason, wording) for reason in judgment.reasons],
        "would_qualify_if": sorted(judgment.would_qualify_if),
    }


def _told(reason: Reason, wording: Wording) -> dict[str, str]:
    return {
        "rule": reason.rule,
        "status": reason.status.value,
        "text": wording.sentence(reason),
        "source": wording.source(reason),
    }


def _parsed(line: str, number: int) -> Mapping[str, Any]:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InvalidError(f"Line {number} is not JSON: {error}.") from error
    if not isinstance(raw, dict):
        raise InvalidError(f"Line {number} is not a case: each line holds one JSON object.")
    return raw
