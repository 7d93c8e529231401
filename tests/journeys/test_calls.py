"""A call is logged from a match, and the match and the plan know of it; a batch is walked through by keyboard."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.axe import Axe

# What the two databases may differ in, the main job meets on both.
pytestmark = [pytest.mark.journey, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
LogIn = Callable[[str], None]


def test_a_call_logged_from_a_match_shows_on_the_match_and_in_the_plan(
    page: Page, log_in: LogIn, axe: Axe
) -> None:
    log_in("officer")
    page.goto("/search?q=tidewater")
    page.get_by_role("link", name="Marcus Tidewater").first.click()
    page.get_by_role("link", name="Housing", exact=True).first.click()
    row = page.locator("li.match", has=page.get_by_role("button", name="Add as primary")).first
    provider = row.locator("h3 a").inner_text()
    row.get_by_role("link", name="Log a call").click()

    assert axe.barriers(f"Calls to {provider}") == []
    page.get_by_role("button", name="Keep this call").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Say what came of the call.")
    page.locator("label", has_text="Reached").click()
    page.get_by_label("Who answered").fill("the intake desk")
    page.get_by_label("What was said").fill("One bed was made this morning.")
    page.get_by_label("Free today").fill("7")
    page.locator("label", has_text="All of it").click()
    page.get_by_role("button", name="Keep this call").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Housing for")
    called = page.locator("li.match", has_text=provider).filter(has_text="7 beds free, said today")
    expect(called).to_contain_text("verified today")
    called.get_by_role("button", name="Add as primary").click()
    expect(page.locator("[data-told]")).to_contain_text("is in the plan")
    assert axe.barriers("Housing for") == []

    called.locator("h3 a").click()
    expect(page.get_by_text("One bed was made this morning.")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="Back to the person").click()
    page.get_by_role("link", name="Open the plan").click()
    page.get_by_role("link", name="Housing, primary and backup").click()
    expect(page.locator("#plan-steps li", has_text=provider)).to_contain_text("7 beds free, said today")
    expect(page.locator("#plan-steps li", has_text=provider)).to_contain_text("verified today")


def test_a_batch_is_made_and_walked_through_by_keyboard(page: Page, log_in: LogIn, axe: Axe) -> None:
    log_in("coordinator")
    page.goto("/directory/calls")
    assert axe.barriers("Calls to make") == []
    page.get_by_label("Calls", exact=True).fill("3")
    page.get_by_role("button", name="Make the batch").click()
    assert axe.barriers("Calls for") == []

    page.keyboard.press("j")
    expect(page.get_by_text("Call 2 of 3")).to_be_visible()
    page.keyboard.press("k")
    expect(page.get_by_text("Call 1 of 3")).to_be_visible()
    page.keyboard.press("3")
    expect(page.get_by_label("No answer")).to_be_checked()
    page.keyboard.press("s")
    expect(page.get_by_text("2 left, 1 made")).to_be_visible()
    expect(page.get_by_text("Call 2 of 3")).to_be_visible()

    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/directory/calls", "/directory/room", "/directory/budget"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
    page.goto("/directory/room")
    assert axe.barriers("Room today") == []
    page.goto("/directory/budget")
    assert axe.barriers("Hours and clocks") == []
