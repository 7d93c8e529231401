"""Several prices, each with the words that say for whom or for what: "free for veterans, others $20", a scale."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from resources.details.fees import NONE, PERIODS, PRICE, SLIDING, free_in, is_paid_out
from resources.details.reading import Reading

_SCALE, _PLAIN, _ELSEWHERE = 0.85, 0.75, 0.5
_LONGEST_OPTION = 120
# So far before a price stands what makes it none; and no sentence names more prices plainly.
_NEAR, _MOST = 60, 12
# Sentences, and what stands between semicolons; a point within a price ends none.
_SENTENCE = re.compile(r"(?:[^.;\n]|\.(?=\d)|(?<=\bBalto)\.)+")
# What parts two prices of one sentence.
_BETWEEN = re.compile(r",(?!\d{3})(?:\s*(?:and|or|but))?\s|\s(?:and|but)\s|\s/\s")
# A price that somebody pays at most, at least or about, or gives if they like, is nobody's price.
_VAGUE_BEFORE = re.compile(
    r"\b(?:max(?:imum)?|min(?:imum)?|up to|(?:not )?(?:to )?exceed(?:ing)?|at least|at most|start(?:s|ing)?|from|about"
    r"|around|approximately|approx|average|donations?|suggested|voluntary|value[ds]?|worth|less than|more than|over"
    r"|under|below|between|as low as|installments of|ranges?|var(?:y|ies))\b[^$.;]{0,30}$"
    r"|\$\s?[\d,.]+\s?(?:-|–|—|to\b|or\b)\s*$",
    re.IGNORECASE,
)
_VAGUE_AFTER = re.compile(
    r"\s?\+|\s?(?:-|–|—|to\b|or\b)\s?\$?\s?\d|[\s)]*(?:value|min\b|max\b|minimum|maximum|donation|suggested)",
    re.IGNORECASE,
)
# A sum that somebody has or asks for, not what is paid.
_THRESHOLD = re.compile(r"\s+(?:or|and) (?:less|more|under|over|up|above|below)\b", re.IGNORECASE)
_VAGUE_FREE = re.compile(r"\b(?:some|most|many|certain|may be|might|or)\b", re.IGNORECASE)
_NO_SCALE = re.compile(r"\b(?:no|not|without|does not|doesn't)\b[^.;,]*$", re.IGNORECASE)
_SCALE_TAIL = re.compile(
    r"\s*(?:\([^)]{3,80}\)|,?\s*(?:based|depending|according|determined|for|by)\b[^.;,\n]{2,80})",
    re.IGNORECASE,
)
# Words around a price that tell nothing of it.
_FILLER_BEFORE = re.compile(
    r"^(?:(?:and|or|but|also|then|there (?:is|are)|fees?(?! for service)(?: (?:is|are|:))?|for)\b[\s:,-]*)+",
    re.IGNORECASE,
)
_FILLER_AFTER = re.compile(
    r"(?:[\s:,(-](?:is|are|was|at|of|for|costs|pays?|a|an|the|and|or|but|only|with|plus|no|available)?)*[\s:,(/-]*$",
    re.IGNORECASE,
)
_FEE = re.compile(r"\b(?:fees?|costs?|price|rent|charges?)\b", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]{3}")


class _Price(NamedTuple):
    """A price at a place of a text; cents are 0 where it is free."""

    start: int
    end: int
    cents: int
    period: str
    vague: bool


def read(text: str, *, about_fees: bool = False) -> tuple[list[Reading], bool]:
    """The prices and scales of a text, each as a row of cost options; and whether some of it stays unclear.

    What everybody pays beside them is a cost. Of a sentence in which it is not plain which words belong to which price
    nothing is read.
    """
    found: list[Reading] = []
    unclear = False
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        if text.count("$", start, end) > _MOST:
            unclear = True
            continue
        prices = _prices(text, start, end, about_fees=about_fees)
        scale = _scale(text, start, end)
        if scale is not None:
            found.append(_reading(scale, None, "", scale, _SCALE if about_fees else _ELSEWHERE))
            unclear = unclear or bool(prices)
            continue
        plain = _plain(text, start, end, prices)
        unclear = unclear or plain is None
        found += [reading for each in plain or () for reading in _told(*each, about_fees=about_fees)]
    once = {(each.field, str(each.value)): each for each in reversed(found)}
    kept = list(once.values())[::-1]
    # Beside words that nobody told apart, nothing is everybody's price.
    if sum(each.field == "cost_cents" for each in kept) > 1 or unclear:
        return [each for each in kept if each.field == "cost_options"], True
    return kept, unclear


def _scale(text: str, start: int, end: int) -> str | None:
    """The words of a sliding scale in a sentence, with what it depends on."""
    match = SLIDING.search(text, start, end)
    if match is None or _NO_SCALE.search(text, start, match.start()):
        return None
    tail = _SCALE_TAIL.match(text, match.end(), end)
    return text[match.start() : tail.end() if tail else match.end()].strip()


def _prices(text: str, start: int, end: int, *, about_fees: bool) -> list[_Price]:
    found = []
    for match in PRICE.finditer(text, start, end):
        if _THRESHOLD.match(text, match.end()):
            continue
        said = match["each"] or match["every"] or match["before"] or ""
        cents = int(match["dollars"].replace(",", "")) * 100 + int((match["cents"] or ".0")[1:])
        at = text.index("$", match.start())
        vague = bool(
            is_paid_out(text, match)
            or _VAGUE_BEFORE.search(text[max(start, at - _NEAR) : at])
            or _VAGUE_AFTER.match(text, match.end())
        )
        found.append(_Price(at, match.end(), cents, PERIODS[said.lower()] if said else "", vague))
    none = NONE.match(text, start, end) if about_fees and not text[:start].strip() else None
    vague = _VAGUE_FREE.search(text, start, end) is not None
    for match in [*([none] if none else []), *islice(free_in(text, start, end), _MOST)]:
        first, last = match.span(match.lastgroup or 0)
        if not any(each.start < last and first < each.end for each in found):
            found.append(_Price(first, last, 0, "", vague))
    return sorted(found)


def _plain(text: str, start: int, end: int, prices: Sequence[_Price]) -> list[tuple[_Price, str, str]] | None:
    """Each price of a sentence with its words and its stretch of the text; None where they cannot be told apart."""
    clear = [each for each in prices if not each.vague]
    if not prices:
        return []
    if len(prices) != len(clear):
        return None
    pieces = [(start, end)] if len(clear) == 1 else list(_pieces(text, start, end, clear))
    if len(pieces) != len(clear):
        return None
    told = [
        (price, _words(text, first, last, price), text[first:last].strip(" ,"))
        for price, (first, last) in zip(clear, pieces, strict=True)
    ]
    if not all(words or _is_everybodys(text[start:end], price) for price, words, _ in told) or (
        len(told) > 1 and not all(words for _, words, _ in told)
    ):
        return None
    return told if all(len(words) <= _LONGEST_OPTION for _, words, _ in told) else None


def _is_everybodys(sentence: str, price: _Price) -> bool:
    """Whether a price without words of its own is the price: "None.", "Fees: $85 a week", and no lone "$25"."""
    return price.cents == 0 or _FEE.search(sentence) is not None


def _pieces(text: str, start: int, end: int, prices: Sequence[_Price]) -> Iterator[tuple[int, int]]:
    """The stretch of each price, where a comma or an "and" parts it from the next one."""
    first = start
    for price, following in pairwise(prices):
        parts = list(_BETWEEN.finditer(text, price.end, following.start))
        if not parts:
            return
        cut = _cut(text, following, parts)
        yield first, cut.start()
        first = cut.end()
    yield first, end


def _cut(text: str, following: _Price, parts: Sequence[re.Match[str]]) -> re.Match[str]:
    """Words after the last comma are the next price's, unless nothing but the comma stands before it."""
    if len(parts) > 1 and not _LETTERS.search(text, parts[-1].end(), following.start):
        return parts[-2]
    return parts[-1]


