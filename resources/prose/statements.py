"""The statements of a text, one by one: what waives a rule is left out, and what is denied twice is said plainly."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from resources.prose.lexicon import any_of
from resources.prose.parts import led
from resources.prose.sentences import Sentence, sentences


def statements(text: str) -> Iterator[Sentence]:
    """What the sentences of a text say, in order and each at its place.

    "Must be 18, but need not be sober" are two statements, of which the second asks nothing and is left out; "open to
    veterans and non-veterans" is open to all; "no one who is not a veteran" must be one.
    """
    said = list(sentences(text))
    for sentence, behind in zip_longest(said, said[1:]):
        if behind and _IT_IS_NOT.match(behind.words):
            continue
        whole = led(sentence)
        for at, words in _cut(_plainly(whole.words), whole.lead):
            asked = _unwaived(words)
            blank = len(asked) - len(asked.lstrip())
            lead = max(0, whole.lead - at - blank)
            yield Sentence(asked[blank:].rstrip(), whole.start + at + blank, whole.part, lead)


def _cut(words: str, lead: int) -> Iterator[tuple[int, str]]:
    """The words behind a lead cut before each further predicate, where all are about whoever comes."""
    start, begin = 0, lead
    for joint in _JOINT.finditer(words, lead):
        said = words[begin : joint.start()]
        if not _ASKED.search(said) and not _ASKED.match(words, joint.end()):
            continue  # "women and men need not …": a list of those who need not
        refuses = _REFUSES.match(said) is not None
        if _OF_ALL.match(said) if _ASKED.search(said) else refuses or not _DEMANDS.match(words, joint.end()):
            yield start, words[start : joint.start()]
            start = begin = joint.end()
    yield start, words[start:]


def _plainly(words: str) -> str:
    """What is denied twice, said once: "not open to those who do not have" becomes "must have"."""
    words = _DENIED.sub(_must, words)
    if _REFUSES.match(words):
        words = _NOR_OTHERS.sub(_and_must, words)
    if refused := _REFUSED.match(words):
        return _must(refused) + refused["who"] + " " * (len(words) - refused.end("who"))
    return words


def _must(match: re.Match[str]) -> str:
    """The words that demand what whoever is refused lacks, as long as the words that refuse them."""
    start, end = match.start(), match.end() if match.re is _DENIED else match.start("who")
    return f"must {'be' if match['be'] else 'have'}".ljust(end - start)


def _and_must(match: re.Match[str]) -> str:
    """Further people whom a sentence refuses for what they lack: "not open to minors or to those who are not …"."""
    return f"and must {'be' if match['be'] else 'have'}".ljust(match.end() - match.start())


def _unwaived(words: str) -> str:
    """The words with blanks where they waive a rule."""
    for waiver in (_BEHIND, _EITHER, _OR_NOT, _NO_RULE):
        words = waiver.sub(_blank, words)
    for waives in _WAIVES.finditer(words):
        words = words[: (start := _begins(words, waives))] + _blanks(words, start, _ends(words, waives.end()))
    for needless in _NEEDLESS.finditer(words):
        words = words[: (start := _begins(words, needless))] + _blanks(words, start, needless.end())
    return words


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blanks(words: str, start: int, end: int) -> str:
    """The words from start on, blank up to end."""
    return " " * (end - start) + words[end:]


def _begins(words: str, waiver: re.Match[str]) -> int:
    """Where the sentence begins that waives: with its subject, which may be a list unless what follows is one thing.

    "Men, 18 and up, ID is not needed" waives the ID alone, "sobriety, ID and insurance are not needed" all of them.
    """
    before = words[: waiver.start()]
    comma = max(before.rfind(","), before.rfind(";"), before.rfind("("))
    aside = before[comma + 1 :].strip()
    return comma + 1 if _ALONE.fullmatch(aside) and not waiver[0].startswith(("are ", "aren't")) else 0


def _ends(words: str, start: int) -> int:
    """Where a waiver holds no longer: before an exception, or another demand."""
    end = _EXCEPT.search(words, start)
    return end.start() if end else len(words)


_WHO = any_of("everybody")
_PREDICATE = (
    r"(?:must|may not|cannot|can't|can not|should|shall|needs? not|needs? to|has to|have to|(?:do|does|will) not"
    r"|don't|doesn't|won't)\b"
)
_ASKED = re.compile(rf"\b{_PREDICATE}")
_DEMANDS = re.compile(rf"(?:also\s+)?(?:{_WHO}\s+)?(?:also\s+)?(?:must(?! not)|needs? to|has to|have to)\b")
_OF_ALL = re.compile(rf"(?:(?:all|the|any|each)\s+)*(?:{_WHO}\s+)?{_PREDICATE}")
_JOINT = re.compile(rf",?\s*(?:\band|\bbut|&)\s+(?=(?:also\s+)?(?:{_WHO}\s+)?(?:also\s+)?{_PREDICATE})")
_PERSONS = (
    r"(?:one|body|those|anyone|anybody|people|persons?|individuals?|clients?|applicants?|men|women|adults)"
)
_LACKS = r"(?:\s+(?:who|that))?(?:\s+(?P<be>(?:is|are) not)|\s+(?:(?:does|do) not have|without|lacking|with no))\s+"
_DENIED = re.compile(
    rf"\b(?:not open to|not available to|not for|no|(?:do|does|will|can) ?not (?:serve|accept|admit|take|allow)"
    rf"|cannot (?:serve|accept|admit|take|allow))\s?{_PERSONS}{_LACKS}"
)
_REFUSED = re.compile(
    rf"{_PERSONS}{_LACKS}(?P<who>[\w ]+?)\s+(?:are not|is not|will not be|cannot be)"
    r" (?:accepted|admitted|allowed|served|eligible)\b"
)
_REFUSES = re.compile(r"(?:not (?:open|available) to|not for|no (?!\w+ (?:is|are)\b))")
_NOR_OTHERS = re.compile(rf"\b(?:or|nor|and) (?:(?:to|for) )?{_PERSONS}{_LACKS}")
# Said of what stands before: "bring an ID; it is not required".
_IT_IS_NOT = re.compile(
    r"(?:but |though )?(?:it|this|that|these|they) (?:is|are) (?:not (?:required|needed|necessary)|optional)"
)
# "Veterans and non-veterans", "homeless or not": everybody.
_EITHER = re.compile(r"\b(?P<who>[\w'-]+(?: [\w'-]+)?) (?:and|or|&) (?:non|not)[ -](?P=who)\b")
_OR_NOT = re.compile(r"(?:(?<=,)(?: [\w'-]+){1,5}|\b[\w'-]+) or not\b")
_OFFENDERS = r"(?:offenders|felons|persons|people|individuals|one|pets|children)\b"
_NO_RULE = re.compile(
    rf"\bno (?:(?!{_OFFENDERS})[\w'/-]+ ){{0,5}}?(?:is |are )?(?:required|needed|necessary)\b"
    r"|\bno (?:[\w'/-]+ ){0,4}?(?:requirements?|restrictions?|limits?|limitations?|exclusions?|bans?|bars?|barriers?)\b"
    r"(?: (?:on|for|against|as to|regarding|in|at) [^,;]*?(?=[,;]| except| unless| but |$))?"
)
_BEHIND = re.compile(rf"\b{any_of('waives_behind')}[^,;]*(?:,[^;]*)?(?=;|$)")
_WAIVES = re.compile(any_of("waives"))
_NEEDLESS = re.compile(any_of("waives_before"))
_ALONE = re.compile(rf"(?:{_WHO}|you|they|(?:(?!and\b|or\b)[\w'/-]+\s*){{0,4}})\s*(?:is|who)?")
_EXCEPT = re.compile(
    r"\b(?:except|unless|but|excluding|other than)\b|,\s*(?=must\b|no\b|[\w ]{2,30} (?:required|only)\b)"
)
