"""Somebody on the registry, and places where children are."""

from typing import Any

import pytest

from tests.matching.written import judged

LAW = {"minors": "barred", "minors_law": "Criminal Procedure §11-722"}


def found(conditions: dict[str, Any], **facts: Any) -> list[tuple[str, str]]:
    judgment = judged(facts=facts, conditions=conditions, minors_on_site=True)
    return [(each.status.value, each.code) for each in judgment.reasons if each.rule == "minors"]


@pytest.mark.parametrize("registry", ["registered", "lifetime"])
def test_a_registrant_is_barred_only_where_the_agency_has_switched_its_text_on(registry: str) -> None:
    assert found(LAW, registry=registry) == [("not_met", "barred")]
    assert found({"minors": "ask"}, registry=registry) == [("unknown", "ask")]
    assert found({}, registry=registry) == []


def test_an_unchecked_registry_is_asked_about_unless_there_is_no_sex_offense() -> None:
    assert found(LAW) == [("unknown", "registry_not_checked")]
    assert found(LAW, offenses={"sex_offense": False}) == []
    assert found(LAW, registry="none") == []


def test_where_no_children_are_nothing_is_said() -> None:
    judgment = judged(facts={"registry": "lifetime"}, conditions=LAW, residential=True)

    assert "minors" not in {each.rule for each in judgment.reasons}
