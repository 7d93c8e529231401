"""A coordinator decides what was read with single keys, and with buttons where no script runs."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator, Page, expect

from resources.readings.reading import read_texts
from resources.readings.texts import text_id
from tests.journeys.axe import Axe
from tests.journeys.conftest import LOG_INS
from tests.resources.directory_records import keep, place, service

# What the two databases may differ in, the main job meets on both.
pytestmark = [pytest.mark.journey, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]
LogIn = Callable[[str], None]
WORDS = "Men 18 and older. No sex offenders. Must be sober 30 days."
RULES = ("For men only", "Must be 18 or older", "No one with a sex offense", "Must be sober 30 days or more")
TEXT = f"/directory/readings/{text_id('eligibility', WORDS)}"
FEES = "$25/week. Fax 410-555-0188."


@pytest.fixture
def read(app: Flask, filled: None) -> None:
    """Three services that say the same."""
    made = [service(f"Step House {number}", place(), eligibility_description=WORDS) for number in range(1, 4)]
    made.append(service("Priced House", place(), fees_description=FEES))
    database = app.extensions["database"]
    keep(database, "Invented Homes", *made)
    with database.writing() as session:
        read_texts(session, database.clock.now())


def item(page: Page, said: str) -> Locator:
    """What was read, by what it says."""
    return page.locator("li.reading", has_text=said)


def test_each_decision_is_one_key(page: Page, log_in: LogIn, axe: Axe, read: None) -> None:
    log_in("coordinator")
    page.goto("/directory/desk")
    page.get_by_role("link", name="Rules read from a provider’s words").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Readings to decide")
    page.goto(TEXT)
    expect(page.locator(".lead")).to_contain_text("3 services say this")
    expect(item(page, RULES[0])).to_be_focused()
    expect(page.locator("mark.is-current")).to_have_text("Men1")
    assert axe.barriers("Readings to decide") == []

    page.keyboard.press("a")
    expect(page.locator("[data-told], .reading__told").last).to_contain_text("Accepted: For men only")
    expect(item(page, RULES[1])).to_be_focused()

    page.keyboard.press("j")
    expect(item(page, RULES[2])).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.locator(".reading__told")).to_contain_text("Rejected: No one with a sex offense")
    expect(item(page, RULES[3])).to_be_focused()

    page.keyboard.press("u")
    expect(item(page, RULES[2])).to_be_focused()

    page.keyboard.press("k")
    page.keyboard.press("e")
    expect(page.get_by_label("What is asked")).to_be_focused()
    assert axe.barriers("Readings to decide") == []
    page.get_by_label("What fills the gap").fill("21")
    page.get_by_label("What fills the gap").press("Enter")
    expect(page.locator(".reading__told")).to_contain_text("Corrected: Must be 21 or older")

    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Accept the item in focus")
    page.keyboard.press("Escape")
    page.keyboard.press("A")
    expect(page.locator(".reading__told")).to_contain_text("No one with a sex offense; Must be sober 30 days")
    expect(page.locator(".lead")).not_to_contain_text("3 services")

    here = page.url
    page.keyboard.press("n")
    expect(page).not_to_have_url(here)


def test_the_same_is_done_with_buttons_alone(chromium: Browser, address: str, read: None) -> None:
    page = chromium.new_context(base_url=address, java_script_enabled=False).new_page()
    email, password = LOG_INS["coordinator"]
    page.goto("/log-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.locator("label[for=field-notice]").click()
    page.get_by_role("button", name="Log in").click()
    page.goto(TEXT)

    item(page, RULES[0]).get_by_role("button", name="Accept").click()
    expect(page.locator(".reading__told")).to_contain_text("Accepted: For men only")
    item(page, RULES[1]).get_by_role("link", name="Edit").click()
    page.get_by_label("What fills the gap").fill("21")
    page.get_by_role("button", name="Save and confirm").click()
    expect(page.locator(".reading__told")).to_contain_text("Corrected: Must be 21 or older")
    page.locator(".reading__told").get_by_role("button", name="Undo").click()
    expect(item(page, RULES[1]).get_by_role("button", name="Reject")).to_be_visible()
    page.context.close()


def test_a_detail_is_decided_with_the_same_keys_beside_its_words(
    page: Page, log_in: LogIn, axe: Axe, read: None
) -> None:
    log_in("coordinator")
    page.goto(f"/directory/readings/{text_id('fees', FEES)}")
    expect(item(page, "Cost: $25 a week")).to_be_focused()
    expect(page.locator("mark.is-current")).to_have_text("$25/week1")
    assert axe.barriers("Readings to decide") == []
    page.get_by_role("link", name="Priced House").click()
    expect(page.get_by_text("read, not in force").first).to_be_visible()
    assert axe.barriers("Priced House") == []
    page.get_by_role("link", name="decide on Cost").click()
    expect(item(page, "Cost: $25 a week")).to_be_focused()

    page.keyboard.press("a")
    expect(page.locator(".reading__told")).to_contain_text("Accepted: Cost: $25 a week")
    expect(item(page, "Fax: (410) 555-0188")).to_be_focused()
    page.keyboard.press("u")
    expect(item(page, "Cost: $25 a week")).to_be_focused()
    page.keyboard.press("e")
    expect(page.get_by_label("Cost in dollars")).to_be_focused()
    assert axe.barriers("Readings to decide") == []
    page.get_by_label("Cost in dollars").fill("30")
    page.get_by_label("Cost in dollars").press("Enter")
    expect(page.locator(".reading__told")).to_contain_text("Corrected: Cost: $30 a week")
    page.keyboard.press("r")
    expect(page.locator(".reading__told")).to_contain_text("Rejected: Fax: (410) 555-0188")
