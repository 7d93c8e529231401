"""A pair of records is merged and parted again in a real browser, with the keyboard and without barriers."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from agency.database import Database
from tests.journeys.axe import Axe
from tests.resources.directory_records import keep, place, service

# What the two databases may differ in, the main job meets on both.
pytestmark = [pytest.mark.journey, pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)]


def test_a_pair_is_merged_and_parted(
    page: Page, log_in: Callable[[str], None], axe: Axe, database: Database
) -> None:
    for name in ("Quillfeather Homes", "Quillfeather Homes, Inc."):
        keep(database, name, service("Quill House", place()))
    log_in("coordinator")
    page.goto("/directory/duplicates")
    page.get_by_role("button", name="Search for duplicates").click()
    expect(page.get_by_text("Pair 1 of")).to_be_visible(timeout=60_000)
    assert axe.barriers("Duplicates") == []

    page.keyboard.press("m")
    assert axe.barriers("Merge two records") == []
    page.keyboard.press("m")
    expect(page.get_by_text("1 decided today")).to_be_visible()
    expect(page.get_by_role("button", name="Make them two again").first).to_be_visible()

    page.keyboard.press("u")
    expect(page.get_by_text("Taken back: both records are as they were.")).to_be_visible()
