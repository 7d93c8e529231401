"""An agency sets how much each part of a rank weighs; only who runs it may, and what makes no sense is refused."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from agency.audit.audit import AuditEntry
from agency.database import Database
from agency.offices import Agency
from matching import weights
from matching.ranking import WEIGHTS
from tests.browser import Browser

LogIn = Callable[..., Browser]
USUAL = {part: str(round(100 * weight)) for part, weight in WEIGHTS.items()}
PAGE = "/agency/ranking"


def recorded(database: Database) -> list[str]:
    with database.reading() as session:
        rows = session.scalars(select(AuditEntry).where(AuditEntry.event == "agency.ranking_changed"))
        return [str(row.details["weights"]) for row in rows]


def test_the_agency_ranks_by_what_it_set(database: Database, log_in: LogIn) -> None:
    browser = log_in("administrator")

    assert browser.get(PAGE).text.count("usually 10") == 3
    answer = browser.post(PAGE, USUAL | {"travel": "60", "cost": "0"}, PAGE)

    assert answer.status == 303
    with database.reading() as session:
        assert weights.current(session) == {**WEIGHTS, "travel": 0.6, "cost": 0.0}
    assert recorded(database) == ["travel 60, cost 0"]
    assert 'value="60"' in browser.get(PAGE).text


def test_the_usual_weights_come_back_and_are_no_own_ones(database: Database, log_in: LogIn) -> None:
    browser = log_in("administrator")

    browser.post(PAGE, USUAL | {"travel": "60"}, PAGE)
    browser.post(PAGE, USUAL, PAGE)
    browser.post(PAGE, USUAL, PAGE)

    with database.reading() as session:
        assert session.get_one(Agency, 1).ranking_weights == {}
    assert recorded(database) == ["travel 60", "travel 30"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"travel": "-1"},
        {"travel": "101"},
        {"travel": "much"},
        {"travel": ""},
        dict.fromkeys(USUAL, "0"),
        {"gender": "5"},
    ],
)
def test_what_cannot_be_ranked_by_is_refused_and_what_was_typed_is_kept(
    database: Database, log_in: LogIn, wrong: dict[str, str]
) -> None:
    browser = log_in("administrator")

    answer = browser.post(PAGE, USUAL | {"language": "7"} | wrong, PAGE)

    assert answer.status == 422
    assert ("language" in wrong) or 'value="7"' in answer.text
    with database.reading() as session:
        assert weights.current(session) == WEIGHTS
    assert recorded(database) == []


@pytest.mark.parametrize("role", ["officer", "supervisor", "coordinator"])
def test_nobody_else_sets_them(log_in: LogIn, role: str) -> None:
    assert log_in(role).get(PAGE).status in (403, 404)
