"""The directory's pages: list and map agree, and a protected place stays off both."""

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from agency.database import Database
from resources.records.requirements import ServiceRequirement
from resources.records.schedules import Schedule
from resources.records.ways_in import AccessWay
from tests.browser import Answer, Browser
from tests.resources.directory_records import keep, place, service

LogIn = Callable[..., Browser]


def _points(answer: Answer) -> list[dict[str, object]]:
    found = re.search(r"<script type=\"application/json\" data-map-data>(.*?)</script>", answer.text)
    assert found
    points: list[dict[str, object]] = json.loads(found[1])["points"]
    return points


def test_the_map_draws_what_the_list_shows(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Invented House", service("Rooms", place()), service("Line", reach="telephone"))

    answer = log_in("officer").get("/directory")

    rooms = next(each for each in kept.services if each.name == "Rooms")
    assert [point["id"] for point in _points(answer)] == [str(rooms.id)]
    assert f'data-point="{rooms.id}"' in answer.text
    assert "1 of these has no point on the map" in answer.text


def test_the_map_agrees_with_the_list_however_it_was_searched(database: Database, log_in: LogIn) -> None:
    always = Schedule(byday="SA", opens_at="00:00", closes_at="00:00")
    keep(database, "Invented House", service("Rooms", place(), schedules=[always]))
    keep(database, "Invented Home", service("Beds", place(city="Frostburg"), needs=("jobs",)))
    browser = log_in("officer")
    words = ("q=invented", "q=invnted+huose", "q=frostbrug", "need=jobs", "county=Allegany,+MD")
    hours = ("open=now", "open=SA&at=23:00", "open=SU", "at=09:00&q=rooms")

    for asked in (*words, *hours, "zip=21502&miles=10"):
        answer = browser.get(f"/directory?{asked}")

        listed = re.findall(r"data-point=\"([0-9a-f-]+)\"", answer.text)
        drawn = [point["id"] for point in _points(answer)] if "data-map-data" in answer.text else []
        assert (answer.status, drawn) == (200, listed), asked
        assert bool(listed) == (asked != "open=SU"), asked


def test_what_is_closed_or_out_of_season_is_open_neither_on_the_list_nor_on_the_map(
    database: Database, log_in: LogIn
) -> None:
    def always() -> list[Schedule]:
        return [Schedule(byday="MO,SA", opens_at="00:00", closes_at="00:00")]

    pause: dict[str, Any] = {"status": "temporarily closed", "closed_until": date(2026, 11, 24)}
    kept = keep(
        database,
        "Invented House",
        service("Rooms", place(), schedules=always()),
        service("Gone", place(), schedules=always(), status="defunct"),
        service("Paused", place(), schedules=always(), **pause),
        service("Summer camp", place(), schedules=always(), season_from="06-01", season_to="08-31"),
    )
    rooms = next(str(each.id) for each in kept.services if each.name == "Rooms")
    browser = log_in("officer")

    for asked in ("open=now", "open=MO&at=16:00", "q=invented&open=SA", "q=invnted+huose&open=MO"):
        answer = browser.get(f"/directory?{asked}")

        assert re.findall(r"data-point=\"([0-9a-f-]+)\"", answer.text) == [rooms], asked
        assert [point["id"] for point in _points(answer)] == [rooms], asked
    assert "none that is closed or out of season on Nov 23, 2026" in re.sub(r"<[^>]+>", "", answer.text)


def test_a_name_one_may_have_meant_is_a_link_that_keeps_the_filters(
    database: Database, log_in: LogIn
) -> None:
    keep(database, "Invented House", service("Rooms", place()))

    answer = log_in("officer").get("/directory?q=invnted+huose&need=housing&page=1")

    assert "Did you mean" in answer.text
    assert "?q=Invented+House&amp;need=housing&amp;page=1" in answer.text
    assert "These come closest" in answer.text
    assert "Services called nearly “invnted huose”" in answer.text


@pytest.mark.parametrize("asked", ["zip=00000", "zip=abc", "open=XX", "open=now&at=25:00", "miles=0"])
def test_a_filter_that_makes_no_sense_is_refused(log_in: LogIn, asked: str) -> None:
    assert log_in("officer").get(f"/directory?{asked}").status == 422


def test_a_confidential_place_is_neither_written_nor_drawn(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Quiet House", service("Rooms", place("Garrett", "Oakland", confidential=True)))
    browser = log_in("officer")

    listed = browser.get("/directory")
    shown = browser.get(f"/directory/services/{kept.services[0].id}")

    assert _points(listed) == []
    for answer in (listed, shown):
        assert "Garrett" in answer.text
        assert "Oakland" not in answer.text
        assert "39.65" not in answer.text


def test_a_service_for_survivors_shows_its_hotline_and_no_street(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Invented Haven", service("Shelter", place(), victim_services=True))

    shown = log_in("officer").get(f"/directory/services/{kept.services[0].id}")

    assert "Pretend Street" not in shown.text
    assert "39.65" not in shown.text
    assert "Call the hotline first" in shown.text


@pytest.mark.parametrize(("role", "status"), [("officer", 404), ("coordinator", 200), ("supervisor", 200)])
def test_a_held_record_opens_for_those_who_decide_about_it(
    database: Database, log_in: LogIn, role: str, status: int
) -> None:
    kept = keep(database, "Waiting House", service("Rooms", held=True))

    assert log_in(role).get(f"/directory/services/{kept.services[0].id}").status == status


def test_a_held_record_reads_like_one_that_is_not_there(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Waiting House", service("Rooms", held=True))
    browser = log_in("officer")

    held = browser.get(f"/directory/services/{kept.services[0].id}")
    absent = browser.get(f"/directory/services/{uuid4()}")

    assert held.status == absent.status == 404
    assert _main(held) == _main(absent)


def test_a_rule_nobody_confirmed_says_so_beside_its_words(database: Database, log_in: LogIn) -> None:
    rooms = service("Rooms", eligibility_description="Adults only. No arson.")
    rooms.requirements = [ServiceRequirement(rule="arson", mode="cannot", value=True, quote="No arson")]
    kept = keep(database, "Invented House", rooms)

    shown = log_in("officer").get(f"/directory/services/{kept.services[0].id}").text

    assert "No one with an arson offense" in shown
    assert "not confirmed" in shown
    assert "<mark>No arson</mark>" in shown


def test_silence_is_not_shown_as_a_welcome(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Invented House", service("Rooms"))

    shown = log_in("officer").get(f"/directory/services/{kept.services[0].id}").text

    assert "Silence is not a welcome" in shown
    assert "Nobody has said how much room there is." in shown
    assert "never verified" in shown


def test_ways_in_are_told_in_words(database: Database, log_in: LogIn) -> None:
    rooms = service("Rooms")
    rooms.access_ways = [AccessWay(kind="walk_in", detail="Tuesdays at 4")]
    kept = keep(database, "Invented House", rooms)

    assert (
        "<b>Walk in</b>: Tuesdays at 4"
        in log_in("officer").get(f"/directory/services/{kept.services[0].id}").text
    )


def test_an_organization_lists_its_services(database: Database, log_in: LogIn) -> None:
    kept = keep(database, "Invented House", service("Rooms", place()), service("Secret", held=True))

    shown = log_in("officer").get(f"/directory/organizations/{kept.id}").text

    assert "Rooms" in shown
    assert "Secret" not in shown


def test_what_was_typed_is_shown_as_text(log_in: LogIn) -> None:
    shown = log_in("officer").get("/directory?q=<script>x</script>").text

    assert "<script>x" not in shown
    assert "&lt;script&gt;x" in shown


@pytest.mark.parametrize("query", ["need=nonsense", "page=0", "page=x", "unheard=of"])
def test_a_filter_that_cannot_be_is_refused_in_words(log_in: LogIn, query: str) -> None:
    assert log_in("officer").get(f"/directory?{query}").status == 422


def test_an_empty_directory_says_what_to_do(log_in: LogIn) -> None:
    assert "A coordinator fills it" in log_in("officer").get("/directory").text


def test_the_map_is_given_labels_of_a_state_and_of_nothing_else(log_in: LogIn) -> None:
    browser = log_in("officer")

    assert b"Cumberland" in browser.get("/directory/map-labels/MD").data
    assert browser.get("/directory/map-labels/ZZ").status == 404


def test_nobody_reads_the_directory_without_logging_in(browser: Browser) -> None:
    assert browser.get("/directory").headers["Location"].startswith("/log-in")


def _main(answer: Answer) -> str:
    return answer.text.partition("<main")[2].partition("</main>")[0]
