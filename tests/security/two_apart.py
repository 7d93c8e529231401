"""A part of the working week: two people who are not to be placed together, and then may be."""

import json
import re
from pathlib import Path
from typing import Any, Protocol

from agency.database import Database
from reentry.people import people
from tests.reentry.conftest import MARCUS

OTHER = "TD-2002"


class Week(Protocol):
    """What is needed of a week: a folder for files, commands, and a keyboard for each role."""

    folder: Path

    @property
    def database(self) -> Database:
        """The records."""

    def run(self, *words: str, code: int = 0) -> str:
        """A command."""

    def get(self, role: str, path: str) -> str:
        """A page."""

    def post(self, role: str, path: str, form: dict[str, Any] | None = None, page: str = "") -> str:
        """A form."""


def keep_two_apart(week: Week) -> None:
    """The supervisor enters it on both records, and ends it."""
    file = week.folder / "other.json"
    file.write_text(json.dumps({**MARCUS, "number": OTHER}))
    week.run("people", "import", str(file))
    with week.database.reading() as session:
        person = people.by_number(session, str(MARCUS["number"]))
        assert person
        page = f"/people/{person.id}/co-placement"
    form = {"number": OTHER, "kind": "co_defendant", "source": "Order of May 2, 2026"}
    week.post("supervisor", page, form, page)
    end = re.search(page + r"/[0-9a-f-]{36}/end", week.get("supervisor", page))
    assert end
    week.post("supervisor", end[0], {"reason": "The order was lifted."}, page)
