"""The ways to be served that a sentence names: each group of people spelled out, choice by choice."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from resources.prose.groups import Group, Post, Tokens
from resources.prose.lexicon import lexicon
from resources.prose.tokens import HEADS, OPENERS, Kind, Meaning, Token

# More than these are more than one sentence can mean.
_MOST = 24
# A limit behind "with children" that lies below this age is the child's.
_GROWN = 16
# As a requirement is stored.
_LONGEST_OTHER = 200
_REFERRED = re.compile(r"(?:(?:be|been|are|is) )*referred (?:by|from|through) (?P<said>.+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Held:
    """A meaning at a place of a sentence."""

    meaning: Meaning
    start: int
    end: int

    @property
    def key(self) -> tuple[str, object]:
        """Its rule and value."""
        return self.meaning.rule, self.meaning.value


@dataclass(frozen=True, slots=True)
class Branch:
    """One way to be served: all that must hold together, and the places of all the words that say it.

    vague: the words ask for something that no rule stands for.
    """

    held: tuple[Held, ...]
    spans: tuple[tuple[int, int], ...]
    vague: bool

    def moved(self, by: int) -> "Branch":
        """The same, its places counted from further back."""
        held = tuple(replace(each, start=each.start + by, end=each.end + by) for each in self.held)
        return Branch(held, tuple((start + by, end + by) for start, end in self.spans), self.vague)

    def own(self, shared: Container[tuple[str, object]]) -> list[Held]:
        """What it asks beside what is shared with the other ways."""
        return [each for each in self.held if each.key not in shared]

    def other(self, ways: Sequence["Branch"], text: str) -> Held:
        """The words that only this of the ways has, where no rule stands for them; all its words where it has none."""
        beside = {span for way in ways if way is not self for span in way.spans}
        spans = [span for span in self.spans if span not in beside] or self.spans
        start, end = min(spans)[0], max(end for _, end in spans)
        words = " ".join(text[start:end].split())[:_LONGEST_OTHER].strip()
        referred = _REFERRED.fullmatch(words)
        return Held(
            Meaning("referral", referred["said"]) if referred else Meaning("other", words), start, end
        )


def branches(group: Group, words: str) -> list[Branch]:
    """All ways to belong to a group that a folded sentence names; a vague one where they are too many to tell."""
    parts = [[item] for item in group.adjectives], [[item] for item in group.people]
    of_child = min((token.start for token in group.tokens() if token.of_child), default=len(words))
    posts = (
        list(_ways(post)) for post in group.posts if not (_of_others(group) and post.opening is not None)
    )
    choices = list(islice(product(*(part or [[]] for part in (*parts, *posts))), _MOST + 1))
    if len(choices) > _MOST:
        return [Branch((), tuple((token.start, token.end) for token in group.tokens()), vague=True)]
    return [_branch(choice, of_child, words) for choice in choices]


def _ways(post: Post) -> Iterator[list[Tokens]]:
    """What must be read together: one item at a time of a choice, all of them otherwise."""
    opening = post.opening or 0
    lead, first = post.items[0][:opening], post.items[0][opening:]
    opener = first[:1] if post.opening is not None else ()
    items = [first, *((*opener, *item) for item in post.items[1:])]
    if post.is_choice:
        yield from ([lead, item] for item in items)
    else:
        yield [lead, *items]


def _of_others(group: Group) -> bool:
    """Whether they are the relations of those who have what is said ("families of persons with …")."""
    return any(
        token.kind is Kind.RELATION and at + 1 < len(people) and people[at + 1].kind in HEADS
        for people in group.people
        for at, token in enumerate(people)
    )


def _branch(choice: tuple[list[Tokens], ...], of_child: int, words: str) -> Branch:
    runs = [run for part in choice for run in part]
    tokens = [token for run in runs for token in run]
    nobody = any(run and run[0].kind is Kind.ORGANIZATION for run in runs)
    held = [] if nobody else [each for run in runs for each in _held(run, of_child)]
    vague = any(
        token.kind in (Kind.RELATION, Kind.ORGANIZATION) or _says_more(token, words) for token in tokens
    )
    return Branch(tuple(_settled(held)), tuple((token.start, token.end) for token in tokens), vague)


def _says_more(token: Token, words: str) -> bool:
    said = words[token.start : token.end]
    return token.kind in (Kind.WORD, Kind.SENIOR) and said not in lexicon().empty


def _held(run: Tokens, of_child: int) -> Iterator[Held]:
    """The meanings of a run of words that are about the client; from of_child on a child is spoken of."""
    opener: Kind | None = None
    before: Token | None = None
    for token in run:
        if token.kind in OPENERS:
            denied = (
                before is not None and before.kind is Kind.FOREIGN
            )  # "not on parole", "at risk of being …"
            opener = Kind.FOREIGN if denied else token.kind
        elif token.kind is Kind.RELATION:
            return
        elif _counts(token, opener):
            for meaning in token.meanings:
                if not (token.start >= of_child and _is_childs(token, meaning)):
                    yield Held(meaning, token.start, token.end)
        before = token


def _counts(token: Token, opener: Kind | None) -> bool:
    """Whether what stands behind the opener is the client's: a condition must be had, a person be."""
    justice = any(meaning.rule == "justice_involved" for meaning in token.meanings)
    match token.kind:
        case Kind.CONDITION:
            return opener is Kind.HAVING or (justice and opener in (Kind.WITHIN, Kind.BEING))
        case Kind.PERSON:
            return opener in (None, Kind.BEING)
        case Kind.TRAIT:
            return opener in (None, Kind.BEING, Kind.HAVING)
        case _:
            return opener is not Kind.FOREIGN


def _is_childs(token: Token, meaning: Meaning) -> bool:
    if token.kind is Kind.AGE:
        return meaning.rule == "maximum_age" or (isinstance(meaning.value, int) and meaning.value < _GROWN)
    return token.kind is Kind.CONDITION and token.meanings[0].rule in ("mental_illness", "disability")


def _settled(held: list[Held]) -> Iterator[Held]:
    """Each rule and value once; a weak meaning gives way to another value of its rule."""
    seen: set[tuple[str, object]] = set()
    for each in held:
        rule, value = each.meaning.rule, each.meaning.value
        outdone = each.meaning.weak and any(
            other.meaning.rule == rule and not other.meaning.weak for other in held
        )
        if not outdone and (rule, value) not in seen:
            seen.add((rule, value))
            yield each
