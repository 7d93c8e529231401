"""Cases written as judging reads them, and short words for requirements."""

from typing import Any

from matching.case import read_case
from matching.judgment import Judgment, judge

Raw = dict[str, Any]
DAY = "2026-11-21"


def must(rule: str, value: Any = True, **more: Any) -> Raw:
    """A confirmed requirement."""
    return {"rule": rule, "mode": "must", "value": value, "confirmed": True} | more


def cannot(rule: str, value: Any = True, **more: Any) -> Raw:
    """A confirmed exclusion."""
    return must(rule, value, mode="cannot") | more


def accepts(offense: str, **more: Any) -> Raw:
    """A confirmed acceptance."""
    return must(f"accepts_{offense}", mode="accepts") | more


def judged(
    *requirements: Any,
    facts: Any = None,
    conditions: Any = None,
    on: Any = DAY,
    **service: Any,
) -> Judgment:
    """The judgment of a service in Maryland that takes everyone it does not exclude."""
    raw = {
        "on": on,
        "facts": facts,
        "conditions": conditions,
        "service": {"state": "MD", "open_to_all": True, "requirements": list(requirements)} | service,
    }
    case = read_case(raw)
    return judge(case.facts, case.conditions, case.offer, case.on)


def reasons(judgment: Judgment) -> list[tuple[str, str]]:
    """Rule and status of each reason, sorted."""
    return sorted((reason.rule, reason.status.value) for reason in judgment.reasons)


def answer(requirement: Raw, on: Any = DAY, state: Any = "MD", **facts: Any) -> str:
    """How one requirement turns out for a person of whom these facts are known."""
    [reason] = judged(requirement, facts=facts, on=on, state=state).reasons
    return reason.status.value
