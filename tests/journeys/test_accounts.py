"""The first log-in with a second factor, and the administrator's pages, in a real browser."""

from dataclasses import replace

import pyotp
import pytest
from playwright.sync_api import Page, expect

from agency.clock import FixedClock
from agency.settings import Settings
from tests.journeys.axe import Axe
from tests.journeys.conftest import LOG_INS

pytestmark = pytest.mark.journey
PHONE = 360


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """An installation as an agency runs it: with the second factor."""
    return replace(settings, second_factor=True)


def check(page: Page, axe: Axe, heading: str) -> None:
    """No barrier on the page with this heading, and nothing wider than a phone."""
    assert axe.barriers(heading) == []
    size = page.viewport_size
    page.set_viewport_size({"width": PHONE, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    assert axe.barriers(heading) == []
    if size:
        page.set_viewport_size(size)


def test_an_administrator_sets_up_the_second_factor_and_adds_an_account(
    page: Page, axe: Axe, clock: FixedClock
) -> None:
    email, password = LOG_INS["administrator"]
    page.goto("/log-in?next=/staff")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.locator("label[for=field-notice]").click()
    page.get_by_role("button", name="Log in").click()

    check(page, axe, "Set up your second factor")
    secret = page.locator("main code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("[data-error-summary]")).to_contain_text("not the code of the moment")
    check(page, axe, "Set up your second factor")
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(clock.now()))
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("main ol code")).to_have_count(10)
    check(page, axe, "recovery codes")

    page.get_by_role("link", name="I have kept them").click()
    check(page, axe, "Staff")
    page.get_by_role("link", name="Add an account").click()
    check(page, axe, "Add an account")
    page.get_by_label("Name").fill("Juniper Sandbar")
    page.get_by_label("E-mail address").fill("j.sandbar@agency.example")
    page.get_by_label("Role").select_option("officer")
    page.get_by_label("Office").select_option(index=1)
    page.get_by_role("button", name="Add the account").click()
    check(page, axe, "Password for Juniper Sandbar")
    page.get_by_role("link", name="It is passed on").click()
    check(page, axe, "Juniper Sandbar")
    page.get_by_role("button", name="Disable the account").click()
    expect(page.locator("[data-told]")).to_contain_text("The account is disabled")

    page.goto("/account")
    check(page, axe, "Your account")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(password)
    page.locator("label[for=field-notice]").click()
    page.get_by_role("button", name="Log in").click()
    check(page, axe, "Enter your code")
