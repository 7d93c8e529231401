"""One engine for each database that tests use one after the other: a statement is compiled once, not once a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine

from agency import database


class Engines:
    """Lends the engine that an earlier test had, where the database has the same address and the same key."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, bytes], Engine] = {}
        # The database whose engine nobody in this test has yet: a second program there has one of its own.
        self._free = ""

    @contextmanager
    def lent(self, url: str) -> Iterator[str]:
        """The address of a database that other tests have before and after; nothing stays connected to it."""
        self._free = url
        yield url
        self._free = ""
        for engine in self._kept.values():
            engine.dispose()

    def patch(self, patch: pytest.MonkeyPatch) -> None:
        """Have every Database ask here for its engine."""
        for name in ("_embedded", "_server"):
            patch.setattr(database, name, self._instead_of(getattr(database, name)))

    def _instead_of(self, make: Callable[..., Engine]) -> Callable[..., Engine]:
        def engine(url: str, *vault: Any) -> Engine:
            if url != self._free:
                return make(url, *vault)
            self._free = ""
            key = (url, vault[0].derive("engine") if vault else b"")
            if key not in self._kept:
                self._kept[key] = make(url, *vault)
            return self._kept[key]

        return engine
