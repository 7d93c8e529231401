"""What a sentence does: it says who is served, demands something, or asks nothing of anybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from resources.prose.ages import Age, ages
from resources.prose.lexicon import any_of
from resources.prose.sentences import ASIDE, Sentence


@dataclass(frozen=True, slots=True)
class Clause:
    """Words that say who is served: where they start in the text, and what part of the service they bind.

    purpose: they stand behind a description ("shelter for women"), listed: among other services. demand: they stand
    behind "must", or are named last and alone ("men only"). adds: they name people served besides those named before.
    """

    words: str
    start: int
    part: str | None = None
    purpose: bool = False
    listed: bool = False
    demand: bool = False
    adds: bool = False


def clauses(sentence: Sentence, *, first: bool) -> Iterator[Clause]:
    """The clauses of a sentence that may say who is served; first: it is the text's first sentence.

    Only a first sentence is read as "shelter for women": later ones describe one service among others.
    """
    start, part = sentence.start + sentence.lead, sentence.part
    said = ASIDE.sub(_without_aside, sentence.words[sentence.lead :])
    words = _AMONG.sub(lambda aside: " " * len(aside[0]), said)
    words = words[: tail.start()] if (tail := _TAIL.search(words)) and tail.start() else words
    for age in _refused(words):
        subject = _SUBJECT_OF.sub("", words[: age.start]).strip()
        verb = words[age.start :].startswith(("not", "can"))
        whose = None if is_everybody(subject) or not verb else subject
        end = len(words) if _UNLESS.search(words, age.end) else age.end
        rest = _REFUSED_TOO.match(words, end)
        yield Clause(words[age.start : end], start + age.start, part or whose, demand=True)
        end = rest.end() if rest else end
        words = words[: age.start] + " " * (end - age.start) + words[end:]
    if _SOFT_START.match(words) or (_SONS.match(words) and not first):
        return
    subject, demanded = split_demand(words)
    if demanded and not _SOFT.search(demanded):
        yield _demand(subject, demanded, start + len(words) - len(demanded), part, first=first)
    named = not demanded or (first and not is_everybody(subject))
    if named and not (_SOFT.search(subject) or _NOBODY.match(subject)):
        yield from _statements(subject, start, part, first=first)


def _refused(words: str) -> list[Age]:
    """The ages of clients who are turned away; those of children behind their parents are not the client's."""
    return [
        age
        for age in ages(words)
        if age.refused and age.meanings and not _CHILDREN.search(words[: age.start])
    ]


def _demand(subject: str, demanded: str, start: int, part: str | None, *, first: bool) -> Clause:
    """What must be: of a part alone where its subject is not everybody, or it serves one aim among several."""
    aim = (_AIM_OF_PART if first else _AIM).search(demanded)
    named = part or (aim["aim"] if aim else None) or (None if is_everybody(subject) else subject)
    return Clause(demanded, start, named, demand=True)


def _statements(words: str, start: int, part: str | None, *, first: bool) -> Iterator[Clause]:
    """The people named last ("shelter, men only"), at the beginning, or behind a description."""
    if aim := _ONLY_FOR.search(words) or _FOR_PART.search(words):
        words, part = words[: aim.start()], part or aim["aim"]
    if only := _ONLY.search(words):
        yield Clause(only["who"], start + only.start("who"), part, demand=True)
        words = words[: only.start()]
    adds = _ALSO.match(words)
    opening = _OPENING.match(words, adds.end() if adds else 0)
    begin = opening.end() if opening else 0
    yield Clause(words[begin:], start + begin, part, adds=bool(adds))
    if first:
        for match in _PURPOSE.finditer(words, begin + 1):
            yield _purpose(words, start, match, part)


def _without_aside(match: re.Match[str]) -> str:
    said = match[0]
    kept = said.startswith(("(and ", "(or ")) or any(age.meanings for age in ages(said))
    return said.replace("(", " ").replace(")", " ") if kept else " " * len(said)


def split_demand(words: str) -> tuple[str, str]:
    """Whoever must, and what they must; the second is empty where nothing is demanded of the subject."""
    must = _MUST.search(words)
    if must is None or re.search(r"\b(?:who|that|whose \w+|(?:do|does|did) not)\s*$", words[: must.start()]):
        return words, ""
    return words[: must.start()].strip(), words[must.end() :]


