"""Whether one must make an appointment, and whether somebody is always there."""

import re

from resources.hours.lines import is_a_line, speaks_of_telephone

_APPOINTMENT_WORD = r"app(?:oin)?t(?:ment)?s?\b"
_ONLY = re.compile(
    rf"\bby (?:prior |advance )?{_APPOINTMENT_WORD}\.? only\b|\bonly by {_APPOINTMENT_WORD}"
    rf"|\bappointments? (?:is |are )?(?:only|necessary|needed|required)\b"
    rf"|\b(?:must|need to) (?:have|make|schedule|call for) (?:an? )?{_APPOINTMENT_WORD}|\bmust call to schedule\b"
    rf"|\brequires? (?:an? )?{_APPOINTMENT_WORD}",
    re.IGNORECASE,
)
_BY = re.compile(
    rf"\bby (?:prior |advance )?{_APPOINTMENT_WORD}|\bappointments? (?:are |must be |can be )?(?:made|scheduled)\b"
    rf"|\b(?:call|phone|contact)\b[^;\n]{{0,60}}?\b(?:for|schedule|make|set up|arrange) "
    rf"(?:\w+ ){{0,2}}?{_APPOINTMENT_WORD}",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\bno appointments? (?:is |are )?(?:needed|necessary|required)|\bappointments? (?:is |are )?not\b"
    r"|\bappointments? (?:is |are )?(?:recommended|preferred|suggested|encouraged)|\bwalk[ -]?ins?\b"
    r"|(?<=\d|m) (?:and|or|also) by appointment\b",
    re.IGNORECASE,
)
_ALWAYS = re.compile(
    r"\b24\s*/\s*7\b|\b24[\s-]*(?:hours?|hrs?)\.?(?:\s*(?:a|per|each|/)\s*day|,?\s*daily|[\s,/-]*(?:7|seven)[\s-]days?)"
    r"|\b24[\s-]*(?:hours?|hrs?)\s+(?:[a-z-]+\s+){0,2}?(?:hot\s?-?line|help\s?-?line|line|crisis|emergency|intake|phone|access|information"
    r"|telephone|answering|shelter|support line)\b"
    r"|\b(?:open|available|operates|accessible|answered)\s+(?:for\s+)?24[\s-]*(?:hours?|hrs?)\b"
    r"|\b(?:around|round) the clock\b",
    re.IGNORECASE,
)
# Staff by day and night says nothing about when one may come; "within 24 hours" is a deadline.
_INDOORS = re.compile(
    r"\b(?:nurs\w*|staff\w*|counselors|supervis\w*|on[ -]call)\W+(?:\w+\W+){0,3}$|\b(?:with ?in|least|after|every)\s+$",
    re.IGNORECASE,
)


def by_appointment(text: str) -> bool:
    """Whether the text asks for an appointment; one that is only recommended, or one way of two, is none."""
    said = _OTHERWISE.sub(" ", text)
    return bool(_ONLY.search(said) or (said == text and _BY.search(said)))


def always_open(text: str) -> str:
    """The words that say somebody is there day and night; empty where none do.

    A telephone that is answered day and night beside a program does not open the program's doors.
    """
    beside = not is_a_line(text)
    for found in _ALWAYS.finditer(text):
        indoors = _INDOORS.search(text[max(0, found.start() - 60) : found.start()])
        if not indoors and not (beside and speaks_of_telephone(text, *found.span())):
            return found[0]
    return ""
