"""The page of readings: one text at a time, every key a button, and nothing decided twice."""

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask

from agency.clock import FixedClock
from agency.database import Database
from resources.changes import editing
from resources.readings.texts import text_id
from resources.records.services import Service
from tests.browser import Answer, Browser
from tests.resources.readings.conftest import MEN, WEEKDAYS, Desk

QUEUE = "/directory/readings"
LogIn = Callable[..., Browser]


def at(words: str, kind: str = "eligibility") -> str:
    return f"{QUEUE}/{text_id(kind, words)}"


@pytest.fixture
def house(desk: Desk) -> UUID:
    """A service with three rules and hours to decide."""
    own = desk.add("Step House", MEN, WEEKDAYS)
    desk.read()
    return own


@pytest.fixture
def seat(log_in: LogIn, house: UUID) -> Browser:
    """A supervisor at the keyboard; the coordinator of the desk is somebody else."""
    return log_in("supervisor")


def ids(desk: Desk, words: str = MEN, kind: str = "eligibility") -> dict[str, str]:
    """What waits of a text: ids by rule."""
    waiting = desk.sheet(words, kind).waiting
    return {line.item.value["rule"] if kind == "eligibility" else kind: line.item.id for line in waiting}


def focused(page: Answer) -> list[str]:
    """The items that take the focus when the page opens."""
    return re.findall(r'data-item="(\w+)"[^>]* autofocus', page.text)


@pytest.mark.parametrize("role", ["officer", "caseworker", "administrator"])
def test_only_who_may_edit_the_directory_decides(log_in: LogIn, house: UUID, desk: Desk, role: str) -> None:
    browser = log_in(role)

    assert browser.get(QUEUE).status == 403
    assert browser.get(at(MEN)).status == 403
    assert browser.post(f"{at(MEN)}/accept", {"item": ids(desk)["gender"]}, page="/").status == 403
    assert len(ids(desk)) == 3


def test_an_empty_queue_says_what_to_do(log_in: LogIn) -> None:
    page = log_in("coordinator", email="other@test.example").get(QUEUE)

    assert page.status == 200
    assert "Nothing waits" in page.text


def test_a_text_nobody_has_is_not_found(seat: Browser) -> None:
    assert seat.get(at("never written")).status == 404


def test_the_page_shows_the_words_and_what_was_read_from_them(seat: Browser, desk: Desk) -> None:
    page = seat.get(at(MEN))

    assert page.status == 200
    for said in ("For men only", "Must be 18 or older", "No one with a sex offense", "1 service says this"):
        assert said in page.text
    assert 'data-spans="' in page.text
    assert focused(page) == [ids(desk)["gender"]]
    for key in ("accept", "edit", "reject", "all", "next"):
        assert f'data-key="{key}"' in page.text


def test_the_plans_that_rest_on_a_text_bring_it_forward(app: Flask, seat: Browser, house: UUID) -> None:
    class Reliance:
        def open_plans(self, _session: object) -> dict[UUID, int]:
            return {house: 3}

    app.extensions["reliance"] = Reliance()

    assert "3 open plans rest on it" in seat.get(QUEUE).text


def test_accepting_goes_to_the_next_item_and_offers_to_take_it_back(
    seat: Browser, desk: Desk, house: UUID
) -> None:
    there = ids(desk)

    answer = seat.post(f"{at(MEN)}/accept", {"item": there["gender"]}, page=at(MEN))
    page = seat.get(answer.headers["Location"])

    assert answer.status == 303
    assert focused(page) == [there["minimum_age"]]
    assert 'data-key="undo"' in page.text
    assert desk.rules(house)[0] == ("gender", "confirmed")


def test_who_skips_an_item_goes_on_behind_what_was_decided(seat: Browser, desk: Desk) -> None:
    there = ids(desk)

    answer = seat.post(f"{at(MEN)}/reject", {"item": there["minimum_age"]}, page=at(MEN))

    assert focused(seat.get(answer.headers["Location"])) == [there["sex_offense"]]


