"""Lists of alternatives made whole: each has at least two branches, and each branch asks something of its own."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from resources.prose.findings import Finding

Key = tuple[str, str, object]


def whole_lists(found: Iterable[Finding]) -> list[Finding]:
    """The findings in order, without lists that anybody meets; what every branch of a list asks is no choice."""
    known = list(found)
    while (after := _once(known)) != known:
        known = after
    return sorted(known, key=lambda each: (each.start, each.end))


def _once(found: list[Finding]) -> list[Finding]:
    asked = {_key(each) for each in found if each.plain}
    kept = [each for each in found if each.plain or (not each.alt and _key(each) not in asked)]
    listed = sorted((each for each in found if each.alt), key=_list)
    for _, items in groupby(listed, key=_list):
        kept += _whole(list(items), asked)
    return kept


def _whole(items: list[Finding], asked: set[Key]) -> list[Finding]:
    """One list: its own items by branches, and what is common to them all as no alternative."""
    branches: dict[str | None, list[Finding]] = {}
    for each in items:
        branches.setdefault(each.alt, []).append(each)
    keys = [{_key(each) for each in branch} for branch in branches.values()]
    common = set.intersection(*keys) - asked
    shared = {_key(each): replace(each, alt=None) for each in reversed(items) if _key(each) in common}
    own = [[each for each in branch if _key(each) not in common | asked] for branch in branches.values()]
    if all(own):
        return [*shared.values(), *_numbered(own)]
    return list(shared.values())


def _numbered(branches: list[list[Finding]]) -> list[Finding]:
    """The branches counted from 1, without those that ask all that another asks."""
    keys = [frozenset(map(_key, branch)) for branch in branches]
    kept = [
        branch
        for at, branch in enumerate(branches)
        if not any(
            other < keys[at] or (other == keys[at] and before < at) for before, other in enumerate(keys)
        )
    ]
    return [
        replace(each, alt=f"{(each.alt or '')[0]}{number}")
        for number, branch in enumerate(kept, 1)
        for each in branch
    ]


def _key(found: Finding) -> Key:
    return found.meaning.rule, found.meaning.mode, found.meaning.value


def _list(found: Finding) -> tuple[str, str]:
    """What names a list: its letter, and the part it binds."""
    return (found.alt or "")[:1], found.part or ""