def _words(text: str, first: int, last: int, price: _Price) -> str:
    """What a stretch says beside its price: for whom or for what."""
    near = max(first, price.start - _NEAR)
    before = text[first:near] + _FILLER_AFTER.sub("", text[near : price.start])
    before = before.strip(" :,-–(\n\t*•")
    after = text[price.end : last].strip(" :,-–/\n\t")
    before = _FILLER_BEFORE.sub("", before)
    after = re.sub(r"^(?:for|is|are)\s+(?=\w)", "", after, flags=re.IGNORECASE)
    words = " ".join(" ".join(part for part in (before, after) if part).split())
    words = words.removesuffix(")") if "(" not in words else words
    return words if _LETTERS.search(words) else ""


def _told(price: _Price, words: str, quote: str, *, about_fees: bool) -> Iterator[Reading]:
    """An option, or what everybody pays where a price has no words of its own."""
    sure = _PLAIN if about_fees else _ELSEWHERE
    if words:
        yield _reading(words, price.cents, price.period, quote, sure)
        return
    yield Reading("cost_cents", price.cents, quote, sure)
    if price.period:
        yield Reading("cost_period", price.period, quote, sure)


def _reading(option: str, cents: int | None, period: str, quote: str, confidence: float) -> Reading:
    row = {"option": option, "amount_cents": cents, "period": period}
    return Reading("cost_options", row, quote, confidence)
