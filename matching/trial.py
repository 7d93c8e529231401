"""Trial: written cases, one a line, judged by the product's own rules with no database."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields as fields_of
from typing import Any

from agency.errors import InvalidError
from matching import lenient
from matching.case import UNREADABLE, Case, read_case
from matching.facts import Facts, Offenses, Residence
from matching.judgment import judge
from matching.reasons import Reason
from matching.wording import Wording


def judge_cases(lines: Iterable[str], wording: Wording) -> Iterator[dict[str, Any]]:
    """The answer to each line that is not blank; InvalidError names the first line that is no case."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield answer(_parsed(line, number), wording)


def answer(raw: Mapping[str, Any], wording: Wording) -> dict[str, Any]:
    """Status, reasons with sentence and source, and what would make the person qualify.

    unread, where there is any: what the case says in a way that cannot be read, and that counts as unknown for it.
    """
    case = read_case(raw)
    judgment = judge(case.facts, case.conditions, case.offer, case.on)
    unread = list(_unread(raw, case))
    return {
        "id": raw.get("id"),
        "status": judgment.status.value,
        "reasons": [_told(reason, wording) for reason in judgment.reasons],
        "would_qualify_if": sorted(judgment.would_qualify_if),
        **({"unread": unread} if unread else {}),
    }


def _unread(raw: Mapping[str, Any], case: Case) -> Iterator[str]:
    """The places of a case, such as "facts.birth_date", whose value says something that nobody can read."""
    if case.on is None:
        yield "on"
    facts = lenient.record(raw.get("facts"))
    read: dict[str, Facts | Offenses | Residence] = {
        "": case.facts,
        "offenses": case.facts.offenses,
        "residence": case.facts.residence,
    }
    for part, values in read.items():
        said = lenient.record(facts.get(part)) if part else facts
        for name in (each.name for each in fields_of(values)):
            if lenient.says_something(said.get(name)) and getattr(values, name) is None:
                yield ".".join(filter(None, ("facts", part, name)))
    curfew = case.conditions.curfew
    if curfew is not None and None in (curfew.start, curfew.end):
        yield "conditions.curfew"
    for number, requirement in enumerate(case.offer.requirements, start=1):
        if requirement.mode == UNREADABLE:
            yield f"service.requirements, {number}"


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
