"""Eligibility read from a provider's own words."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from string import ascii_lowercase

from resources.eligibility import Value
from resources.prose.clauses import is_everybody, split_demand
from resources.prose.demands import demands
from resources.prose.findings import Finding, settled
from resources.prose.lists import whole_lists
from resources.prose.offenses import positions
from resources.prose.parts import exemptions, part_of
from resources.prose.population import Population, populations
from resources.prose.sentences import Sentence, folded, sentences, single_spaced
from resources.prose.statements import statements

# How sure a reading is that was stated, that stands behind a description, that is one way among several.
_STATED, _DESCRIBED, _ONE_WAY = 0.95, 0.8, 0.6
# As a requirement is stored.
_LONGEST_PART = 200
# The last letter is kept for contradictions.
_LETTERS = ascii_lowercase[:-1]


@dataclass(frozen=True, slots=True)
class Reading:
    """A requirement that a text seems to state, with the exact words and how sure the reader is (0 to 1).

    alt ("a1") is its branch in a list of alternatives, part the program or the people it binds; without either it
    binds everybody.
    """

    rule: str
    mode: str
    value: Value
    quote: str
    confidence: float
    alt: str | None = None
    part: str | None = None


@lru_cache(maxsize=4096)
def read_eligibility(text: str) -> tuple[Reading, ...]:
    """Read the requirements in the prose of a service, in the order of the text; equal texts are read once.

    What is only welcome, preferred or offered is none. Several ways to qualify come as alternatives, never as
    requirements that all must meet. Every rule and mode is of the vocabulary; `other` is read only of people who are
    one of several alternatives ("and their families").
    """
    prose, places = single_spaced(text)
    said = tuple(statements(prose))
    people = [
        each for at, named in enumerate(populations(said, prose)) for each in _of_people(named, at, prose)
    ]
    stated = chain.from_iterable(_of_sentence(each, prose) for each in said)
    asked = (each for each in stated if not any(_is_choice(each, one) for one in people))
    found = whole_lists(settled(_of_the_rest([*people, *asked], prose)))
    return tuple(_reading(each, text[places[each.start] : places[each.end - 1] + 1], prose) for each in found)


def _of_the_rest(found: list[Finding], prose: str) -> Iterator[Finding]:
    """The findings without those that everybody is freed from; from what a part is freed the other parts are bound."""
    free = [each for sentence in sentences(prose) for each in exemptions(sentence)]
    for each in found:
        freed = [one.part for one in free if each.part is None and one.frees(each.meaning.rule)]
        if not freed:
            yield each
        elif freed[0]:
            yield replace(each, part=f"all but the {_as_written(freed[0], prose)}")


def _of_people(population: Population, statement: int, prose: str) -> Iterator[Finding]:
    """What must hold of everybody is in every way; the rest is one way among several.

    Where one of the ways asks for nothing more, it is no use to tell the others.
    """
    shared, ways, part = population.shared(), population.ways, population.clause.part
    sure = _DESCRIBED if population.clause.purpose else _STATED
    for held in ways[0].held:
        if held.key in shared:
            yield Finding(held.meaning, held.start, held.end, sure, part=part, statement=statement)
    if any(way.own(shared) for way in ways) and all(way.own(shared) or way.vague for way in ways):
        for number, way in enumerate(ways, 1):
            alt = f"{_LETTERS[statement % len(_LETTERS)]}{number}"
            for held in way.own(shared) or [way.other(ways, prose)]:
                yield Finding(held.meaning, held.start, held.end, _ONE_WAY, alt, part, statement)


def _is_choice(stated: Finding, one: Finding) -> bool:
    """Whether what is demanded stands in a list of alternatives: "referred by a judge or court ordered"."""
    same = one.alt is not None and one.meaning.rule in (stated.meaning.rule, "other")
    return same and one.start < stated.end and stated.start < one.end


def _of_sentence(sentence: Sentence, text: str) -> Iterator[Finding]:
    """What a sentence refuses, accepts or demands in so many words; what is demanded of some is theirs alone."""
    subject, demanded = split_demand(sentence.words[sentence.lead :])
    some = subject if demanded and not is_everybody(subject) else None
    written = text[sentence.start : sentence.start + len(sentence.words)]
    for position in positions(sentence.words, written):
        start, end = sentence.start + position.start, sentence.start + position.end
        part = part_of(sentence, position.start, position.end)
        yield Finding(position.meaning, start, end, _STATED, part=part)
    for demand in demands(sentence.words, written):
        start, end = sentence.start + demand.start, sentence.start + demand.end
        yield Finding(
            demand.meaning,
            start,
            end,
            _STATED,
            part=some if demand.start > sentence.lead + len(subject) else None,
        )


def _reading(found: Finding, words: str, prose: str) -> Reading:
    rule, mode, value = found.meaning.rule, found.meaning.mode, found.meaning.value
    quote = words.strip(" ,.;")
    part = _as_written(found.part, prose)[:_LONGEST_PART].strip() if found.part else None
    return Reading(rule, mode, value, quote, found.sure, found.alt, part)


def _as_written(part: str, prose: str) -> str:
    """The name of a part as the text writes it."""
    at = folded(prose).find(part)
    return prose[at : at + len(part)] if at >= 0 else part
