"""The main job from log-in to paper, in a real browser, on both databases."""

import io
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.journeys.axe import Axe

pytestmark = pytest.mark.journey
LogIn = Callable[[str], None]


def text_of(pdf: bytes) -> str:
    """Everything a PDF says."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def test_an_officer_takes_a_candidate_from_intake_to_plan_and_letter(
    page: Page, log_in: LogIn, axe: Axe
) -> None:
    log_in("officer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Desk")
    assert axe.barriers() == []

    page.get_by_role("link", name="Enter a person").click()
    assert axe.barriers() == []
    page.get_by_label("Record number").fill("CD-900001")
    page.get_by_label("Given name").fill("Cassius")
    page.get_by_label("Family name").fill("Inventory")
    page.get_by_label("Date of birth").fill("1987-03-04")
    page.get_by_label("Gender").select_option("male")
    page.get_by_label("Parole or probation").select_option("parole")
    page.get_by_label("Release", exact=False).first.fill("2027-02-14")
    for need in ("Housing", "Jobs"):
        page.locator("label.usa-checkbox__label", has_text=re.compile(f"^{need}$")).click()
    page.get_by_label("City", exact=True).fill("Baltimore")
    page.get_by_label("ZIP code").fill("21218")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cassius Inventory")
    assert axe.barriers() == []

    page.get_by_role("link", name="Jobs").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Jobs for Cassius I.")
    assert axe.barriers() == []
    page.get_by_role("button", name="Add to plan").first.click()
    expect(page.locator("[data-told]")).to_contain_text("is in the plan")

    page.get_by_role("link", name="Housing").first.click()
    page.get_by_role("button", name="Add as primary").first.click()
    expect(page.get_by_text("in the plan", exact=True)).to_be_visible()

    page.goto(page.url.split("/matches/")[0])
    page.get_by_role("link", name="Open the plan").click()
    assert axe.barriers() == []