def test_after_the_last_item_comes_the_next_text_and_after_the_last_text_the_end(
    seat: Browser, desk: Desk
) -> None:
    everything = {"item": list(ids(desk).values())}

    answer = seat.post(f"{at(MEN)}/accept", everything, page=at(MEN))
    assert answer.headers["Location"].startswith(at(WEEKDAYS, "hours"))
    assert "Accepted:" in seat.get(answer.headers["Location"]).text

    one = {"item": ids(desk, WEEKDAYS, "hours")["hours"]}
    answer = seat.post(f"{at(WEEKDAYS, 'hours')}/accept", one, page=at(WEEKDAYS, "hours"))
    page = seat.get(answer.headers["Location"])
    assert "Nothing waits" in page.text
    assert "Mon, Tue, Wed, Thu, Fri 9 am–5 pm" in page.text


def test_a_decision_is_taken_back_with_one_press(seat: Browser, desk: Desk, house: UUID) -> None:
    item = {"item": ids(desk)["minimum_age"]}
    seat.post(f"{at(MEN)}/reject", item, page=at(MEN))

    answer = seat.post(f"{at(MEN)}/undo", item, page=at(MEN))

    assert focused(seat.get(answer.headers["Location"])) == [item["item"]]
    assert ("minimum_age", "waits") in desk.rules(house)
    again = seat.post(f"{at(MEN)}/undo", item, page=at(MEN))
    assert again.status == 409
    assert "taken back already" in again.text


def test_what_somebody_else_decided_meanwhile_is_told_and_stays(
    seat: Browser, desk: Desk, house: UUID
) -> None:
    item = {"item": ids(desk)["gender"]}
    desk.decide(MEN, "rejected", "gender")

    for verb in ("accept", "reject", "correct"):
        answer = seat.post(f"{at(MEN)}/{verb}", item, page=at(MEN))

        assert answer.status == 409
        assert "Test Coordinator rejected this meanwhile" in answer.text
        assert "Must be 18 or older" in answer.text
    assert "gender" not in dict(desk.rules(house))


def test_accepting_all_keeps_nothing_where_one_was_decided_meanwhile(seat: Browser, desk: Desk) -> None:
    everything = {"item": list(ids(desk).values())}
    desk.decide(MEN, "rejected", "gender")

    assert seat.post(f"{at(MEN)}/accept", everything, page=at(MEN)).status == 409
    assert len(ids(desk)) == 2


def test_a_correction_is_checked_kept_as_typed_and_put_in_place(
    seat: Browser, desk: Desk, house: UUID, database: Database
) -> None:
    item = ids(desk)["minimum_age"]
    form = {
        "item": item,
        "says": "minimum_age:must",
        "value": "many",
        "part": "the annex",
        "alt": "",
        "basis": "",
    }
    page = seat.get(f"{at(MEN)}?edit={item}")
    assert page.typed["value"] == ["18"]

    wrong = seat.post(f"{at(MEN)}/correct", form, page=at(MEN))
    assert wrong.status == 422
    assert "whole number" in wrong.text
    assert wrong.typed["part"] == ["the annex"]

    answer = seat.post(f"{at(MEN)}/correct", {**form, "value": "21"}, page=at(MEN))

    assert answer.status == 303
    with database.reading() as session:
        (rule,) = [row for row in session.get_one(Service, house).requirements if row.rule == "minimum_age"]
        assert (rule.value, rule.part, rule.confirmed_by) == (21, "the annex", "Test Supervisor")
        assert rule.quote in MEN


@pytest.mark.parametrize(
    ("says", "value", "kept"),
    [
        ("gender:must", "Female", "female"),
        ("residence:must", "Baltimore City; Towson", ["Baltimore City", "Towson"]),
        ("insurance:must", "Medicaid", "Medicaid"),
        ("homeless:must", "", True),
        ("sober_days:must", "0", 0),
    ],
)
def test_every_kind_of_value_can_be_typed(
    seat: Browser, desk: Desk, house: UUID, database: Database, says: str, value: str, kept: object
) -> None:
    form = {"item": ids(desk)["minimum_age"], "says": says, "value": value}

    assert seat.post(f"{at(MEN)}/correct", form, page=at(MEN)).status == 303
    with database.reading() as session:
        values = {row.rule: row.value for row in session.get_one(Service, house).requirements}
        assert values[says.partition(":")[0]] == kept


