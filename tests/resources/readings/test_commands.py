"""`directory read-texts`: a rehearsal changes nothing, and what was read once is not read again."""

import json

from flask import Flask

from tests.resources.readings.conftest import MEN, WEEKDAYS, Desk


def run(app: Flask, *arguments: str) -> dict[str, object]:
    """What the command prints as JSON."""
    answer = app.test_cli_runner().invoke(args=["directory", "read-texts", "--json", *arguments])
    assert answer.exit_code == 0, answer.output
    told: dict[str, object] = json.loads(answer.stdout)
    return told


def test_it_reads_what_the_directory_says_already(app: Flask, desk: Desk) -> None:
    own = desk.add("Step House", MEN, WEEKDAYS)

    rehearsed = run(app, "--dry-run")
    assert desk.rules(own) == []
    told = run(app)

    assert told == {**rehearsed, "dry_run": False}
    assert told["services"] == 1
    assert told["eligibility"] == {"waiting": 3, "decided_before": 0}
    assert told["hours"] == {"waiting": 1, "decided_before": 0}
    assert len(desk.rules(own)) == 3


def test_the_second_time_it_reads_nothing_unless_told_to(app: Flask, desk: Desk) -> None:
    own = desk.add("Step House", MEN)
    run(app)

    assert run(app)["services"] == 0
    assert run(app, "--again")["services"] == 1
    assert len(desk.rules(own)) == 3


def test_it_says_in_words_what_is_to_decide(app: Flask, desk: Desk) -> None:
    desk.add("Step House", MEN)

    answer = app.test_cli_runner().invoke(args=["directory", "read-texts"])

    assert "1 services read: 3 rules, 0 weeks of hours and 0 details to decide" in answer.stdout
