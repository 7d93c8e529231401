"""People come in from files by command: all of them, or none and a line for each fault."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest
from flask import Flask

from tests.reentry.conftest import MARCUS


@pytest.fixture
def run(app: Flask, office: UUID) -> Callable[..., str]:
    """Runs `people …`."""

    def execute(*arguments: str, fails: bool = False) -> str:
        done = app.test_cli_runner().invoke(args=["people", *arguments])
        assert (done.exit_code != 0) is fails, done.output
        return done.output

    return execute


def save(tmp_path: Path, people: Any) -> str:
    """The people as a file."""
    path = tmp_path / "people.json"
    path.write_text(json.dumps(people))
    return str(path)


def test_one_person_or_a_list_goes_in_and_is_listed(run: Callable[..., str], tmp_path: Path) -> None:
    first = json.loads(run("import", save(tmp_path, MARCUS)))
    both = json.loads(
        run("import", save(tmp_path, [MARCUS, {**MARCUS, "number": "TD-2", "family_name": "Bayside"}]))
    )

    listed = json.loads(run("list", "--json"))["people"]
    assert first["ids"] == both["ids"][:1]
    assert [(each["number"], each["name"], each["status"]) for each in listed] == [
        ("TD-2", "Marcus Bayside", "in_custody"),
        ("TD-1001", "Marcus Tidewater", "in_custody"),
    ]
    assert listed[0]["needs"] == ["housing", "substance_use_treatment", "jobs"]


def test_one_fault_keeps_everybody_out_and_is_named(run: Callable[..., str], tmp_path: Path) -> None:
    output = run("import", save(tmp_path, [MARCUS, {**MARCUS, "number": "TD-2", "kind": "bail"}]), fails=True)

    assert "person 2, kind: Choose one of" in output
    assert json.loads(run("list", "--json")) == {"people": []}


def test_the_schema_accepts_what_the_import_accepts(run: Callable[..., str]) -> None:
    schema = json.loads(run("schema"))

    validator = jsonschema.Draft202012Validator(schema)
    assert list(validator.iter_errors(MARCUS | {"needs": [{"need": "housing"}]})) == []
    assert list(validator.iter_errors(MARCUS | {"needs": ["housing"]})) == []
    assert [error.validator for error in validator.iter_errors(MARCUS | {"nickname": "Tide"})] == [
        "additionalProperties"
    ]
