"""A log is one JSON object a line and about nobody, whether the service or a library writes it."""

import json
import logging
import sys
from pathlib import Path

import pytest
from flask import Flask

from agency.clock import FixedClock
from agency.settings import Settings
from agency.watch import logs
from app import create_app
from tests.conftest import MASTER_KEY, NOW

SECRET = "Finchwing"


@pytest.fixture
def lines(site: Flask, capfd: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """What stands in the log after a page, a wrong address and a strange method."""
    client = site.test_client()
    client.get(f"/log-in?next=/people/{SECRET}")
    client.get(f"/{SECRET}")
    client.open("/log-in", method=SECRET.upper())
    out, err = capfd.readouterr()
    assert out == ""
    assert SECRET.casefold() not in err.casefold()
    return [json.loads(line) for line in err.splitlines()]


@pytest.fixture
def site(tmp_path: Path) -> Flask:
    """The service, on a database nobody asks."""
    return create_app(Settings(f"sqlite:///{tmp_path / 'none.db'}", tmp_path, (MASTER_KEY,)), FixedClock(NOW))


def test_a_request_is_one_line(lines: list[dict[str, object]]) -> None:
    told = [(line["event"], line["endpoint"], line["method"], line["status"]) for line in lines]

    assert told == [
        ("request", "agency.show_log_in", "GET", 200),
        ("request", "none", "GET", 404),
        ("request", "none", "other", 405),
    ]
    assert {tuple(line) for line in lines} == {
        ("time", "endpoint", "method", "status", "ms", "reference", "event", "level")
    }
    assert len({line["reference"] for line in lines}) == 3


def test_a_library_is_told_by_its_source_and_not_by_what_it_filled_in() -> None:
    written = logs.Impersonal(FixedClock(NOW))
    try:
        raise ValueError(SECRET)
    except ValueError:
        failed = sys.exc_info()
    records = [
        logging.LogRecord(
            "waitress", logging.ERROR, "channel.py", 437, f"Exception while serving /{SECRET}", None, failed
        ),
        logging.LogRecord(
            "waitress.queue", logging.WARNING, "task.py", 113, "Task queue depth is %d", (7,), None
        ),
        logging.LogRecord("waitress", logging.INFO, "channel.py", 1, "Serving %s", (SECRET,), None),
    ]

    told = [json.loads(written.format(record)) for record in records]

    assert SECRET not in json.dumps(told)
    assert (told[0]["kind"], told[0]["at"], "said" in told[0]) == ("ValueError", "channel:437", False)
    assert told[0]["where"][0].startswith("test_logs.py:")
    assert told[1]["said"] == "Task queue depth is %d"


def test_what_libraries_log_is_taken_over(capfd: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    level = root.level
    handler = logs.take_over(FixedClock(NOW))
    try:
        logging.getLogger("waitress").warning("Socket error of %s", SECRET)
    finally:
        root.removeHandler(handler)
        root.setLevel(level)

    line = json.loads(capfd.readouterr().err)
    assert (line["logger"], line["level"], line["said"]) == ("waitress", "warning", "Socket error of %s")
