"""Whom a provider turns away, and which offenses it says it accepts."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from resources.prose.tokens import Meaning


@dataclass(frozen=True, slots=True)
class Position:
    """What a provider says of one ground at a place of a sentence."""

    start: int
    end: int
    meaning: Meaning


def positions(words: str, text: str) -> Iterator[Position]:
    """What a folded sentence refuses or accepts; of "no felons or people with warrants" both are refused.

    text is the same sentence as written; the names of medications are taken from it.
    """
    for ground in _GROUND.finditer(words):
        rule = next(name for name, said in ground.groupdict().items() if said)
        value = _names(text[slice(*ground.span(rule))]) if rule == "medication" else True
        if refused := _refusal(words, ground):
            yield Position(*refused, Meaning(rule, value, "cannot"))
        elif rule in _ACCEPTED and (end := _acceptance(words, ground)):
            yield Position(ground.start(), end, Meaning(f"accepts_{rule}", mode="accepts"))


def _names(said: str) -> tuple[str, ...]:
    return tuple(re.findall(_MEDICINE, said, re.IGNORECASE))


def _refusal(words: str, ground: re.Match[str]) -> tuple[int, int] | None:
    """Where the words stand that refuse somebody on this ground, None where they do not."""
    before = deque(_REFUSES.finditer(words, 0, ground.start()), maxlen=1)
    if before and not _ENDS.search(words, before[0].end(), ground.start()):
        return before[0].start(), ground.end()
    after = _REFUSED.search(words, ground.end())
    return (ground.start(), after.end()) if after else None


def _acceptance(words: str, ground: re.Match[str]) -> int:
    """Where the words end that accept an offense, 0 where they do not."""
    accepts = [each.end() for each in _ACCEPTS.finditer(words, 0, ground.start())]
    if accepts and len(words[accepts[-1] : ground.start()].split()) <= _NEAR:
        return ground.end()
    offered = _OFFERED.match(words, ground.end()) or _IS_ACCEPTED.match(words, ground.end())
    return offered.end() if offered else 0


# So many words may stand between "accepts" and the offense.
_NEAR = 6
_ACCEPTED = {"sex_offense", "violent_offense", "arson", "felony"}
_PEOPLE = r"(?:(?:individuals|people|persons?|anyone) )?(?:with )?"
_MEDICINE = r"methadone|suboxone|subutex|buprenorphine|naltrexone|sublocade|vivitrol"
# What one may be turned away for; of two at one place the first counts.
_GROUNDS = {
    "lifetime_registry": (
        r"lifetime (?:registered )?sex offenders?|lifetime (?:sex )?(?:offender )?regist\w+"
        r"|(?:on|subject to)(?: the| a)? lifetime (?:[\w-]+ ){0,3}regist\w+"
    ),
    "sex_offense": (
        r"(?:registered )?sex(?:ual)?[- ](?:offen[cs]es?|offenders?|offen\w+|crimes?|predators?|convictions?)"
    ),
    "violent_offense": (
        r"violent (?:\w+ )?(?:offen[cs]es?|offenders?|crimes?|criminals?|felon\w*|histor\w+|convictions?"
        r"|charges|record)"
        r"|histor(?:y|ies) of violen\w+|crimes? of violence|violent(?= (?:or|and) sex)"
    ),
    "arson": r"arson\w*",
    "felony": r"felons?|felon(?:y|ies)(?: convictions?| charges| records?)?",
    "pending_charges": (
        r"(?:pending|open|outstanding)(?: criminal| court| legal)? (?:charges?|cases?|court dates?|issues|matters)"
    ),
    "open_warrant": r"(?:(?:open|outstanding|active|arrest|pending) )*warrants?",
    "substance_use": (
        rf"{_PEOPLE}(?:active )?"
        r"(?:(?:substance|drug|alcohol) (?:abuse|use)(?:rs?)?|addicts|active addiction|alcoholics)"
    ),
    "medication": rf"(?:{_MEDICINE})(?:(?:\s*[,/&]\s*|\s+)(?:(?:or|and|and/or|nor)\s+)?(?:{_MEDICINE}))*",
}
_GROUND = re.compile("|".join(rf"(?P<{rule}>\b(?:{words})\b)" for rule, words in _GROUNDS.items()))
_TAKE = r"(?:accept|allow|admit|serve|house|take|permit|consider)"
_REFUSES = re.compile(
    r"\b(?:no|nobody|none|neither|nor|(?:not|cannot|may not|must not) be"
    r"|(?:must not|cannot|may not|can't) have|with no|have no|has no)\b"
    r"|\b(?:never been convicted of|without|free of|not open to|not eligible|ineligible|not for|other than)\b"
    rf"|\b(?:do|does|can|will|are|is) ?(?:not|n't) (?:currently |be )?{_TAKE}\w*"
    rf"|\b(?:cannot|can't|unable to|never|don't|doesn't|won't) {_TAKE}\b"
    r"|\b(?:exclud(?:es?|ing)|except(?:ing)?(?: for)?|but not|prohibit\w*|bars?|non(?=[- ]))\b"
)
# Behind one of these a refusal holds no longer.
_ENDS = re.compile(
    r"\)|\b(?:accept\w*|welcome|must|open to|but|provides?|offers?|treatment|services|necessary|required|appointment)\b"
    r"|\b(?:turned away|denied|refused|excluded|because|regardless)\b"
    r"|\b(?:costs?|fees?)\b"
)
_REFUSED = re.compile(
    r"\b(?:(?:are|is|will|can) ?(?:not|n't)|cannot|can't|not) (?:be )?"
    r"(?:accepted|allowed|admitted|permitted|eligible|served|considered|housed)\b"
    r"|\b(?:are|is) (?:excluded|ineligible|prohibited|turned away)\b"
)
_ACCEPTS = re.compile(
    r"\b(?:accepts?|accepting|open to|available to|welcom\w+|serves?|serving|assists?|works? with|working with)\b"
    r"|\b(?:will (?:accept|take|consider)|(?:services|housing|program|treatment|groups?|counseling|therapy) for)\b"
)
_IS_ACCEPTED = re.compile(
    r",? (?:are |is |may be |can be )?(?:accepted|considered|welcomed?|eligible|okay|ok|friendly)\b"
)
# What is offered to those who committed an offense is open to them: "sex offender and anger management treatment".
_OFFERED = re.compile(
    r"(?:[\s,/&-]+\w+){0,6}?[\s,/&-]+"
    r"(?:treatment|services?|evaluations?|counsell?ing|programs?|therapy|groups?|assessments?|supervision|classes)\b"
)
