"""The API as a whole: its document is true, one shape for every error, nothing without log-in, token and permission."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from flask import Flask
from openapi_spec_validator import validate

from agency.edge.api import MAXIMUM_BODY
from agency.edge.forms import by_path
from tests.browser import Browser
from tests.program import Program

NOBODY = f"/api/people/{uuid4()}"


@pytest.fixture
def program(log_in: Callable[..., Browser]) -> Program:
    """A coordinator's program."""
    return Program(log_in("coordinator"))


def test_the_document_is_valid_and_tells_every_operation_of_the_api(program: Program, app: Flask) -> None:
    told = {
        (method, path)
        for path, operations in program.document["paths"].items()
        for method in operations
        if method != "parameters"
    }
    served = {
        (method.lower(), rule.rule.replace("<uuid:", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/")
    }

    validate(program.document)
    assert told == served


def test_the_document_names_the_permission_of_each_operation(program: Program, app: Flask) -> None:
    for operations in program.document["paths"].values():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            views = [
                view
                for name, view in app.view_functions.items()
                if name.endswith(f".{operation['operationId']}")
            ]

            assert operation["x-permission"] in {getattr(view, "permission", None) for view in views}


def test_the_session_tells_who_asks(program: Program) -> None:
    told = program.get("/api/session").get_json()

    assert (told["email"], told["role"], told["office"]["name"]) == (
        "coordinator@test.example",
        "coordinator",
        "Baltimore",
    )


def test_without_a_log_in_nothing_is_told(browser: Browser) -> None:
    asked = ("/api/session", "/api/openapi.json", "/api/people", "/api/services", NOBODY)
    answers = [browser.client.get(path) for path in asked]

    assert {answer.status_code for answer in answers} == {401}
    assert answers[0].get_json() == {
        "code": 401,
        "status": "Please log in",
        "message": "Log in to open this page.",
        "errors": {},
    }


def test_without_the_token_of_the_session_nothing_is_changed(program: Program) -> None:
    tokens: list[dict[str, str]] = [{}, {"X-CSRFToken": ""}, {"X-CSRFToken": "of-another-session"}]
    answers = [program.client.post("/api/people", json={"number": "TD-9"}, headers=each) for each in tokens]

    assert {answer.status_code for answer in answers} == {400}
    assert "GET /api/session" in answers[0].get_json()["message"]


def test_a_role_without_the_permission_is_refused(program: Program) -> None:
    answer = program.get("/api/people")

    assert answer.status_code == 403
    assert answer.get_json()["status"] == "Your role does not allow this"


def test_an_address_that_is_not_there_says_so_in_json(program: Program) -> None:
    for path in ("/api/nothing", "/api/people/17", "/api/people/not-a-uuid/matches", "/api/plans/0"):
        answer = program.get(path)

        assert (answer.status_code, answer.get_json()["code"]) == (404, 404)


def test_a_method_that_is_not_there_names_those_that_are(program: Program) -> None:
    answer = program.send("DELETE", "/api/people")

    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


JSON = "application/json"
UNREADABLE: list[tuple[dict[str, object], int]] = [
    ({"data": {"number": "TD-9"}}, 415),
    ({"data": b"<person/>", "content_type": "application/xml"}, 415),
    ({"data": b'{"number": ', "content_type": JSON}, 400),
    ({"data": b"\xff\xfe", "content_type": JSON}, 400),
    ({"data": b"[" * 20_000, "content_type": JSON}, 400),
    ({"json": {"number": "a\0b"}}, 400),
    ({"data": b'{"number": "\\ud800"}', "content_type": JSON}, 400),
    ({"data": b'{"\\ud800": 1}', "content_type": JSON}, 400),
    ({"data": b" " * (MAXIMUM_BODY + 1), "content_type": JSON}, 413),
    ({"json": []}, 422),
    ({"json": "TD-9"}, 422),
    ({}, 422),
]


def test_a_body_that_cannot_be_read_is_refused(log_in: Callable[..., Browser]) -> None:
    program = Program(log_in("officer"))

    for options, status in UNREADABLE:
        assert program.post("/api/people", **options).status_code == status, options


def test_no_operation_takes_a_body_that_is_no_object(log_in: Callable[..., Browser]) -> None:
    program = Program(log_in("officer"))

    for path in ("/api/people", f"{NOBODY}/plans", f"{NOBODY}/referrals"):
        for body in (b"1.5", b"[]", b'"a"', b"null", b"true"):
            answer = program.send("POST", path, data=body, content_type=JSON)

            assert (answer.status_code, answer.get_json()["message"]) == (422, "Send one JSON object.")


def test_a_query_that_no_database_keeps_is_refused(program: Program) -> None:
    assert program.get("/api/services?q=%00").status_code == 400


def test_what_is_unknown_in_a_query_is_refused(program: Program) -> None:
    answer = program.get("/api/services?color=red&page=0")

    assert answer.status_code == 422
    assert set(answer.get_json()["errors"]) == {"color", "page"}


def test_an_unforeseen_fault_tells_no_details(
    log_in: Callable[..., Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    program = Program(log_in("officer"))
    monkeypatch.setattr("reentry.people.people.reachable", lambda *_: 1 / 0)

    answer = program.get("/api/people")

    assert answer.status_code == 500
    assert "division" not in answer.text


def test_messages_are_told_by_the_path_of_their_field() -> None:
    nested = {
        "number": ["This is needed."],
        "facts": {"offenses": {"theft": ["Unknown field."]}, "_schema": ["Odd."]},
        "needs": {1: {"need": ["Choose one."]}},
        "_schema": ["Invalid input type."],
    }

    assert by_path(nested) == {
        "number": ["This is needed."],
        "facts.offenses.theft": ["Unknown field."],
        "facts": ["Odd."],
        "needs.1.need": ["Choose one."],
        "_schema": ["Invalid input type."],
    }
