"""The API under a fuzzer that reads its document: every answer is one that the document tells of."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.vendor.pretty import RepresentationPrinter
from schemathesis import Case, CheckFunction, GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from tests import figures
from tests.security.caseload import Ids
from tests.security.conftest import FUZZ, FUZZ_SEED, Desks

pytestmark = pytest.mark.security

# No document can say that an office is there, or which version of a record is the last.
NOT_IN_THE_DOCUMENT: list[CheckFunction] = [positive_data_acceptance]
Operation = APIOperation[Any, Any, Any, Any]
Fixed = Mapping[str, str] | None


class Program:
    """The fuzzer in the officer's session, with what was wrong with the answers."""

    def __init__(self, app: Flask, desks: Desks, document: dict[str, Any]) -> None:
        self.count = 0
        self.wrong: list[str] = []
        cookie = desks.browsers["officer"].client.get_cookie("reentry")
        assert cookie
        self.sent_along: dict[str, Any] = {
            "cookies": {cookie.key: cookie.value},
            "headers": {"X-CSRFToken": desks.tokens["officer"]},
        }
        self.schema = schemathesis.openapi.from_dict(document)
        self.schema.app = app

    @property
    def operations(self) -> list[Operation]:
        """Everything the document tells of."""
        return [found.ok() for found in self.schema.get_all_operations() if isinstance(found, Ok)]

    def send(self, case: Case[Any]) -> None:
        """Send a request, and hold the answer to the document."""
        self.count += 1
        answer = case.call(**self.sent_along)
        try:
            case.validate_response(answer, excluded_checks=NOT_IN_THE_DOCUMENT)
        except FailureGroup as found:
            said = "; ".join(" ".join(str(each).split()) for each in found.exceptions)
            self.wrong.append(f"{answer.status_code} {said}: {case.as_curl_command()[:600]}")

    def send_many(self, count: int, operation: Operation, mode: GenerationMode, fixed: Fixed) -> None:
        """Send as many requests of a kind; the same dice give the same ones."""

        @seed(FUZZ_SEED)
        @settings(
            max_examples=count,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(operation.as_strategy(generation_mode=mode, path_parameters=dict(fixed or {}) or None))
        def one(case: Case[Any]) -> None:
            self.send(case)

        one()


def kinds(operation: Operation, ids: Ids) -> Iterator[tuple[GenerationMode, Fixed]]:
    """By the document and against it, about the officer's own case and about anything."""
    own = {name: str(ids[name]) for name in ids if f"{{{name}}}" in operation.path}
    more = bool(operation.body or operation.query)
    yield GenerationMode.POSITIVE, None
    if own:
        yield GenerationMode.POSITIVE, own
        yield GenerationMode.NEGATIVE, None
    if more:
        yield GenerationMode.NEGATIVE, own


@pytest.fixture(autouse=True)
def _hypothesis_prints_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    # Schemathesis takes the examples out of hypothesis' reports, for every test that follows in this process.
    monkeypatch.setattr("hypothesis.core.RepresentationPrinter", RepresentationPrinter)


@pytest.fixture
def document(desks: Desks) -> dict[str, Any]:
    """What the API says of itself; who asks is known here, so that the fuzzer leaves the session alone."""
    told: dict[str, Any] = desks.browsers["officer"].client.get("/api/openapi.json").get_json()
    for operations in told["paths"].values():
        for each in operations.values():
            if isinstance(each, dict):
                each.pop("security", None)
    return told


def test_every_answer_is_one_that_the_document_tells_of(
    app: Flask, desks: Desks, cases: list[Ids], document: dict[str, Any], database_url: str
) -> None:
    count = (2 if database_url.startswith("postgres") else 5) * FUZZ
    program = Program(app, desks, document)

    for operation in program.operations:
        for mode, fixed in kinds(operation, cases[0]):
            program.send_many(count, operation, mode, fixed)

    figures.record("api fuzz", program.count, len(program.wrong))
    assert len(program.operations) == sum(
        method != "parameters" for operations in document["paths"].values() for method in operations
    )
    assert program.wrong == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_answer_that_the_document_does_not_tell_of_is_found(
    app: Flask, desks: Desks, document: dict[str, Any]
) -> None:
    document["components"]["schemas"]["Session"]["properties"]["email"] = {"type": "integer"}
    program = Program(app, desks, document)
    operation = next(each for each in program.operations if each.path == "/api/session")

    program.send_many(5, operation, GenerationMode.POSITIVE, None)

    assert len(program.wrong) == program.count > 0
