"""The coordinator's morning: from the log-in to a gap in the directory and the services behind a number."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Axe

# What the two databases may differ in, the main job meets on both.
pytestmark = [pytest.mark.journey, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
LogIn = Callable[[str], None]


def test_a_number_of_the_desk_leads_to_exactly_its_services(page: Page, log_in: LogIn, axe: Axe) -> None:
    log_in("coordinator")
    expect(page).to_have_url(re.compile("/directory/desk$"))
    assert axe.barriers("Directory desk") == []

    number = page.get_by_role("link", name=re.compile("services with no hours$"))
    told = number.inner_text()
    number.click()

    expect(page.locator(".lead")).to_contain_text(f"{told} services fit · no hours")
    assert axe.barriers("Directory") == []


# What is wider than its own frame, or than the page: nobody scrolls sideways on a telephone.
SIDEWAYS = """[document.documentElement, ...document.querySelectorAll(".table-scroll")]
    .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.className || "page")"""


def test_the_desk_fits_a_telephone_and_shows_the_coverage_of_one_need(
    page: Page, log_in: LogIn, axe: Axe
) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    log_in("coordinator")

    assert axe.barriers("Directory desk") == []
    page.get_by_label("Services by county, for").select_option("housing")
    page.get_by_role("button", name="Show this need").click()
    page.wait_for_url("**/desk?need=housing*")
    expect(page.get_by_text("Housing, by county. A 0 is a gap.")).to_be_visible()
    expect(page.locator(".heat-table")).not_to_be_visible()
    assert page.evaluate(SIDEWAYS) == []


def test_the_queues_fit_a_telephone(page: Page, log_in: LogIn, axe: Axe) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    log_in("coordinator")
    for where, title in (
        ("calls", "Calls to make"),
        ("proposals", "Proposals"),
        ("alarms", "Points to look at"),
        ("room", "Room today"),
        ("desk/lapsing", "Licenses that lapse within 60 days"),
    ):
        page.goto(f"/directory/{where}")
        assert axe.barriers(title) == []
        assert page.evaluate(SIDEWAYS) == []


def test_a_records_form_fits_a_telephone_and_no_field_lies_over_another(page: Page, log_in: LogIn) -> None:
    log_in("coordinator")
    page.goto("/directory/calls")
    page.locator("[data-queue-item] a").first.click()
    page.locator(".usa-breadcrumb a").last.click()
    page.get_by_role("link", name="Edit", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Edit ")
    ways = page.locator("[id$='.byday']")
    there = ways.count()
    page.get_by_role("button", name="Add a way in").click()
    # The form comes back with one more; until it has, there may be no page to look at.
    expect(ways).to_have_count(there + 1)
    days, opens = ways.last, page.get_by_label("From").first
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(SIDEWAYS) == []
        assert page.evaluate("(days) => days.scrollWidth <= days.clientWidth + 1", days.element_handle())
    expect(opens).to_be_visible()


def test_an_officer_narrows_the_matches_and_the_map_follows(page: Page, log_in: LogIn, axe: Axe) -> None:
    log_in("officer")
    page.goto("/people")
    page.get_by_role("link", name="Ironbay, Dashiell").click()
    page.locator("a[href*='/matches/housing']").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Housing for")
    page.get_by_label("Which").select_option("not_eligible")
    page.get_by_role("button", name="Show", exact=True).click()

    expect(page.locator("#eligible")).to_have_count(0)
    expect(page.locator("#not-eligible")).to_be_visible()
    # Markers that lie close are hard to hit; each is in the list too, which WCAG 2.5.8 allows ("equivalent").
    assert [each for each in axe.barriers("Housing for") if ".map-point" not in each] == []
