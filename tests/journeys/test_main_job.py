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


def printed(page: Page, button: str) -> str:
    """What the PDF says that a button opens; it is asked for as the button's form asks."""
    expect(page.get_by_role("button", name=button).first).to_be_visible()
    form = page.locator("form", has=page.get_by_role("button", name=button)).first
    fields: dict[str, str | float | bool] = {
        each.get_attribute("name") or "": each.input_value()
        for each in form.locator("input[type=hidden]").all()
    }
    answer = page.request.post(form.get_attribute("action") or "", form=fields)
    assert answer.headers["content-type"] == "application/pdf"
    return text_of(answer.body())


def take_in(page: Page, number: str, kind: str, needs: tuple[str, ...]) -> None:
    """Fill in the intake form and save it."""
    page.goto("/people/new")
    page.get_by_label("Record number").fill(number)
    page.get_by_label("Given name").fill("Cassius")
    page.get_by_label("Family name").fill("Inventory")
    page.get_by_label("Date of birth").fill("1987-03-04")
    page.get_by_label("Gender").select_option("male")
    page.get_by_label("Parole or probation").select_option(kind)
    if kind == "parole":
        page.locator("#field-release_date").fill("2027-02-14")
    for need in needs:
        page.locator("label.usa-checkbox__label", has_text=re.compile(f"^{need}$")).click()
    page.locator("[id='field-place.city']").fill("Baltimore")
    page.locator("[id='field-place.postal_code']").fill("21218")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cassius Inventory")


def choose(page: Page, need: str, button: str) -> str:
    """Open a need, put the first service into the plan, and return the provider's name."""
    page.get_by_role("link", name=need, exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{need} for Cassius I.")
    first = page.locator("li.match", has=page.get_by_role("button", name=button)).first
    provider = first.locator("h3 a").inner_text()
    first.get_by_role("button", name=button).click()
    expect(page.locator("[data-told]")).to_contain_text("is in the plan")
    return provider


def test_an_officer_takes_a_candidate_from_intake_to_plan_and_letter(
    page: Page, log_in: LogIn, axe: Axe
) -> None:
    log_in("officer")
    assert axe.barriers("Desk") == []

    page.get_by_role("link", name="Enter a person").click()
    assert axe.barriers("Enter a person") == []
    take_in(page, "CD-900001", "parole", ("Housing", "Jobs"))
    assert axe.barriers("Cassius Inventory") == []
    person = page.url

    employer = choose(page, "Jobs", "Add to plan")
    assert axe.barriers("Jobs for Cassius I.") == []
    residence = choose(page, "Housing", "Add as primary")

    page.goto(person)
    page.get_by_role("link", name="Open the plan").click()
    assert axe.barriers("release plan for Cassius I.") == []
    page.get_by_role("link", name="Housing, primary and backup").click()
    page.get_by_label("What you want to say in this section").fill("The room was seen on November 19.")
    page.get_by_role("button", name="Save the text").click()
    expect(page.locator("#plan-paper")).to_contain_text("The room was seen on November 19.")
    page.get_by_role("link", name="Print").click()
    assert axe.barriers("of the release plan for Cassius I.") == []
    plan = printed(page, "PDF to print")
    assert "Release plan for Cassius Inventory" in plan
    assert residence in plan
    assert "The room was seen on November 19." in plan

    page.goto(person)
    page.get_by_role("link", name=employer).first.click()
    assert axe.barriers("Letter") == []
    letter = printed(page, "Print (PDF)")
    assert employer in letter
    assert "Cassius Inventory" in letter
    assert "upervision" not in letter


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_caseworker_does_the_same_for_a_probationers_support_plan(
    page: Page, log_in: LogIn, axe: Axe
) -> None:
    log_in("caseworker")
    expect(page.get_by_role("heading", level=1)).to_have_text("Referrals")
    take_in(page, "CD-900002", "probation", ("Education", "Food and clothing"))
    person = page.url

    page.get_by_role("button", name="Build the plan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("support plan for Cassius I.")
    page.get_by_role("link", name="Print").click()
    assert "Support plan for Cassius Inventory" in printed(page, "PDF to print")

    page.goto(person)
    page.get_by_role("link", name="Refer to a provider").click()
    assert axe.barriers("Refer Cassius I.") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_treatment_is_told_only_once_the_person_has_agreed(page: Page, log_in: LogIn, axe: Axe) -> None:
    log_in("officer")
    take_in(page, "CD-900003", "parole", ("Substance-use treatment",))
    person = page.url
    program = choose(page, "Substance-use treatment", "Add to plan")

    page.goto(person)
    page.get_by_role("link", name=program).first.click()
    expect(page.get_by_role("button", name="Print (PDF)")).to_have_count(0)
    expect(page.get_by_text("written consent").first).to_be_visible()
    assert axe.barriers("Letter") == []

    page.goto(person)
    page.get_by_role("link", name="Open the plan").click()
    page.get_by_role("link", name="Print").click()
    assert program not in printed(page, "PDF to print")


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_wrong_entry_keeps_what_was_typed(page: Page, log_in: LogIn, axe: Axe) -> None:
    log_in("officer")
    page.goto("/people/new")
    page.get_by_label("Record number").fill("CD-900004")
    page.get_by_role("button", name="Save").click()

    expect(page.locator("[data-error-summary]")).to_contain_text("Nothing was saved")
    expect(page.get_by_label("Record number")).to_have_value("CD-900004")
    assert axe.barriers("Enter a person") == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_pages_fit_a_phone_and_know_no_barrier(page: Page, log_in: LogIn, axe: Axe) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    log_in("officer")

    for path in ("/", "/people", "/people/new", "/directory", "/search?q=harbor"):
        page.goto(path)

        assert page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert axe.barriers("") == [], path


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_everything_is_reached_by_keyboard(page: Page, log_in: LogIn) -> None:
    log_in("officer")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("tidewater")
    expect(page.locator("[data-found] a").first).to_contain_text("Marcus Tidewater")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Marcus Tidewater")

    page.locator("body").press("c")
    expect(page.get_by_role("heading", name="What is known")).to_be_hidden()
