"""Duplicates on screen: searched for, told apart with one key, merged, taken back; old addresses lead to the kept."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from agency.audit.audit import AuditEntry
from agency.database import Database
from resources.duplicates.comparing import Reason
from resources.duplicates.merge import Merge
from resources.duplicates.searching import Search
from resources.duplicates.verdict import Verdict
from resources.duplicates.wording import REASONS
from resources.records.organizations import Organization
from resources.records.services import Service
from tests.browser import Browser
from tests.conftest import NOW
from tests.resources.directory_records import keep, place, service

LIST = "/directory/duplicates"
LogIn = Callable[..., Browser]


@pytest.fixture
def pair(database: Database) -> tuple[Organization, Organization]:
    one = keep(database, "Harbor Step Homes", service("Step House", place()))
    other = keep(
        database, "Harbor Step Homes, Inc.", service("Step House", place()), email="desk@example.org"
    )
    return one, other


@pytest.fixture
def coordinator(app: Flask, log_in: LogIn, pair: tuple[Organization, Organization]) -> Browser:
    browser = log_in("coordinator")
    browser.post(f"{LIST}/search", page=LIST)
    app.extensions["duplicates"].wait()
    return browser


def verdict(pair: tuple[Organization, Organization], label: str = "different") -> dict[str, object]:
    (a, b) = pair
    sides = {"a": a.id, "a_at": a.locations[0].id, "b": b.id, "b_at": b.locations[0].id}
    return {**{name: str(own) for name, own in sides.items()}, "label": label, "number": "1"}


def merge_form(pair: tuple[Organization, Organization]) -> dict[str, object]:
    sent = verdict(pair)
    return {
        "kept": sent["a"],
        "kept_at": sent["a_at"],
        "merged": sent["b"],
        "merged_at": sent["b_at"],
        "organization-email": "merged",
    }


def test_nothing_is_shown_before_a_search_and_an_empty_result_says_so(app: Flask, log_in: LogIn) -> None:
    browser = log_in("coordinator")
    assert "Nothing was searched yet" in browser.get(LIST).text

    browser.post(f"{LIST}/search", page=LIST)
    app.extensions["duplicates"].wait()

    assert "No pair is left" in browser.get(LIST).text


def test_a_running_search_shows_how_far_it_is_and_is_not_begun_twice(app: Flask, log_in: LogIn) -> None:
    browser = log_in("coordinator")
    search: Search = app.extensions["duplicates"]
    search.running, search.progress.done, search.progress.total = True, 30, 120

    text = browser.get(f"{LIST}/progress").text

    assert ("25 % of 120 pairs" in text, 'hx-trigger="every 1s"' in text) == (True, True)


def test_only_who_edits_the_directory_sees_them(log_in: LogIn) -> None:
    assert log_in("officer").get(LIST).status == 403


def test_providers_at_two_places_can_be_merged_too(
    coordinator: Browser, pair: tuple[Organization, Organization], database: Database
) -> None:
    (one, _), house = pair, place()
    house.addresses[0].address_1 = "99 Elsewhere Street"
    far = keep(database, "Harbor Step Homes South", service("South House", house))
    sides = {
        "kept": one.id,
        "kept_at": one.locations[0].id,
        "merged": far.id,
        "merged_at": far.locations[0].id,
    }

    page = coordinator.get(f"{LIST}/merge", query_string=sides)

    assert page.status == 200
    assert "99 Elsewhere Street" in page.text
    assert "place" not in page.typed, "Whether both are one place is for the coordinator to say."


def test_a_pair_is_shown_side_by_side_and_told_apart_for_good(
    app: Flask, coordinator: Browser, pair: tuple[Organization, Organization]
) -> None:
    shown = coordinator.get(LIST).text
    assert ("Harbor Step Homes, Inc." in shown, "desk@example.org" in shown, "Entered here" in shown) == (
        True,
        True,
        True,
    )

    answer = coordinator.post(f"{LIST}/verdict", verdict(pair), page=LIST, follow_redirects=True)
    assert "Told apart: they are different." in answer.text
    assert "No pair is left" in answer.text

    again = coordinator.post(f"{LIST}/verdict", verdict(pair, "parent_or_program"), page=LIST)
    assert (again.status, "Somebody decided on this pair meanwhile" in again.text) == (409, True)
    coordinator.post(f"{LIST}/search", page=LIST)
    app.extensions["duplicates"].wait()
    assert "No pair is left" in coordinator.get(LIST).text


def test_a_merge_is_made_and_taken_back_and_the_old_address_leads_to_the_kept_record(
    coordinator: Browser, pair: tuple[Organization, Organization], database: Database
) -> None:
    (kept, gone) = pair
    form = merge_form(pair)
    query = "&".join(f"{name}={form[name]}" for name in ("kept", "kept_at", "merged", "merged_at"))
    page = f"{LIST}/merge?{query}"
    assert "Services that both offer" in coordinator.get(page).text

    services = f"{gone.services[0].id}:{kept.services[0].id}"
    done = coordinator.post(
        f"{LIST}/merge", form | {"place": "true", "services": services}, page=page, follow_redirects=True
    )

    assert "Merged: “" in done.text
    for old, new, kind in (
        (gone.id, kept.id, "organizations"),
        (gone.services[0].id, kept.services[0].id, "services"),
    ):
        moved = coordinator.get(f"/directory/{kind}/{old}")
        where = moved.response.headers["Location"]  # type: ignore[attr-defined]
        assert (moved.status, where) == (302, f"/directory/{kind}/{new}")
    with database.reading() as session:
        assert session.get_one(Organization, kept.id).email == "desk@example.org"
        merge_id: UUID = session.scalars(select(Merge.id).where(Merge.subject == "organization")).one()
    assert coordinator.post(f"{LIST}/merge", form, page=LIST).status == 409

    undone = coordinator.post(f"{LIST}/merges/{merge_id}/undo", page=LIST, follow_redirects=True)

    assert "Taken back" in undone.text
    assert coordinator.get(f"/directory/organizations/{gone.id}").status == 200
    assert coordinator.post(f"{LIST}/merges/{merge_id}/undo", page=LIST).status == 409
    with database.reading() as session:
        assert session.get_one(Organization, kept.id).email == ""
        events = session.scalars(
            select(AuditEntry.event).where(AuditEntry.event.startswith("directory.merge"))
        ).all()
        assert sorted(events) == ["directory.merge_undone"] * 3 + ["directory.merged"] * 3


@pytest.mark.parametrize("services", ["7", "a:b", f"{UUID(int=0)}", f"{UUID(int=0)}:"])
def test_what_names_no_two_services_merges_nothing(
    coordinator: Browser, pair: tuple[Organization, Organization], database: Database, services: str
) -> None:
    answer = coordinator.post(f"{LIST}/merge", merge_form(pair) | {"services": services}, page=LIST)

    assert answer.status == 422
    with database.reading() as session:
        assert session.scalars(select(Merge)).all() == []


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("organization-name", "bogus"),
        ("organization-name", "both"),
        ("organization-color", "kept"),
        ("organization-serves_survivors_and_offenders", "kept"),
        (f"service-{UUID(int=0)}-name", "kept"),
        ("place", "perhaps"),
        ("color", "red"),
        ("services", f"{UUID(int=0)}:{UUID(int=1)}"),
    ],
)
def test_a_choice_that_no_page_offers_is_refused_by_its_name(
    coordinator: Browser, pair: tuple[Organization, Organization], database: Database, field: str, said: str
) -> None:
    answer = coordinator.post(f"{LIST}/merge", merge_form(pair) | {field: said}, page=LIST)

    assert (answer.status, field in answer.text) == (422, True)
    with database.reading() as session:
        assert session.scalars(select(Merge)).all() == []


def test_a_side_is_merged_at_a_place_of_its_own_alone(
    coordinator: Browser, pair: tuple[Organization, Organization], database: Database
) -> None:
    form = merge_form(pair)

    for field, other in (("kept_at", "merged_at"), ("merged_at", "kept_at")):
        answer = coordinator.post(f"{LIST}/merge", form | {field: form[other]}, page=LIST)

        assert (answer.status, field in answer.text) == (422, True)
    with database.reading() as session:
        assert session.scalars(select(Merge)).all() == []


def test_services_are_merged_field_by_field_beside_what_each_source_said_and_when(
    app: Flask, log_in: LogIn, database: Database
) -> None:
    brought = {"source": "county-list", "imported_at": NOW, "description": "Rooms by the week"}
    made = [
        keep(database, name, service("Step House", place(), **more))
        for name, more in (
            ("Harbor Step Homes", {"description": "Rooms"}),
            ("Harbor Step Homes, Inc.", brought),
        )
    ]
    kept, gone = made
    browser = log_in("coordinator")
    form = merge_form((kept, gone)) | {"organization-email": "kept"}
    page = f"{LIST}/merge?" + "&".join(
        f"{name}={form[name]}" for name in ("kept", "kept_at", "merged", "merged_at")
    )
    own, into = gone.services[0].id, kept.services[0].id
    field = f"service-{own}-description"

    shown = browser.get(page).text
    assert f'name="{field}"' in shown
    for told in ("Rooms by the week", "from county-list, Nov 21, 2026", "entered by staff"):
        assert told in shown
    chosen = form | {"place": "true", "services": f"{own}:{into}", field: "merged"}
    browser.post(f"{LIST}/merge", chosen, page=page)

    with database.reading() as session:
        assert session.get_one(Service, into).description == "Rooms by the week"


def test_services_that_no_page_offered_are_refused(
    coordinator: Browser, pair: tuple[Organization, Organization]
) -> None:
    form = merge_form(pair)

    assert coordinator.post(f"{LIST}/merge", form | {"services": "one:two"}, page=LIST).status == 422
    assert coordinator.post(f"{LIST}/merge", form | {"services": "one"}, page=LIST).status == 422


def test_of_a_confidential_place_no_street_is_shown(app: Flask, log_in: LogIn, database: Database) -> None:
    for name in ("Lantern House", "Lantern House, Inc."):
        keep(database, name, service("Shelter", place(), victim_services=True))
    browser = log_in("coordinator")
    browser.post(f"{LIST}/search", page=LIST)
    app.extensions["duplicates"].wait()

    text = browser.get(LIST).text

    assert ("Lantern House" in text, "Pretend Street" in text) == (True, False)


def test_every_reason_is_worded_for_a_coordinator() -> None:
    assert set(REASONS) == set(Reason)


def test_a_verdict_is_undone_and_the_pair_waits_again(
    coordinator: Browser, pair: tuple[Organization, Organization], database: Database
) -> None:
    told = coordinator.post(f"{LIST}/verdict", verdict(pair), page=LIST, follow_redirects=True)
    with database.reading() as session:
        own: UUID = session.scalars(select(Verdict.id)).one()
    undo = f"{LIST}/verdicts/{own}/removal"
    assert f'action="{undo}"' in told.text
    assert "<b>0 left</b>, 1 decided today" in told.text

    back = coordinator.post(undo, {"number": "1"}, page=LIST, follow_redirects=True)

    assert "Taken back: the pair waits again." in back.text
    assert "<b>1 left</b>, 0 decided today" in back.text
    assert coordinator.post(undo, {"number": "1"}, page=LIST).status == 404


def test_a_merge_counts_as_one_decision_and_can_be_undone_from_the_next_page(
    coordinator: Browser, pair: tuple[Organization, Organization]
) -> None:
    told = coordinator.post(
        f"{LIST}/merge", merge_form(pair) | {"place": "true"}, page=LIST, follow_redirects=True
    )

    assert "<b>0 left</b>, 1 decided today" in told.text
    assert "Undo" in told.text


def test_of_a_provider_with_many_places_the_services_given_there_are_shown(
    app: Flask, log_in: LogIn, database: Database
) -> None:
    rooms, beds, far = place(), place(), place()
    far.addresses[0].address_1 = "99 Elsewhere Street"
    keep(database, "Long Pier", service("Rooms", rooms), service("Beds", beds), service("Far away", far))
    browser = log_in("coordinator")
    browser.post(f"{LIST}/search", page=LIST)
    app.extensions["duplicates"].wait()

    page = browser.get(LIST).text

    assert "One provider?" in page
    assert "<div>Rooms</div>" in page
    assert "<div>Beds</div>" in page
    assert "Far away" not in page


def test_two_places_made_one_are_told_by_their_own_names(
    coordinator: Browser, database: Database, app: Flask
) -> None:
    rooms, beds = place(), place()
    rooms.name, beds.name = "Front door", "Back door"
    pier = keep(database, "Long Pier", service("Rooms", rooms), service("Beds", beds))
    sides = {"kept": pier.id, "kept_at": rooms.id, "merged": pier.id, "merged_at": beds.id}

    told = coordinator.post(f"{LIST}/merge", sides, page=LIST, follow_redirects=True)

    assert "Merged: “Back door” is part of “Front door”." in told.text
