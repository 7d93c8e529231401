"""A sentence cut into the words that say who is served, each with its part and its meaning."""

import re
from collections.abc import Iterator

from resources.prose.ages import ages
from resources.prose.lexicon import lexicon
from resources.prose.residence import residences
from resources.prose.sobriety import sobriety
from resources.prose.tokens import LINKS, Kind, Meaning, Token

_WORD = re.compile(r"[\w$%#][\w'$%./]*|[,/:&]")
_MARKS = {",": Kind.COMMA, "/": Kind.OR, ":": Kind.COMMA, "&": Kind.AND}
_TONGUE = (
    "(?:english|spanish|korean|chinese|mandarin|russian|french|arabic|vietnamese|nepali|amharic|portuguese)"
)
# Part of the number before it, and no second way.
_MORE = re.compile(r"(?:or|and) (?:more|longer|less|fewer|greater|better)\b")
# Of people: "Spanish-speaking staff" are no clients.
_SPEAKING = re.compile(
    rf"(?<!non[ -])(?<!limited )(?<!\w)(?P<names>{_TONGUE}(?:(?:,? (?:and|or) |, |/){_TONGUE})*)[ -]speak(?:ing|ers?)"
    r"(?! (?:\w+ )?(?:staff|counsel|interpret|attorney|lawyer|volunteer|social|case|employee|nurse|doctor|group|service"
    r"|program|class|meeting|mass|worker|advocate|therap|clinician|hotline|line))"
    rf"|(?<=who )(?:speak|speaks) (?P<spoken>{_TONGUE})"
)
_QUALIFIES = {Kind.PERSON, Kind.SENIOR, Kind.TRAIT, Kind.CONDITION}


def tokens(words: str, text: str) -> list[Token]:
    """The tokens of a folded sentence in order; text is the same sentence as written."""
    waiting = sorted(_special(words, text), key=lambda each: (each[0].start, -each[0].end))
    found: list[Token] = []
    at = 0
    while token := _next(words, at):
        while waiting and waiting[0][0].start < at:
            waiting.pop(0)
        if waiting and waiting[0][0].start < token.end:
            special, sure = waiting.pop(0)
            if sure or _names_people(found):
                token = special
        if more := _MORE.match(words, token.start):
            at = more.end()
            continue
        if token.kind is not Kind.WORD or words[token.start : token.end] not in lexicon().filler:
            found.append(token)
        at = token.end
    return found


def is_service(word: str) -> bool:
    """Whether a word names a service or a paper, and nobody who is served."""
    return lexicon().service.fullmatch(word) is not None


def _special(words: str, text: str) -> Iterator[tuple[Token, bool]]:
    """Ages, sobriety and places, which no table of phrases can list, and whether they are so without a doubt."""
    for age in ages(words):
        yield Token(Kind.AGE, age.start, age.end, age.meanings), age.sure
    for sober in sobriety(words):
        yield Token(Kind.TRAIT, sober.start, sober.end, (sober.meaning,)), True
    for speaks in _SPEAKING.finditer(words):
        names = tuple(re.findall(r"[A-Za-z]{4,}", text[slice(*speaks.span(speaks.lastgroup or 0))]))
        yield Token(Kind.TRAIT, speaks.start(), speaks.end(), (Meaning("language", names),)), True
    for residence in residences(words, text):
        kind = Kind.PERSON if "resident" in words[residence.start : residence.end] else Kind.TRAIT
        meant = (Meaning("residence", residence.places),)
        yield Token(kind, residence.start, residence.end, meant, merges=True), True


def _names_people(found: list[Token]) -> bool:
    """Whether the tokens end by naming somebody, so that the number behind them is an age."""
    last = next((token.kind for token in reversed(found) if token.kind not in LINKS), None)
    return last in {Kind.PERSON, Kind.SENIOR, Kind.ORGANIZATION, Kind.BEING}


def _next(words: str, at: int) -> Token | None:
    """The next token from a place on, None at the end; a phrase begins where a word begins."""
    word = _WORD.search(words, at)
    if word is None:
        return None
    phrase = lexicon().pattern.match(words, word.start())
    if phrase is None:
        return Token(_MARKS.get(word[0], Kind.WORD), word.start(), word.end())
    kind, meant, of_child, merges = lexicon().entry(phrase)
    if kind in _QUALIFIES and lexicon().service.match(words, phrase.end()):
        return Token(Kind.WORD, phrase.start(), phrase.end())
    return Token(kind, phrase.start(), phrase.end(), meant, of_child, merges)
