"""Protection against forged requests is on, for every address that changes something, in tests as in service."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from tests.guards.conftest import Plant
from tests.guards.source import ROOT, committed, text_of, told
from tests.guards.test_routes import methods, rules

OFF = re.compile(r"WTF_CSRF_(?:ENABLED|CHECK_DEFAULT|METHODS)|\bexempt\(")


def switched_off(root: Path) -> list[str]:
    """Every place that could take the protection away; this guard itself aside."""
    return [
        f"{path.relative_to(root)}:{number}"
        for path in committed(root)
        if path.suffix == ".py" and path.name != "test_forgery.py"
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if OFF.search(line)
    ]


def address(site: Flask, rule: Rule) -> str:
    """The address with something in each place; what, does not matter, because nothing gets that far."""
    values: dict[str, Any] = {name: UUID(int=0) for name in rule.arguments}
    for name, choices in re.findall(r"<any\(([^)]*)\):(\w+)>", rule.rule):
        values[choices] = name.split(",")[0]
    with site.test_request_context():
        found: str = site.url_for(rule.endpoint, **values)
    return found


def test_nothing_switches_the_protection_off() -> None:
    rule = "A test sends the token as a browser does: tests/browser.py. A program sends it as the X-CSRFToken header."

    assert not (found := switched_off(ROOT)), told(rule, found)


def test_every_address_that_changes_something_refuses_a_request_without_the_token(site: Flask) -> None:
    changing = [(rule, methods(rule) - {"GET"}) for rule in rules(site)]
    client = site.test_client()

    answers = {
        f"{method} {rule.rule}": client.open(address(site, rule), method=method).status_code
        for rule, found in changing
        for method in found
    }

    assert answers
    assert {line: status for line, status in answers.items() if status != 400} == {}


@pytest.mark.parametrize("text", ["app.config['WTF_CSRF_ENABLED'] = False", "csrf.exempt(area)"])
def test_switching_it_off_is_found(plant: Plant, text: str) -> None:
    assert len(switched_off(plant({"tests/test_a.py": text}))) == 1
