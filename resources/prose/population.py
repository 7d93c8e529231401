"""Who may come, by all that a text says of it: ways to qualify, sentence by sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from resources.prose.ages import SENIOR
from resources.prose.branches import Branch, branches
from resources.prose.chunks import Chunk, chunks, demanded, is_choice
from resources.prose.clauses import Clause, clauses
from resources.prose.groups import groups
from resources.prose.lexing import is_service, tokens
from resources.prose.sentences import Sentence
from resources.prose.tokens import HEADS, OPENERS, Kind, Token

# So many words may stand before the person a sentence is about ("60 chronically homeless individuals").
_MOST_BEFORE = 3
# "Day camp for ages 6-12" tells what the camp is for, not who else may come.
_ONE_SERVICE = "one service"


@dataclass(frozen=True, slots=True)
class Population:
    """Ways to qualify, one of which is enough; places are counted from the start of the text.

    names_people: a person is named, not only an age or a quality.
    """

    ways: tuple[Branch, ...]
    clause: Clause
    names_people: bool

    def shared(self) -> set[tuple[str, object]]:
        """The rules, with their values, that hold in every way."""
        return set.intersection(*({each.key for each in way.held} for way in self.ways))

    def is_elders(self) -> bool:
        """Whether it is an age alone, and that of elders: who is named beside them need not be so old."""
        return (self._age_alone() or 0) >= SENIOR and not self.names_people

    def is_adults(self) -> bool:
        """Whether it is the age of adults alone, which holds of whoever is named behind it too."""
        return 0 < (self._age_alone() or 0) < SENIOR and not any(way.vague for way in self.ways)

    def _age_alone(self) -> int | None:
        only = {each.key for way in self.ways for each in way.held}
        return (
            next((int(str(age)) for rule, age in only if rule == "minimum_age"), 0)
            if len(only) == 1
            else None
        )


def populations(said: Sequence[Sentence], text: str) -> list[Population]:
    """Who may come by each clause of the sentences; those named besides ("also …") join those before."""
    found: list[Population] = []
    for at, sentence in enumerate(said):
        for population in _of_sentence(sentence, text, first=at == 0):
            if found and _joins(found[-1], population):
                found[-1] = replace(found[-1], ways=found[-1].ways + population.ways)
            elif not population.clause.adds:
                found.append(population)
    return found


def _joins(before: Population, population: Population) -> bool:
    """Whether a sentence names more people beside those before, and does not say more of the same."""
    if population.clause.adds:
        return True
    if any(each.clause.part or each.clause.demand or each.clause.purpose for each in (before, population)):
        return False
    if before.is_adults():
        return False
    if before.is_elders() and len(population.ways) > 1:
        return True
    shared = population.shared()
    of_the_same = before.shared() & shared or any(rule == "residence" for rule, _ in shared)
    return before.names_people and population.names_people and not of_the_same


def _of_sentence(sentence: Sentence, text: str, *, first: bool) -> Iterator[Population]:
    """All that a sentence demands, and the first of its clauses that says who may come."""
    said = False
    for clause in clauses(sentence, first=first):
        named = chunks(tokens(clause.words, text[clause.start : clause.start + len(clause.words)]))
        if not named or not (clause.demand or (not said and _is_about_people(named, clause, first=first))):
            continue
        said = said or not clause.demand
        if population := _population(clause, named):
            yield population


def _population(clause: Clause, named: list[Chunk]) -> Population | None:
    """The ways to qualify, None where the clause turns out to ask nothing."""
    if clause.purpose:
        only_age = named[0].opens
        clause = replace(clause, part=clause.part or (_ONE_SERVICE if only_age else None))
        named = _described(named, clause)
    if clause.demand:
        named = demanded(named)
    ways = [way for group in groups(named, demand=clause.demand) for way in branches(group, clause.words)]
    if not any(way.held or way.vague for way in ways):
        return None
    names = any(chunk.head is not None for chunk in named) and not clause.words.rstrip(" .").endswith("only")
    return Population(tuple(way.moved(clause.start) for way in ways), clause, names)


def _described(named: list[Chunk], clause: Clause) -> list[Chunk]:
    """The people behind "housing for …", up to the first part that is about nobody.

    In a list of services they are served by one of them alone: then none.
    """
    opened = len(named) > 1 and named[1].link is Kind.AND and not named[0].opens
    end = 0
    for chunk in named:
        serves = any(_is_service(token, clause.words) for token in chunk.tokens)
        if chunk.head is None and not chunk.opens and (serves or not opened):
            break
        opened = any(token.kind in OPENERS for token in chunk.tokens) or (opened and chunk.head is None)
        end += 1
    rest = named[end:]
    others = any(token.kind in HEADS for chunk in rest for token in chunk.tokens)
    goes_on = rest and ((is_choice(rest[:1]) and not opened) or rest[0].tokens[0].kind is Kind.CONDITION)
    return [] if goes_on or others or (rest and clause.listed) else named[:end]


def _is_service(token: Token, words: str) -> bool:
    return token.kind is Kind.WORD and is_service(words[token.start : token.end])


def _is_about_people(named: list[Chunk], clause: Clause, *, first: bool) -> bool:
    """Whether a clause begins by saying who, and does not describe a service."""
    words = 0
    said = _first_person(named, clause.words)
    for at, token in enumerate(said):
        rest = said[at + 1 :]
        if token.kind in HEADS or (token.kind is Kind.AGE and token.meanings):
            return token.kind is not Kind.ORGANIZATION or ((first or clause.adds) and not _opens(rest))
        if token.kind is Kind.TRAIT and not clause.purpose and _stands_alone(rest):
            return True
        words += token.kind is Kind.WORD
        describes = is_service(clause.words[token.start : token.end]) and not (rest and rest[0].kind in HEADS)
        if token.kind in OPENERS or describes or words > _MOST_BEFORE:
            return False
    return False


def _first_person(named: list[Chunk], words: str) -> tuple[Token, ...]:
    """The chunk that names the first person: it may end a list of adjectives ("abused, neglected or sick children")."""
    adjectives = list(takewhile(lambda chunk: _may_describe(chunk, words), named))
    return named[min(len(adjectives), len(named) - 1)].tokens


def _may_describe(chunk: Chunk, words: str) -> bool:
    """Whether it may be an adjective or two, and no service."""
    said = [words[token.start : token.end] for token in chunk.tokens]
    return (
        len(said) <= 2
        and all(token.kind is Kind.WORD for token in chunk.tokens)
        and not any(map(is_service, said))
    )


def _opens(rest: tuple[Token, ...]) -> bool:
    return any(token.kind in OPENERS for token in rest)


def _stands_alone(rest: tuple[Token, ...]) -> bool:
    """Whether a quality is meant of a person: nothing but people and further openings follow."""
    following = next((token for token in rest if token.kind is not Kind.TRAIT), None)
    return following is None or following.kind is not Kind.WORD or any(token.kind in HEADS for token in rest)
