"""axe-core on the page that is open: no barrier for people who use it by keyboard or by ear."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What is right is not told: there is much of it, and it takes longer to tell than to find.
LOOK = """rules => axe.run(document, {runOnly: {type: "tag", values: rules}, resultTypes: ["violations"]})
  .then(found => found.violations)"""


class Axe:
    """Runs axe-core inside the page, past the page's own content policy."""

    def __init__(self, page: Page, script: Path) -> None:
        self.page = page
        self.source = script.read_text()

    def barriers(self, heading: str) -> list[str]:
        """What axe finds wrong, a line each, on the page whose heading has this in it.

        A click only begins to open a page: without its heading, axe might look at the old one or at half of the new.
        """
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)
        self.page.wait_for_load_state()
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(f"() => {{ {self.source}; }}")
        found: list[dict[str, Any]] = self.page.evaluate(LOOK, RULES)
        return [f"{violation['id']}: {node['target']}" for violation in found for node in violation["nodes"]]
