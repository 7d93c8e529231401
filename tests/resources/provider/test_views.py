"""A provider's link opens its own record and nothing else; what comes in through it waits for a coordinator."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from resources.changes import editing
from resources.changes.change import HELD, Change
from resources.changes.editing import Author
from resources.changes.provider_link import ProviderLink
from resources.provider import proposals
from resources.records.capacity import Capacity
from resources.records.locations import Location
from resources.records.organizations import Organization
from resources.records.services import Service
from tests import figures
from tests.browser import Answer, Browser
from tests.resources.provider.conftest import CANARIES, OWN_STREET, Door, furnish, later, typed_of

LogIn = Callable[..., Browser]
SENDS = {"who": "Dana Example"}


def changes(database: Database) -> list[Change]:
    with database.reading() as session:
        session.expire_on_commit = False
        return list(
            session.scalars(
                select(Change).where(Change.origin != HELD).order_by(Change.proposed_at, Change.id)
            )
        )


def events(database: Database, name: str) -> list[AuditEntry]:
    with database.reading() as session:
        return list(session.scalars(select(AuditEntry).where(AuditEntry.event == name)))


def body(answer: Answer) -> str:
    return re.sub(r"nonce-[\w-]+|csrf_token\" value=\"[^\"]*|X-CSRFToken[^}]*", "", answer.text)


@pytest.mark.security
def test_no_secret_word_stands_on_any_page_of_a_link(door: Door) -> None:
    forms = ["/organization", f"/services/{door.service_id}", f"/places/{door.place_id}", "/closing"]
    answers = [door.get(page) for page in ["", "?language=es", *forms]]
    answers += [door.post(form, {"who": ""}) for form in forms]

    found = [word for answer in answers for word in CANARIES.values() if word in answer.text]

    figures.record("canaries", len(answers) * len(CANARIES), len(found))
    assert [answer.status for answer in answers] == [200] * 6 + [422] * 4
    assert found == []


def test_the_page_shows_what_the_organization_says_of_itself(door: Door) -> None:
    # Between a time and its half of the day stands a space that does not break.
    page = door.get().text.replace("\u202f", " ")

    for words in (
        OWN_STREET,
        "Monday 6:00 PM–8:00 AM",
        "Harbor Example House",
        "Winter beds",
        "Thirty beds and soup.",
        "410-555-0111",
        "Ring twice",
    ):
        assert words in page
    for words in ("Haven", "Quiet", "Gone", "Neighbor", "Log out", "/search", "Single keys"):
        assert words not in page


def test_a_field_that_names_a_secret_street_is_left_out_whole(door: Door, database: Database) -> None:
    with database.writing() as session:
        record = session.get_one(Service, door.service_id)
        author = Author(None, database.clock.now())
        told = f"Our other house is at {CANARIES['confidential street']}."
        editing.edit(session, record, {"description": told}, author)

    page, form = door.get(), door.get(f"/services/{door.service_id}")

    assert "Our other house" not in page.text + form.text
    assert "description" not in typed_of(form)


@pytest.mark.security
def test_every_link_that_does_not_open_answers_the_same(
    app: Flask, door: Door, database: Database, clock: FixedClock, log_in: LogIn, hire: Callable[..., UUID]
) -> None:
    text, signature = door.token.rsplit(".", 1)
    tampered = [f"{text}.{signature[:-2]}AA", f"{text[:-4]}AAAA.{signature}", text, "x", "x" * 5000, "a.b.c"]
    stranger = Browser(app.test_client())
    answers = [stranger.get(f"/provider/{each}{rest}") for each in tampered for rest in ("", "/organization")]
    answers.append(door.get(f"/services/{uuid4()}"))
    with database.reading() as session:
        hidden = session.scalars(select(Service.id).where(Service.id != door.service_id)).all()
        places = session.scalars(select(Location.id).where(Location.id != door.place_id)).all()
    answers += [door.get(f"/services/{each}") for each in hidden]
    answers += [door.get(f"/places/{each}") for each in [*places, door.service_id, uuid4()]]
    later(clock, days=30)
    answers.append(door.get())
    clock.moment -= clock.moment - database.clock.now()

    opened = [answer for answer in answers if answer.status != 404 or body(answer) != body(answers[0])]
    figures.record("foreign ids", len(answers), len(opened))
    assert opened == []
    assert "Harbor" not in answers[0].text


def test_an_ended_link_opens_nothing_and_an_organization_merged_away_neither(
    door: Door, database: Database, log_in: LogIn
) -> None:
    coordinator = log_in("coordinator", "second@test.example")
    listed = f"/directory/organizations/{door.organization_id}/links"
    assert door.get().status == 200

    ended = coordinator.post(f"/directory/links/{door.link_id}/end", page=listed)
    again = coordinator.post(f"/directory/links/{door.link_id}/end", page=listed)

    assert (ended.status, again.status, door.get().status) == (303, 409, 404)
    assert door.browser.post(f"/provider/{door.token}/still-right", SENDS).status == 404
    assert len(events(database, "provider_link.ended")) == 1
    assert changes(database) == []


def test_what_is_answered_otherwise_waits_and_is_not_in_force(door: Door, database: Database) -> None:
    sent = door.post(
        f"/services/{door.service_id}",
        {**SENDS, "fees_description": "$5 a night", "season_from": "11-01", "season_to": "03-31"},
    )

    (change,) = changes(database)
    assert sent.status == 303
    assert (change.state, change.origin, change.proposer) == ("open", "provider", "Dana Example")
    assert change.link_id == door.link_id
    assert change.proposed_by is None
    assert change.fields == {
        "fees_description": {"before": "Free.", "after": "$5 a night"},
        "season_from": {"before": "", "after": "11-01"},
        "season_to": {"before": "", "after": "03-31"},
    }
    with database.reading() as session:
        assert session.get_one(Service, door.service_id).fees_description == "Free."
    assert "What it costs" in door.get().text.split("Your organization")[0]


def test_hours_phones_and_ways_in_are_proposed_and_keep_what_the_form_does_not_show(
    door: Door, database: Database
) -> None:
    address = f"/services/{door.service_id}"
    opens, closes = [""] * 28, [""] * 28
    opens[:3], closes[:3] = ["09:00", "13:00", "18:00"], ["12:00", "15:00", "08:00"]

    door.post(
        address,
        {
            **SENDS,
            "opens": opens,
            "closes": closes,
            "phone_number": ["410-555-0112", "", ""],
            "phone_extension": ["", "", ""],
            "phone_type": ["voice", "voice", "voice"],
            "phone_description": ["Front desk", "", ""],
            "way_kind": ["walk_in", "appointment", ""],
            "way_detail": ["Ring once", "Call first", ""],
        },
    )

    (change,) = changes(database)
    after = {name: said["after"] for name, said in change.fields.items()}
    plain = {"location_id": None, "description": ""}
    assert sorted(after["schedules"], key=lambda block: block["opens_at"]) == [
        {"byday": "MO", "opens_at": "09:00", "closes_at": "12:00", **plain},
        {"byday": "MO", "opens_at": "13:00", "closes_at": "15:00", **plain},
        {"byday": "MO", "opens_at": "18:00", "closes_at": "08:00", **plain},
    ]
    assert [each["number"] for each in after["phones"]] == ["410-555-0112"]
    assert {(each["kind"], each["byday"], each["opens_at"]) for each in after["access_ways"]} == {
        ("walk_in", "MO", "18:00"),
        ("appointment", "", ""),
    }


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        (
            {"status": "temporarily closed", "closed_until": "2027-01-31"},
            ("temporarily closed", "2027-01-31"),
        ),
        ({"status": "temporarily closed", "closed_until": ""}, ("temporarily closed", None)),
        ({"status": "inactive"}, ("inactive", None)),
        ({"status": "temporarily closed", "closed_until": "2026-11-20"}, "This day is over."),
        ({"status": "temporarily closed", "closed_until": "soon"}, "Write a day"),
        ({"closed_until": "2027-01-31"}, "Choose “Closed for a while”"),
    ],
)
def test_a_provider_proposes_that_it_closes_for_a_while_and_until_when(
    door: Door, database: Database, typed: dict[str, str], proposed: str | tuple[str, str | None]
) -> None:
    answer = door.post(f"/services/{door.service_id}", {**SENDS, **typed})

    if isinstance(proposed, str):
        assert (answer.status, proposed in answer.text) == (422, True)
        assert changes(database) == []
        return
    (change,) = changes(database)
    after = {name: said["after"] for name, said in change.fields.items()}
    assert (after["status"], after.get("closed_until")) == proposed
    with database.reading() as session:
        assert session.get_one(Service, door.service_id).status == "active"


def test_who_opens_again_is_closed_until_no_day(door: Door, database: Database) -> None:
    with database.writing() as session:
        record = session.get_one(Service, door.service_id)
        record.status, record.closed_until = "temporarily closed", date(2027, 1, 31)
        audit.record(session, "directory.edited", None, fields="status")

    door.post(f"/services/{door.service_id}", {**SENDS, "status": "active"})

    (change,) = changes(database)
    assert {name: said["after"] for name, said in change.fields.items()} == {
        "status": "active",
        "closed_until": None,
    }


def test_room_is_a_proposal_that_counts_from_the_day_it_was_said(
    door: Door, database: Database, clock: FixedClock, hire: Callable[..., UUID]
) -> None:
    door.post(f"/services/{door.service_id}", {**SENDS, "available": "2", "unit": "beds"})
    (change,) = changes(database)
    with database.reading() as session:
        assert session.get_one(Service, door.service_id).capacities[0].available == 3

    with database.writing() as session:
        waiting = session.get_one(Change, change.id)
        editing.approve(session, waiting, Author(None, clock.now()))
        session.expire_all()
        newest = session.get_one(Service, door.service_id).capacities[0]

        assert (newest.available, newest.said_by) == (2, "Dana Example, by link")
        assert newest.said_on == date(2026, 11, 21)
        editing.undo(session, waiting, Author(None, clock.now()))
        assert session.get_one(Service, door.service_id).capacities[0].available == 3


def test_the_record_tells_the_newest_word_on_each_count_of_room(door: Door, database: Database) -> None:
    with database.writing() as session:
        session.add(Capacity(service_id=door.service_id, said_on=date(2026, 11, 20), waiting=5))
        audit.record(session, "directory.edited", None, fields="capacities")

    told = door.get().text

    assert "Last said on November 20, 2026: People on the waiting list 5" in told
    assert "Last said on November 19, 2026: Free now 3 (beds)" in told


@pytest.mark.parametrize("nobody", ["   ", "\u200b"])
def test_still_right_is_nothing_that_nobody_says(door: Door, database: Database, nobody: str) -> None:
    door.post("/still-right", {"who": nobody})

    assert "Please give your name" in door.get().text
    assert changes(database) == []


def test_still_right_waits_for_a_coordinator_and_dates_nothing(door: Door, database: Database) -> None:
    sent = door.post("/still-right", SENDS)

    (change,) = changes(database)
    assert (sent.status, change.fields, change.state) == (303, {}, "open")
    assert change.note == proposals.STILL_RIGHT
    assert "Says that all is still right" in door.get().text
    with database.reading() as session:
        assert session.get_one(Service, door.service_id).assured_date is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"who": " ", "fees_description": "x"}, "Please give your name"),
        ({**SENDS, "url": "nowhere"}, "Write the whole web address"),
        ({**SENDS, "season_from": "11-01"}, "Give both days"),
        ({**SENDS, "season_from": "02-30", "season_to": "03-01"}, "Write month and day"),
        ({**SENDS, "available": "many"}, "Enter a whole number"),
        ({**SENDS, "name": ""}, "Enter a name"),
        ({**SENDS, "revision": "7", "fees_description": "x"}, "We changed this entry while you were writing"),
        (SENDS, "Nothing is different from what we have"),
        ({**SENDS, "opens": ["09:00"] + [""] * 27}, "Give both times"),
        ({**SENDS, "opens": ["09:00"], "closes": ["10:00"]}, "Give both times"),
        ({**SENDS, "way_kind": ["walk_in"], "way_detail": ["a", "b"]}, "Please look at this again"),
        ({**SENDS, "holder": "x"}, "Please look at this again"),
    ],
)
def test_a_wrong_answer_is_told_and_what_was_typed_is_kept(
    door: Door, database: Database, typed: dict[str, object], told: str
) -> None:
    answer = door.post(
        f"/services/{door.service_id}",
        {"description": "Typed at length", **typed}
        | ({"description": "Thirty beds and soup."} if typed == SENDS else {}),
    )

    assert answer.status == 422
    assert told in answer.text
    assert typed == SENDS or "Typed at length" in answer.text
    assert changes(database) == []


def test_it_reads_in_spanish_with_its_errors(door: Door) -> None:
    page = door.get("?language=es")
    address = f"/provider/{door.token}/services/{door.service_id}?language=es"
    typed = typed_of(door.browser.get(address))

    wrong = door.browser.post(address, {**typed, "who": "", "url": "x"}, page=address)

    assert '<html lang="es">' in page.text
    assert "Sus datos en nuestro directorio" in page.text
    assert "Escriba su nombre" in wrong.text


def test_so_many_may_wait_and_no_more(door: Door, database: Database) -> None:
    answers = [
        door.post(f"/services/{door.service_id}", {**SENDS, "fees_description": f"${number}"}).status
        for number in range(proposals.MOST_WAITING + 1)
    ]

    full = door.post("/still-right", SENDS)

    assert answers == [303] * proposals.MOST_WAITING + [429]
    assert "many of your changes" in door.browser.get(full.headers["Location"]).text
    assert len(changes(database)) == proposals.MOST_WAITING


def test_making_opening_and_ending_are_in_the_trail_and_the_text_is_kept_nowhere(
    door: Door, database: Database, clock: FixedClock
) -> None:
    for _ in range(3):
        door.get()
    later(clock, minutes=11)
    door.get()

    with database.reading() as session:
        link = session.get_one(ProviderLink, door.link_id)
        assert link.used_at == clock.now()
        assert door.token not in (link.token_digest, link.sent_to)
    assert len(events(database, "provider_link.made")) == 1
    assert len(events(database, "provider_link.used")) == 2


@pytest.mark.parametrize("role", ["officer", "caseworker", "administrator", "auditor", "victim_services"])
def test_links_are_made_by_those_who_edit_the_directory(door: Door, log_in: LogIn, role: str) -> None:
    browser = log_in(role)
    address = f"/directory/organizations/{door.organization_id}/links"

    assert browser.get(address).status == 403
    assert browser.post(address, {"sent_to": "Me"}, page="/account").status == 403


def test_a_link_is_made_shown_once_and_listed(app: Flask, database: Database, log_in: LogIn) -> None:
    house = furnish(database)
    browser = log_in("coordinator")
    address = f"/directory/organizations/{house.id}/links"
    assert "No link is live" in browser.get(address).text

    wrong = browser.post(address, {"sent_to": "", "days": "999"}, page=address)
    nobody = browser.post(address, {"sent_to": "\u200b ", "days": "30"}, page=address)
    made = browser.post(address, {"sent_to": "Dana at the desk", "days": "30"}, page=address)

    found = re.search(r'http://localhost(/provider/[^"<\s]+)', made.text)
    assert found
    assert (wrong.status, nobody.status, made.status) == (422, 422, 200)
    assert "To whom" in wrong.text
    assert Browser(app.test_client()).get(found[1]).status == 200
    listed = browser.get(address).text
    assert "Dana at the desk" in listed
    assert found[1] not in listed


def test_no_link_is_made_to_an_organization_of_which_nothing_may_be_shown(
    database: Database, log_in: LogIn
) -> None:
    house = furnish(database)
    with database.writing() as session:
        organization = session.get_one(Organization, house.id)
        for each in organization.services:
            editing.edit(
                session,
                each,
                {"status": "defunct", "name": f"{each.name} x"},
                Author(None, database.clock.now()),
            )
    browser = log_in("coordinator")
    address = f"/directory/organizations/{house.id}/links"

    refused = browser.post(address, {"sent_to": "Dana"}, page="/directory")

    assert refused.status == 409
    assert "Nothing of this organization may be shown" in browser.get(address).text
