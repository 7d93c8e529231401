"""What was found in a text, made consistent: each thing once, and nothing that contradicts another."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

from resources.prose.tokens import Meaning

_SINGLE = ("minimum_age", "maximum_age", "gender", "sober_days")
# The letter of alternatives that only their contradiction shows ("Ages 5-12. Ages 13-18.").
_CONTRARY = "z"


@dataclass(frozen=True, slots=True)
class Finding:
    """A meaning at a place of a text and how sure it is; alt and part as in Reading.

    statement numbers the sentence it comes from.
    """

    meaning: Meaning
    start: int
    end: int
    sure: float
    alt: str | None = None
    part: str | None = None
    statement: int = 0

    @property
    def plain(self) -> bool:
        """Whether it binds everybody."""
        return self.alt is None and self.part is None


def settled(found: Iterable[Finding]) -> list[Finding]:
    """The findings in the order of the text, each thing said once; what contradicts becomes alternatives."""
    ordered = sorted(found, key=lambda each: (each.start, each.end))
    by_rule: dict[str, set[object]] = defaultdict(set)
    for each in ordered:
        if each.plain and not each.meaning.weak:
            by_rule[each.meaning.rule].add(each.meaning.value)
    kept: dict[object, Finding] = {}
    said: dict[tuple[int, str], list[object]] = defaultdict(list)
    for each in ordered:
        rule, value = each.meaning.rule, each.meaning.value
        if each.plain and each.meaning.weak and by_rule[rule] - {value}:
            continue
        if each.plain and rule in _SINGLE and len(by_rule[rule]) > 1:
            values = said[each.statement, rule]
            values += [] if value in values else [value]
            each = replace(each, alt=f"{_CONTRARY}{each.statement + 1}.{values.index(value)}")
        kept.setdefault((rule, each.meaning.mode, value, each.alt, each.part), each)
    return list(kept.values())
