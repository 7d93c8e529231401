"""axe-core on the page that is open: no barrier for people who use it by keyboard or by ear."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Axe:
    """Runs axe-core inside the page, past the page's own content policy."""

    def __init__(self, page: Page, script: Path) -> None:
        self.page = page
        self.source = script.read_text()

    def barriers(self) -> list[str]:
        """What axe finds wrong, a line each."""
        self.page.evaluate(f"() => {{ {self.source}; }}")
        found: dict[str, Any] = self.page.evaluate(
            "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})", RULES
        )
        return [
            f"{violation['id']}: {node['target']}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]