def is_everybody(subject: str) -> bool:
    """Whether whoever "must" is anybody who comes."""
    return _EVERYBODY.fullmatch(subject) is not None


def _purpose(words: str, start: int, match: re.Match[str], part: str | None) -> Clause:
    """The people behind "shelter for"; "the camp is for" speaks of the camp alone."""
    before = words[: match.start()]
    if leads := _IS_FOR.search(before):
        part = part or before[: leads.start()].strip()
    listed = "," in before and " and " not in before.rpartition(",")[2]
    return Clause(words[match.end() :], start + match.end(), part, purpose=True, listed=listed)


_SOFT, _SOFT_START = re.compile(any_of("soft")), re.compile(any_of("soft_start"))
_TAIL = re.compile(rf"[\s,(:-]*{any_of('tail')}")
_MUST = re.compile(rf"{any_of('must')}\s+")
_ALL_WHO = r"(?:(?:also|and|all|the|any|each|prospective|potential|eligible|interested)\s+)*"
_EVERYBODY = re.compile(
    rf"{_ALL_WHO}(?:{any_of('everybody')}|no .*|.*\bwelcome,?|(?:services?|programs?) (?:is|are) .*)?"
)
_OPENING = re.compile(
    rf"(?:(?:the|all|our|these|this)\s+)?(?:{any_of('service')}\s+)*(?:{any_of('open')}\s+)*(?:{any_of('serves')}\s+)?"
    r"(?:(?:only|any|all|eligible|qualified)\s+)*"
)
_PURPOSE = re.compile(rf"{any_of('purpose')}\s+")
# Behind these an age that is refused is the child's.
_CHILDREN = re.compile(r"\b(?:children|child|sons?|boys|girls|kids)\W*(?:who )?(?:must )?$")
# "No one under 18 or intoxicated": refused like the age.
_REFUSED_TOO = re.compile(r",? (?:or|nor)\b[^;]*")
_UNLESS = re.compile(r"\bunless\b")
_SUBJECT_OF = re.compile(r"\W*\b(?:must|may|should|shall|can)?\s*$")
_NOBODY = re.compile(r"no ")
# "Felons, including those on parole, are accepted": an example among those named.
_AMONG = re.compile(
    r",\s*(?:including|such as|especially|e\.g\.)\s[^,;]+,(?=\s+(?:are|is|may|can|must|will)\b)"
)
# Behind women and children these are the children.
_SONS = re.compile(r"(?:boys|sons|male children) (?:up to|under|over|must|aged?|no older|younger|\d)")
# "Shelter, men only": they are named last.
_ONLY = re.compile(r"(?:[,:]|\s-+)\s*(?P<who>[a-z ]{3,30} only)\s*$")
_ONLY_FOR = re.compile(r"(?<=only) (?P<aim>(?:for|in) [a-z -]+)$")
# "Ages 18-24 for the night school program": they are named before the one of several services they may use.
_FOR_PART = re.compile(
    r"(?<!qualify)(?<!qualified)(?<!eligible)(?<!apply)(?<!applying)(?<!need)(?<!looking)(?<!waiting)(?<!search)"
    r"[\s,-]+(?:only for|for)\s+(?P<aim>(?:the |our )?(?!(?:the|our|this|these|all|any|most|its)\b)"
    rf"(?:[\w'/-]+ ){{1,4}}?{any_of('offered')})(?: only)?\s*$"
)
_AIM_OF_PART = re.compile(
    r"\b(?P<aim>(?:for|to (?:use|attend|join|enter|enroll in)) (?:the |our )?(?:[\w'/-]+ ){1,4}?"
    rf"{any_of('offered')})\s*$"
)
_IS_FOR = re.compile(r"\s+(?:is|are)(?: (?:open|available|only|intended|designed|offered))*\s*$")
# What only those must be who want one thing among others.
_AIM = re.compile(
    r"\b(?P<aim>to (?:receive|become|adopt|be a|use|get|enroll|foster|join|attend)\b.*|for [a-z ]+)$"
)
_ALSO = re.compile(r"^(?:also|additionally)[, ]+(?!see\b|must)")
