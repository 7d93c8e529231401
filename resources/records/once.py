"""What is worked out from the whole directory, once for each of its versions."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlalchemy.orm import Session

from resources.records import directory_version

Made = TypeVar("Made")


class Once:
    """Keeps what was made of the directory's newest version, each thing by its name; made anew when it has changed.

    What is kept must hold ids and values, and no record of a unit of work.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, Any]] = {}

    def made(self, session: Session, what: str, make: Callable[[], Made]) -> Made:
        """What was made of the directory's present version."""
        version = directory_version.current(session)
        # What this unit of work changed may still be undone, so nobody else is told.
        if directory_version.settled(session) != version:
            return make()
        kept = self._kept.get(what)
        if kept is None or kept[0] != version:
            kept = self._kept[what] = version, make()
        return cast(Made, kept[1])


def once_of(session: Session) -> Once:
    """The one that a unit of work was given; without any, one that keeps nothing for the next."""
    found: Once = session.info.get("once") or Once()
    return found
