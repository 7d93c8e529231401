"""Alternatives: lists of which a person needs one branch ("veterans, or homeless with a referral")."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from matching.answers import all_of, any_of
from matching.reasons import Reason

Branches = Mapping[int, list[Reason]]


def alternatives(items: Iterable[tuple[str, Reason]]) -> list[Reason]:
    """One reason for each list, from its items and their marks ("a10" is list a, branch 10)."""
    lists: defaultdict[str, defaultdict[int, list[Reason]]] = defaultdict(lambda: defaultdict(list))
    for mark, reason in items:
        lists[mark[0].lower()][int(mark[1:])].append(reason)
    return [_any_of(lists[letter]) for letter in sorted(lists)]


def _any_of(branches: Branches) -> Reason:
    answer = any_of(all_of(item.status for item in items) for items in branches.values())
    in_order = tuple(tuple(branches[number]) for number in sorted(branches))
    return Reason("any_of", answer, f"any_of_{answer}", branches=in_order)
