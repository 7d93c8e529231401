"""The parts of a service that have rules of their own: one program, one house, one class."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from resources.prose.lexicon import any_of
from resources.prose.sentences import Sentence


def led(sentence: Sentence) -> Sentence:
    """The sentence with the part that it names before it: "Housing: …", "For the family shelter, …"."""
    if lead := _LABEL.match(sentence.words) or _FOR_ONE.match(sentence.words):
        own = lead.re is _LABEL and _OWN_LABEL.search(lead["part"])
        return replace(sentence, part=None if own else lead["part"], lead=lead.end())
    return sentence


@dataclass(frozen=True, slots=True)
class Exemption:
    """A part of which some rules, or all of them, are said not to hold: they are limits of the others.

    part: None where nobody is turned away for them at all.
    """

    part: str | None
    rules: frozenset[str] | None

    def frees(self, rule: str) -> bool:
        """Whether the part is free of a rule."""
        return self.rules is None or rule in self.rules


def exemptions(sentence: Sentence) -> Iterator[Exemption]:
    """The parts that a sentence opens to everybody: "no age limits at the pantry", "supper is for everyone"."""
    for match in _NO_LIMIT.finditer(sentence.words):
        yield Exemption(match["part"], _RULES[match["rule"]])
    if _NOT_TURNED_AWAY.search(sentence.words):
        for match in _LACK.finditer(sentence.words):
            yield Exemption(None, _RULES[match["rule"] or "insurance"])
    if open_part := _FOR_ALL.match(sentence.words):
        yield Exemption(open_part["part"], None)


def part_of(sentence: Sentence, start: int, end: int) -> str | None:
    """The part for which a sentence refuses what stands between two of its places: "… in the shelter program"."""
    if sentence.part:
        return sentence.part
    if behind := _BEHIND.match(sentence.words, end):
        return behind["part"]
    subject = _SUBJECT.match(sentence.words)
    return subject["part"] if subject and subject.end("part") <= start else None


_OFFERED = (
    rf"(?:(?:[\w'/-]+\s){{1,4}}?{any_of('offered')}"
    r"|(?:dormitor(?:y|ies)|clinics?|camps?|workshops?|class(?:es)?|courses?|apartments?)\b)"
)
_NOT_ALL = r"(?!(?:our|this|these|all|any|most|its)\b)"
_LABEL = re.compile(r"(?P<part>[a-z][\w /&'-]{2,40}):\s+")
_OWN_LABEL = re.compile(
    r"eligib|requirement|criteria|client|who|population|serve|admission|note|open|qualif|overview|must"
    r"|restrict|exclu|rule|limit|condition|polic|important"
)
_FOR_ONE = re.compile(rf"(?:for|in|at) (?P<part>(?:the |our ){_NOT_ALL}{_OFFERED}),\s+")
_BEHIND = re.compile(
    rf"[\w\s]{{0,40}}?\b(?:in|at|for|to|into|from) (?P<part>(?:the |our ){_NOT_ALL}{_OFFERED})(?: only)?\s*$"
)
_SUBJECT = re.compile(rf"(?P<part>(?:the |our ){_NOT_ALL}{_OFFERED})\s+(?:does|do|will|can|cannot|is|are)\b")
_AGES, _PLACE = frozenset({"minimum_age", "maximum_age"}), frozenset({"residence"})
_RULES = {
    "age": _AGES,
    "income": frozenset({"low_income"}),
    "residency": _PLACE,
    "residence": _PLACE,
    "gender": frozenset({"gender"}),
    "referral": frozenset({"referral"}),
    "id": frozenset({"identification"}),
    "insurance": frozenset({"insurance"}),
    "sobriety": frozenset({"sober_days"}),
}
# What is called so is the service itself.
_WHOLE = (
    r"(?!(?:(?:our|the) )?(?:programs?|services?|agency|organization|facility|house|shelter|center|door)\b)"
)
_NO_LIMIT = re.compile(
    rf"\bno (?P<rule>{'|'.join(_RULES)}) (?:is )?(?:restrictions?|limits?|limitations?|requirements?|needed|required)"
    rf" (?:on|for|at|in|to use) {_WHOLE}(?:the |our )?(?P<part>[\w' -]{{3,40}}?)(?= (?:is|are)\b|[,;]|$)"
)
_NOT_TURNED_AWAY = re.compile(
    r"\b(?:no ?(?:one|body|person|client)\b.*|(?:not|never) (?:be )?)\b(?:turn(?:ed)? away|denied|refused?)\b"
)
_LACK = re.compile(
    rf"\b(?:lack of|without|for want of|no|not having) (?:an? |any |photo |health )?(?P<rule>{'|'.join(_RULES)})\b"
    r"|\buninsured\b"
)
_FOR_ALL = re.compile(
    rf"{_WHOLE}(?:the |our )(?P<part>[\w' -]{{3,40}}?) (?:is|are) (?:(?:open|available|free) )?(?:to|for)"
    r" (?:everyone|everybody|anyone|anybody|all|the (?:general )?public)\s*$"
)
