"""Every error has one shape for people and one for programs, and a refusal is written down."""

import json
from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.access.permissions import ANYONE
from agency.audit import audit
from agency.database import Database
from agency.edge.areas import Area
from agency.errors import (
    ConflictError,
    DeniedError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    RecordErasedError,
    ReentryError,
    WithheldError,
)
from agency.settings import Settings
from tests.browser import Browser

SUBJECT = UUID(int=7)
TOLD: dict[str, tuple[ReentryError, int, str]] = {
    "told": (ReentryError("It is like this."), 400, "That did not work"),
    "not-found": (NotFoundError("There is none."), 404, "Not found"),
    "denied": (DeniedError("person.read", SUBJECT), 404, "Not found"),
    "forbidden": (ForbiddenError("Ask your supervisor."), 403, "Your role does not allow this"),
    "invalid": (InvalidError("Correct it.", {"name": ["Too long."]}), 422, "Please check what was entered"),
    "conflict": (ConflictError("Somebody was quicker."), 409, "The record has changed"),
    "withheld": (WithheldError("A consent is missing."), 409, "Cannot be disclosed"),
    "erased": (RecordErasedError("It is gone."), 410, "Erased by order"),
}


@pytest.fixture
def wired() -> dict[Settings, Flask]:
    """None to share: these tests give the service addresses of their own."""
    return {}


@pytest.fixture
def failing(app: Flask) -> Flask:
    """The service with an address for every error."""
    area = Area("failing", __name__)

    def fail_for_people(name: str) -> str:
        if name in TOLD:
            raise TOLD[name][0]
        raise RuntimeError("a detail nobody should read")

    def fail_for_programs(name: str) -> str:
        return fail_for_people(name)

    area.page("/failing/<name>", ANYONE)(fail_for_people)
    area.page("/api/failing/<name>", ANYONE)(fail_for_programs)
    app.register_blueprint(area)
    return app


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", TOLD)
def test_an_error_is_told_on_a_page(failing: Flask, name: str) -> None:
    error, status, title = TOLD[name]

    answer = failing.test_client().get(f"/failing/{name}")

    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert str(error) in answer.text


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("name", TOLD)
def test_a_program_gets_the_same_in_one_shape(failing: Flask, name: str) -> None:
    error, status, title = TOLD[name]

    answer = failing.test_client().get(f"/api/failing/{name}")

    assert answer.status_code == status
    assert answer.get_json() == {
        "code": status,
        "status": title,
        "message": str(error),
        "errors": {"name": ["Too long."]} if name == "invalid" else {},
    }


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/nothing-here", 404, "Not found"),
        ("GET", "/people/not-an-id", 404, "Not found"),
        ("DELETE", "/healthz", 405, "Not possible here"),
        ("POST", "/log-in", 413, "Too large"),
        ("GET", "/failing/otherwise", 500, "Something went wrong on our side"),
    ],
)
def test_what_the_framework_refuses_reads_the_same(
    failing: Flask, method: str, path: str, status: int, title: str
) -> None:
    failing.config["MAX_CONTENT_LENGTH"] = 100
    sent = {"email": "x" * 200} if status == 413 else None

    answer = failing.test_client().open(path, method=method, data=sent)

    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in answer.text
    assert answer.text.count("<h1") == 1


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("method", "path", "status", "title"),
    [
        ("GET", "/api/nothing-here", 404, "Not found"),
        ("PUT", "/api/failing/told", 405, "Not possible here"),
        ("GET", "/api/failing/otherwise", 500, "Something went wrong on our side"),
    ],
)
def test_what_the_framework_refuses_a_program_has_its_shape(
    failing: Flask, method: str, path: str, status: int, title: str
) -> None:
    answer = failing.test_client().open(path, method=method)

    shape = answer.get_json()
    assert answer.status_code == status
    assert (shape["code"], shape["status"], shape["errors"]) == (status, title, {})
    assert shape["message"]


@pytest.mark.parametrize("path", ["/healthz", "/api/failing/told"])
def test_a_wrong_method_is_told_which_are_right(failing: Flask, path: str) -> None:
    answer = failing.test_client().delete(path)

    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize("path", ["/failing/otherwise", "/api/failing/otherwise"])
def test_a_fault_of_ours_gives_no_detail_away(failing: Flask, path: str) -> None:
    answer = failing.test_client().get(path)

    assert "a detail nobody should read" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.usefixtures("office")
def test_a_fault_of_ours_is_found_in_the_log_by_its_reference(
    failing: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = failing.test_client().get("/failing/otherwise")

    fault, request = (json.loads(line) for line in capfd.readouterr().err.splitlines())
    assert (fault["event"], request["event"], request["status"]) == ("unforeseen", "request", 500)
    assert fault["reference"] == request["reference"]
    assert f"this reference: {fault['reference']}" in answer.text


def test_a_program_that_is_not_logged_in_is_not_sent_to_a_form(app: Flask) -> None:
    area = Area("closed", __name__)
    area.page("/api/closed", "session.use")(for_staff)
    app.register_blueprint(area)

    answer = app.test_client().get("/api/closed")

    assert answer.status_code == 401
    assert answer.get_json()["message"] == "Log in to open this page."


def for_staff() -> str:
    """A page for staff."""
    return "open"


def test_what_is_asked_for_does_not_come_back_as_markup(failing: Flask) -> None:
    answer = failing.test_client().get("/nothing/<script>alert(1)</script>")

    assert "<script>alert(1)" not in answer.text


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(
    ("path", "permission", "subject"),
    [("/failing/denied", "person.read", SUBJECT), ("/people", "person.read", None)],
)
def test_a_refusal_is_written_down(
    failing: Flask,
    log_in: Callable[..., Browser],
    database: Database,
    path: str,
    permission: str,
    subject: UUID | None,
) -> None:
    browser = log_in("coordinator")

    browser.get(path)

    with database.reading() as session:
        newest_first = select(audit.AuditEntry).order_by(audit.AuditEntry.sequence.desc())
        entry = session.scalars(newest_first).first()
        assert entry
        assert (entry.event, entry.outcome) == ("access.denied", "refused")
        assert (entry.details, entry.subject_id) == ({"permission": permission}, subject)
        assert entry.actor_id
