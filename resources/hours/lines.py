"""Telephones that are answered day and night: the hours of a service only where the service is that line."""

import re

_LINE = (
    r"(?:hot|help|life|warm|crisis|info(?:rmation)?|support|stress|access|referral|assistance|prevention|intervention"
    r"|relief|advice|listening|parent|youth|teen|shelter|intake|emergency|text)[\s-]?lines?"
    r"|(?:phone|telephone|toll[\s-]free|call[\s-]in) (?:\w+ ){0,2}lines?|(?<=hour )line"
    r"|(?:telephone|phone)(?:-based)? (?:counsel|support|service|information|referral|help)\w*"
)
_IS_LINE = re.compile(rf"\b(?:{_LINE})\b", re.IGNORECASE)
# A phone that somebody carries or answers is a way to reach a program, not the program.
_TELEPHONE = re.compile(
    rf"\b(?:{_LINE}|(?:tele|cell\s?)?phones?|on[\s-]call|answer(?:s|ed|ing)?|voice\s?mail|pagers?|beepers?"
    r"|by (?:phone|text)|calls? (?:are|is) (?:taken|returned))\b|\bline\b(?=:)",
    re.IGNORECASE,
)
# What a text about a line goes on to tell of it.
_OF_LINE = re.compile(
    rf"\b(?:{_LINE}|lines?|(?:tele)?phones?|call(?:s|ers?|ing)?|dial|text|numbers?|answer\w*|anonym\w*|confiden\w*"
    r"|languages?|interpret\w*|toll[\s-]free|tty|volunteers? (?:are|is|not)|no volunteer\w*)\b|\d{3}[\s.-]\d{4}",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\n\s*\n|(?:^|\s)\W{0,9}\d{1,2}[.)]\s|\n\W{0,9}(?:\d{1,2}|[A-Z])[.)]|\so\s(?=[A-Z])")
# What is asked of others than callers, and headings that name nothing.
_ASIDE = re.compile(r"\W*(?:(?:VOLUNTEER|DONATION|DONOR|TRANSPORTATION|BUS LINE)|(?:OVERVIEW|SERVICES)?\W*$)")
_HEADING = re.compile(r"\W*([^.;:\n]{3,80}):")
# A clause is no longer; nor is a text about one line.
_LONGEST, _LONGEST_TEXT = 300, 2000
_CLAUSE = re.compile(r"[.!?](?=\s|$)|[;\n]")
# Before the line is named only what makes it one, and after it nothing that is offered beside.
_LEAD = re.compile(
    r"\b(?:and|or|with|including|includes?|plus|as well as|through)\b|,(?!\s*24)|(?<!\d)/", re.IGNORECASE
)
_BESIDE = re.compile(
    r"\s*(?:,\s*(?!(?:which|that|staffed|for|where|available|answered|open|operat\w*|24|7|seven|and (?:is|are))\b)"
    r"|(?:and|or|plus|as well as|&)\s+(?!(?:is|are|operates?|offers? (?:help|information))\b)|\()",
    re.IGNORECASE,
)


def speaks_of_telephone(text: str, start: int, end: int) -> bool:
    """Whether the clause of the words from start to end speaks of a telephone."""
    first = max(0, start - _LONGEST)
    before = [match.end() for match in _CLAUSE.finditer(text, first, start)]
    last = min(len(text), end + _LONGEST)
    after = _CLAUSE.search(text, end, last)
    return bool(_TELEPHONE.search(text, before[-1] if before else first, after.start() if after else last))


def is_a_line(text: str) -> bool:
    """Whether all that a text tells of is one line that is called, and nothing beside it."""
    items = [each for each in _ITEM.split(text[:_LONGEST_TEXT]) if not _ASIDE.match(each)]
    return len(items) == 1 and _tells_of_line(items[0])


def _tells_of_line(item: str) -> bool:
    heading = _HEADING.match(item)
    if heading and _IS_LINE.search(heading[1]):
        return True
    first, *others = [each for each in _CLAUSE.split(item) if each.strip()]
    named = _IS_LINE.search(first)
    if named is None or _LEAD.search(first, 0, named.start()) or _BESIDE.match(first, named.end()):
        return False
    return all(_OF_LINE.search(each) for each in others)
