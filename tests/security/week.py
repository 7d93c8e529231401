"""The service under a working week: a keyboard for each role, and the events it wrote by itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from agency.audit import audit
from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from app import create_app
from tests.browser import Browser
from tests.security.walk import forms_of

GIVEN, OWN = "heron marsh lantern quilt", "seven owls on a copper roof"


class Week:
    """The service with a key file and a keyboard for each role; what tests put into it does not count."""

    def __init__(self, settings: Settings, clock: FixedClock, folder: Path) -> None:
        self.settings, self.clock, self.folder = settings, clock, folder
        self.app: Flask = create_app(settings, clock)
        self.desks: dict[str, Browser] = {}
        self.put_in: set[int] = set()

    @property
    def database(self) -> Database:
        """The records."""
        found: Database = self.app.extensions["database"]
        return found

    def run(self, *words: str, code: int = 0) -> str:
        """A command, as somebody at the machine gives it."""
        result = self.app.test_cli_runner().invoke(args=words)
        assert result.exit_code == code, (words, result.output, result.exception)
        return result.output

    def post(self, role: str, path: str, form: dict[str, Any] | None = None, page: str = "") -> str:
        """A form as it is sent from its page; where it leads."""
        answer = self.desks[role].post(path, form, page=page or "/account")
        assert answer.status in (200, 302, 303), (path, answer.status, answer.text[-3000:])
        return str(answer.headers.get("Location", ""))

    def send(self, role: str, page: str, to: str, **answers: Any) -> str:
        """The first form of a page whose address ends like this, with these answers; where it leads."""
        found = forms_of(self.app, role, page, self.get(role, page))
        form = next(
            (each for each in found if each.method == "POST" and re.search(f"{to}$", each.address)), None
        )
        assert form, (page, to, [each.address for each in found])
        return self.post(role, form.address, {**dict(form.untouched), **answers}, page)

    def get(self, role: str, path: str) -> str:
        """A page."""
        answer = self.desks[role].get(path)
        assert answer.status == 200, (path, answer.status)
        return answer.text

    def one(self, kind: type[Any], *which: Any) -> Any:
        """The one row of a table, by its id."""
        with self.database.reading() as session:
            return session.scalars(select(kind.id).where(*which)).one()

    @contextmanager
    def unseen(self) -> Iterator[None]:
        """What a test puts in by itself, past the service."""
        before = self.last()
        yield
        self.put_in.update(range(before + 1, self.last() + 1))

    def last(self) -> int:
        """The number of the last entry."""
        with self.database.reading() as session:
            return audit.end(session)[0]

    def written(self) -> set[str]:
        """Every event the service wrote."""
        with self.database.reading() as session:
            rows = session.execute(select(AuditEntry.sequence, AuditEntry.event))
            return {row.event for row in rows if row.sequence not in self.put_in}


def enter(week: Week, role: str) -> None:
    """A first log-in, with a password that somebody else made."""
    form = {"email": f"{role}@test.example", "password": GIVEN, "notice": "read"}
    assert week.desks[role].post("/log-in", form).headers["Location"] == "/log-in/new-password"
    week.post(role, "/log-in/new-password", {"new": OWN, "again": OWN}, "/log-in/new-password")