@pytest.mark.parametrize(
    "wrong",
    [{"says": "gender:must", "value": ""}, {"says": "no_rule:must"}, {"says": "veteran:must", "alt": "x"}],
)
def test_a_correction_that_is_no_rule_changes_nothing(
    seat: Browser, desk: Desk, house: UUID, wrong: dict[str, str]
) -> None:
    form = {"item": ids(desk)["gender"], **wrong}

    assert seat.post(f"{at(MEN)}/correct", form, page=at(MEN)).status == 422
    assert len(ids(desk)) == 3


def test_hours_are_corrected_block_by_block(seat: Browser, desk: Desk, house: UUID) -> None:
    page, item = at(WEEKDAYS, "hours"), ids(desk, WEEKDAYS, "hours")["hours"]
    opened = seat.get(f"{page}?edit={item}")
    assert opened.typed["days-0"] == ["MO", "TU", "WE", "TH", "FR"]
    assert opened.typed["opens-0"] == ["09:00"]

    form = {"item": item, "days-0": ["MO"], "opens-0": "10:00", "closes-0": "16:00"}
    spare = {"days-1": ["SA", "SU"], "opens-1": "12:00", "closes-1": ""}
    wrong = seat.post(f"{page}/correct", {**form, **spare}, page=page)
    assert wrong.status == 422
    assert wrong.typed["days-1"] == ["SA", "SU"]

    assert seat.post(f"{page}/correct", {**form, **spare, "closes-1": "14:00"}, page=page).status == 303
    assert desk.hours(house) == [("MO", "10:00", "16:00"), ("SA,SU", "12:00", "14:00")]


def test_a_records_page_leads_to_the_text_of_its_undecided_rules(
    seat: Browser, house: UUID, desk: Desk
) -> None:
    record = seat.get(f"/directory/services/{house}")

    assert f"{at(MEN)}#item-{ids(desk)['gender']}" in record.text
    assert at(WEEKDAYS, "hours") in record.text
    assert 'href="/directory/readings"' in seat.get("/directory/desk").text


def test_an_officer_sees_the_rule_and_no_way_to_decide_it(log_in: LogIn, house: UUID) -> None:
    record = log_in("officer").get(f"/directory/services/{house}")

    assert "not confirmed" in record.text
    assert QUEUE not in record.text


def test_decisions_are_in_the_records_history(
    seat: Browser, desk: Desk, house: UUID, database: Database, clock: FixedClock
) -> None:
    item = {"item": ids(desk)["gender"]}
    seat.post(f"{at(MEN)}/accept", item, page=at(MEN))
    clock.moment += timedelta(seconds=1)
    seat.post(f"{at(MEN)}/undo", item, page=at(MEN))

    with database.reading() as session:
        assert [each.origin for each in editing.history(session, house, "requirements")] == [
            "undo",
            "reading",
        ]


def test_the_history_says_for_whom_a_reading_was_decided_and_takes_it_back_for_all(
    log_in: LogIn, desk: Desk
) -> None:
    services = [desk.add(name, "Men only.") for name in ("Step House", "Hill House")]
    desk.read()
    desk.decide("Men only.", "accepted")
    coordinator, page = log_in("supervisor"), f"/directory/services/{services[0]}/history"
    shown = coordinator.get(page).text
    undo = re.search(r"/directory/changes/[0-9a-f-]{36}/undo", shown)
    assert undo

    answer = coordinator.post(undo[0], page=page, follow_redirects=True)

    assert "Decided once for 2 services with the same words" in shown
    assert "Taken back at 2 services with the same words." in answer.text
    assert [desk.rules(own) for own in services] == [[("gender", "waits")]] * 2


def test_an_item_named_twice_is_decided_once(seat: Browser, desk: Desk) -> None:
    item = ids(desk)["gender"]

    for verb in ("accept", "undo", "reject"):
        answer = seat.post(f"{at(MEN)}/{verb}", {"item": [item, item]}, page=at(MEN))
        assert answer.status == 303

    assert "gender" not in ids(desk)


FEES = "$25/week. Fax 410-555-0188."


@pytest.fixture
def rooms(desk: Desk) -> UUID:
    """A service whose text on fees tells two details."""
    own = desk.add("Rooms", fees_description=FEES)
    desk.read()
    return own


def detail(desk: Desk, field: str) -> str:
    """The item that waits for a field."""
    return next(
        line.item.id for line in desk.sheet(FEES, "fees").waiting if field in line.item.value["fields"]
    )


