"""Two people at one record: what each changed since the form was opened, and where that meets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from resources.changes.typed import differing


@dataclass(frozen=True)
class Meeting:
    """Fields by what became of them since the form was opened.

    mine: typed anew here, and to be written; theirs: changed by somebody else only; both: by both, to different ends.
    """

    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    both: tuple[str, ...]


def met(
    opened: Mapping[str, Any],
    now: Mapping[str, Any],
    typed: Mapping[str, Any],
    unseen: frozenset[str] = frozenset(),
) -> Meeting:
    """How a form as it was opened and as it was typed meets the record as it stands now.

    unseen: fields whose values the form cannot show and that changed since; what is typed there meets the change.
    """
    touched = differing(typed, opened)
    moved = {*differing(now, opened), *unseen}
    wanted = [name for name in touched if name in unseen or name in differing(typed, now)]
    return Meeting(
        mine=tuple(wanted),
        theirs=tuple(name for name in now if name in moved and name not in touched),
        both=tuple(name for name in wanted if name in moved),
    )
