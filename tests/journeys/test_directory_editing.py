"""A coordinator's editing in a real browser: nothing typed is lost, changes meet readably, a point moves by keys."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from resources.changes import editing
from resources.changes.editing import Author
from resources.changes.fields import CONFIRMED_POINT_M
from resources.records.locations import CONFIRMED, Location
from resources.records.services import Service, ServiceAtLocation
from tests.journeys.axe import Axe

# What the two databases may differ in, the main job meets on both.
pytestmark = [pytest.mark.journey, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
LogIn = Callable[[str], None]
TYPED = "Ring at the side door"


@pytest.fixture
def place(app: Flask, filled: None) -> tuple[UUID, UUID]:
    """A service with its one open place that stands on the map."""
    open_places = (
        select(Service.id, Location.id)
        .join(ServiceAtLocation, ServiceAtLocation.service_id == Service.id)
        .join(Location, Location.id == ServiceAtLocation.location_id)
        .where(Location.latitude.is_not(None), Location.confidential.is_(False))
        .where(Service.held.is_(False), Service.victim_services.is_(False))
        .order_by(Service.name)
    )
    with app.extensions["database"].reading() as session:
        service_id, location_id = session.execute(open_places).first()
        return service_id, location_id


def test_what_is_typed_survives_a_reload_and_meets_anothers_change(
    app: Flask, page: Page, log_in: LogIn, axe: Axe, place: tuple[UUID, UUID]
) -> None:
    service_id, _ = place
    page.on("dialog", lambda dialog: dialog.accept())
    log_in("coordinator")
    page.clock.install()
    page.goto(f"/directory/services/{service_id}/edit")
    title = page.title().split(" · ")[0]
    assert axe.barriers(title) == []

    page.get_by_label("Warning at the top of the record").fill(TYPED)
    page.clock.run_for(4000)
    expect(page.locator("[data-draft-told]")).to_contain_text("Kept at")
    page.reload()
    expect(page.get_by_text("is still here")).to_be_visible()
    page.get_by_role("link", name="Use it").click()
    expect(page.get_by_label("Warning at the top of the record")).to_have_value(TYPED)

    page.get_by_role("button", name="Add a license").click()
    expect(page.get_by_label("Warning at the top of the record")).to_have_value(TYPED)
    expect(page.locator("[data-unsaved]")).to_be_visible()
    page.get_by_role("button", name="Take this license away").last.click()

    with app.extensions["database"].writing() as session:
        desk = Author(None, app.extensions["clock"].now() - timedelta(hours=1), "Lou at the desk")
        record = session.get_one(Service, service_id)
        editing.edit(session, record, {"alert": "Knock"}, desk, origin="provider")
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("meanwhile")
    expect(page.get_by_text("Knock")).to_be_visible()
    expect(page.get_by_text(TYPED)).to_be_visible()
    expect(page.get_by_text("Lou at the desk")).to_be_visible()
    assert axe.barriers(page.title().split(" · ")[0]) == []

    page.get_by_role("button", name="Save as chosen").click()
    expect(page.locator("[data-told]")).to_contain_text("Saved")
    expect(page.get_by_text(TYPED)).to_be_visible()
    page.get_by_role("link", name="History").click()
    assert axe.barriers(page.title().split(" · ")[0]) == []
    page.get_by_role("button", name="Take back").first.click()
    expect(page.locator("[data-told]")).to_contain_text("Taken back")


def test_a_point_is_moved_by_keyboard_and_remembered(
    app: Flask, page: Page, log_in: LogIn, axe: Axe, place: tuple[UUID, UUID]
) -> None:
    _, location_id = place
    log_in("coordinator")
    page.goto(f"/directory/locations/{location_id}/edit")
    before = float(page.get_by_label("Latitude").input_value())
    marker = page.locator(".map-point--movable")
    expect(marker).to_be_visible()
    assert axe.barriers(page.title().split(" · ")[0]) == []

    marker.focus()
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    after = float(page.get_by_label("Latitude").input_value())
    assert after > before
    page.get_by_role("button", name="Confirm this point").click()

    expect(page.locator("[data-told]")).to_contain_text("The point is confirmed")
    with app.extensions["database"].reading() as session:
        kept = session.get_one(Location, location_id)
        assert (kept.latitude, kept.position_source, kept.precision_m) == (
            after,
            CONFIRMED,
            CONFIRMED_POINT_M,
        )


def test_proposals_are_decided_by_key(
    app: Flask, page: Page, log_in: LogIn, axe: Axe, place: tuple[UUID, UUID]
) -> None:
    service_id, _ = place
    with app.extensions["database"].writing() as session:
        desk = Author(None, app.extensions["clock"].now(), "Lou at the desk")
        record = session.get_one(Service, service_id)
        for text in ("Knock twice", "Ring twice"):
            editing.propose(session, record, {"alert": text}, desk, origin="provider")
    log_in("coordinator")
    page.goto("/directory/proposals")
    assert axe.barriers("Proposals") == []

    cards = page.locator("[data-queue-item]")
    waiting = cards.count()
    page.keyboard.press("j")
    expect(cards.nth(1)).to_have_attribute("aria-current", "true")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("r")
    expect(page.locator("[data-told]")).to_contain_text("Rejected")
    page.keyboard.press("u")
    expect(page.locator("[data-told]")).to_contain_text("It waits again")
    expect(cards).to_have_count(waiting)
    page.keyboard.press("r")
    expect(page.locator("[data-told]")).to_contain_text("Rejected")
    expect(cards.first).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator("[data-told]")).to_contain_text("In force")
    expect(cards).to_have_count(waiting - 2)