def cost(database: Database, own: UUID) -> int | None:
    with database.reading() as session:
        return session.get_one(Service, own).cost_cents


def test_a_detail_is_decided_beside_its_words_and_taken_back(
    seat: Browser, desk: Desk, rooms: UUID, database: Database
) -> None:
    page = seat.get(at(FEES, "fees"))
    for said in ("$25 a week", "(410) 555-0188", "Fax: ", "% sure", "Accept all 2"):
        assert said in page.text
    assert cost(database, rooms) is None

    answer = seat.post(f"{at(FEES, 'fees')}/accept", {"item": detail(desk, "cost_cents")}, page=QUEUE)
    assert "Accepted: Cost: <b>$25 a week</b>" in seat.get(answer.headers["Location"]).text
    assert cost(database, rooms) == 2500
    (made,) = [line.item.id for line in desk.sheet(FEES, "fees").lines if line.decision]
    seat.post(f"{at(FEES, 'fees')}/undo", {"item": made}, page=QUEUE)

    assert cost(database, rooms) is None


def test_prices_that_cannot_be_told_apart_are_left_to_whoever_may_decide(
    seat: Browser, log_in: LogIn, desk: Desk
) -> None:
    own = desk.add("Rooms by size", fees_description="$46-$58 a month.")
    record = f"/directory/services/{own}"

    assert "not all prices read" in seat.get(record).text
    assert "not all prices read" not in log_in("officer", email="third@test.example").get(record).text
    with desk.database.writing() as session:
        prices = [{"option": "single room", "amount_cents": 5800, "period": "a month"}]
        editing.edit(session, session.get_one(Service, own), {"cost_options": prices}, desk.author)
    page = seat.get(record).text
    assert "single room: <b>$58 a month</b>" in page
    assert "not all prices read" not in page


def test_a_detail_is_corrected_and_a_wrong_answer_is_kept_on_the_page(
    seat: Browser, desk: Desk, rooms: UUID, database: Database
) -> None:
    own = detail(desk, "cost_cents")
    assert 'value="25"' in seat.get(f"{at(FEES, 'fees')}?edit={own}").text
    typed = {"item": own, "cost_cents": "a lot", "cost_period": "a week"}

    wrong = seat.post(f"{at(FEES, 'fees')}/correct", typed, page=QUEUE)
    assert wrong.status == 422
    assert 'value="a lot"' in wrong.text
    assert cost(database, rooms) is None
    seat.post(f"{at(FEES, 'fees')}/correct", typed | {"cost_cents": "30"}, page=QUEUE)

    assert cost(database, rooms) == 3000


def test_the_record_shows_who_may_decide_what_waits_beside_its_text(
    seat: Browser, log_in: LogIn, desk: Desk, rooms: UUID
) -> None:
    record = f"/directory/services/{rooms}"

    page = seat.get(record)
    assert "read, not in force" in page.text
    assert f"{at(FEES, 'fees')}?focus={detail(desk, 'cost_cents')}" in page.text
    assert "read, not in force" not in log_in("officer", email="third@test.example").get(record).text


def test_no_street_of_a_secret_place_is_told_with_a_detail(
    seat: Browser, desk: Desk, database: Database
) -> None:
    words = "Spanish at 9 Pretend Street and American Sign Language are spoken."
    own = desk.add("Refuge", description=words)
    with database.writing() as session:
        record = session.get_one(Service, own)
        editing.edit(session, record.at_locations[0].location, {"confidential": True}, desk.author)
    desk.read()

    for page in (seat.get(at(words, "details")), seat.get(f"/directory/services/{own}")):
        assert "American Sign Language" in page.text
        assert "9 Pretend" not in page.text


def test_a_detail_taken_back_from_the_records_history_waits_again(
    seat: Browser, desk: Desk, rooms: UUID, database: Database
) -> None:
    item = detail(desk, "cost_cents")
    seat.post(f"{at(FEES, 'fees')}/accept", {"item": item}, page=QUEUE)
    history = f"/directory/services/{rooms}/history"
    undo = re.search(r"/directory/changes/[0-9a-f-]{36}/undo", seat.get(history).text)
    assert undo

    seat.post(undo[0], page=history)

    assert cost(database, rooms) is None
    assert detail(desk, "cost_cents") == item
