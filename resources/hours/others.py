"""Whose hours a text tells: the service's own, or those of volunteers, donors, an office or the intake."""

import re

_OTHERS = (
    r"volunteer(?:s|ing)?|donat(?:e|ing|ions?)|donors?|drop[- ]?offs?|intakes?|(?<!law )(?<!post )offices?|registration"
    r"|visit(?:ing|ors?|ation)|applications?|to (?:apply|register|enroll)"
)
_BEFORE = re.compile(rf"\b(?:{_OTHERS})\b", re.IGNORECASE)
_BEHIND = re.compile(
    rf"[\s,(-]*(?:(?:for|by|is|are)\s+)?(?:the\s+)?(?:{_OTHERS})(?:\s+hours)?(?=\W*(?:$|[.;,)\n]))",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.!?](?=\s|$)|\n\s*\n")
# What joins one time to the next and names nothing.
_JOINS = re.compile(
    r"\b(?:and|from|open|hours|evenings?|mornings?|afternoons?|also|again|between|during|every|each|until|through|only|are|is|on)\b",
    re.IGNORECASE,
)
_OPENS = re.compile(r"\bopens?\b|\bhours\b|\w:\s*$", re.IGNORECASE)
_NAMES = re.compile(r"[a-z]{3}", re.IGNORECASE)


def are_of_others(lead: str, behind: str, *, before: bool, lasting: bool) -> bool:
    """Whether times are not the service's own; lead stands between them and those before, which were so or not.

    lasting: a heading says that all are others', but for a sentence that says what is open then.
    """
    sentence = _SENTENCE.split(lead)
    if _BEHIND.match(behind) or _BEFORE.search(sentence[-1]):
        return True
    names_more = len(sentence) > 1 or _NAMES.search(_JOINS.sub(" ", sentence[-1]))
    if lasting:
        return not (len(sentence) > 1 and _OPENS.search(sentence[-1]))
    return before and not names_more
