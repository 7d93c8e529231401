"""Who is served, by a sentence: groups of people joined by "and" or "or", each with what must hold of it.

"Homeless men and women, 18 and older, or veterans with a disability" names two groups. Adjectives share the person
behind them ("mentally ill or homeless adults"), people share what stands behind them ("men and women with …"), and
what stands behind a person may itself be a list ("with a mental illness or an addiction").
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from resources.prose.chunks import Chunk, is_choice
from resources.prose.tokens import HEADS, OPENERS, Kind, Token

Tokens = tuple[Token, ...]
# What is said of a person is meant of "their families" too.
_SPREADS = {"homeless", "low_income"}
# Behind an age these are asked besides, and name no other people.
_ALSO_ASKED = {"sober_days", "employed_or_able_to_work", "substance_use"}


@dataclass(slots=True)
class Post:
    """What stands behind a person: one thing, or a list that one word opens."""

    items: list[Tokens]
    links: list[Kind | None] = field(default_factory=list)

    @property
    def is_choice(self) -> bool:
        """Whether one of its items is enough: any list but "one and the other" and "who are old, sober"."""
        adds = self.links == [Kind.COMMA] and self.items[1][0].kind is Kind.TRAIT
        return bool(self.links) and self.links != [Kind.AND] and not adds

    @property
    def opening(self) -> int | None:
        """Where in its first item the list is opened: in "have been diagnosed with" at "with", in "not on" at "not"."""
        kinds = [token.kind for token in self.items[0]]
        denied = (at and kinds[at - 1] is Kind.FOREIGN for at in range(len(kinds)))
        places = [
            at for at, (kind, no) in enumerate(zip(kinds, denied, strict=True)) if kind in OPENERS and not no
        ]
        return places[-1] if places else None

    def may_hold(self, chunk: Chunk) -> bool:
        """Whether the chunk goes on with the list: nobody new is named in it.

        Who one is names nobody new: "who are homeless and veterans"; nor whose condition it is: "personal or family
        illness"; nor whom a verb is about: "or attend school"; nor where one goes: "who are working or in a workshop".
        Qualities alone go on: "18 and up, and homeless or disabled".
        """
        if self.opening is None:
            qualities = {self.items[0][0].kind, chunk.tokens[0].kind} == {Kind.TRAIT}
            return qualities and chunk.head is None and chunk.link is Kind.OR
        if chunk.head is None:
            return True
        opener, head = self.items[0][self.opening].kind, chunk.tokens[chunk.head]
        if head.kind is Kind.ORGANIZATION and chunk.head:
            return True
        if opener is Kind.HAVING and [token.kind for token in chunk.tokens[1:2]] == [Kind.CONDITION]:
            return True
        if opener is Kind.FOREIGN and chunk.head and chunk.tokens[0].kind is Kind.WORD:
            return True
        alike = chunk.link is Kind.OR and _merges(self.items[-1])
        return (
            opener is Kind.BEING and bool(head.meanings) and (alike or not head.merges) and not head.of_child
        )


@dataclass(slots=True)
class Group:
    """Adjectives (each an alternative), people (each an alternative) and what stands behind them (all must hold)."""

    adjectives: list[Tokens] = field(default_factory=list)
    people: list[Tokens] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)

    def tokens(self) -> Iterator[Token]:
        """All its tokens."""
        for part in (*self.adjectives, *self.people, *(item for post in self.posts for item in post.items)):
            yield from part

    def add(self, chunk: Chunk, before: Tokens = (), *, listed: bool = False) -> None:
        """Take a chunk apart: what stands before the person, the person, what stands behind.

        listed: it begins a list of what one must be, of which one is enough ("must be 55 or disabled").
        """
        tokens, head = chunk.tokens, chunk.head
        end = next((at for at, token in enumerate(tokens) if _ends_person(token, at, head)), len(tokens))
        start = end if head is None else head
        if tokens[:start] or before:
            self.adjectives.append((*before, *tokens[:start]))
        if tokens[start:end]:
            self.people.append(tokens[start:end])
        self.posts += [Post([tokens])] if listed else _posts(tokens[end:])


def groups(chunks: Sequence[Chunk], *, demand: bool = False) -> list[Group]:
    """The groups of people that the chunks of a sentence name; demand: they say what one must be."""
    found: list[Group] = []
    for at, chunk in enumerate(chunks):
        if not found or not _join(found[-1], chunk, chunks[at:]):
            ages = [token.kind for token in chunk.tokens] == [Kind.BEING, Kind.AGE]
            listed = demand and not at and ages and [each.link for each in chunks[1:2]] == [Kind.OR]
            found.append(Group())
            found[-1].add(chunk, listed=listed)
    for group in found[1:]:
        _inherit(group, found[0])
    return found


def _join(group: Group, chunk: Chunk, run: Sequence[Chunk]) -> bool:
    """Make the chunk, the first of the run still to come, part of the group; False where it begins another."""
    post = group.posts[-1] if group.posts else None
    if chunk.opens and chunk.link is not Kind.OR:
        group.posts += _posts(chunk.tokens)
    elif post and post.may_hold(chunk):
        _continue(group, post, chunk)
    elif chunk.opens:
        return False
    elif not group.people and not post:
        return _join_adjective(group, chunk, run)
    elif chunk.head is None:
        return _join_quality(group, chunk, run)
    elif not _are_children_of(group, chunk):
        return _join_person(group, chunk, run)
    return True


def _continue(group: Group, post: Post, chunk: Chunk) -> None:
    """Another item of the list, or, where it opens anew, another thing said: "must be 21 and ambulatory with …"."""
    anew = any(token.kind in (Kind.HAVING, Kind.BEING) for token in chunk.tokens[: chunk.head])
    if chunk.link is Kind.AND and anew:
        group.posts.append(Post([chunk.tokens]))
    else:
        post.items.append(chunk.tokens)
        post.links.append(chunk.link)


def _join_adjective(group: Group, chunk: Chunk, run: Sequence[Chunk]) -> bool:
    if chunk.head == 0 and is_choice(run) and any(token.kind is Kind.TRAIT for token in group.adjectives[-1]):
        return False  # "disabled or senior citizens" have no person in common
    if is_choice(run) or len(group.adjectives) > 1:
        group.add(chunk)
    else:
        group.add(chunk, group.adjectives.pop() if group.adjectives else ())
    return True


def _join_quality(group: Group, chunk: Chunk, run: Sequence[Chunk]) -> bool:
    asked = group.posts and _ALSO_ASKED & {meaning.rule for meaning in chunk.tokens[0].meanings}
    seniors = not group.posts and group.people and group.people[-1][0].kind is Kind.SENIOR
    listed = is_choice(run) and not (group.posts and chunk.link is Kind.AND)
    if chunk.link is Kind.OR or (not asked and (seniors or listed)):
        return False
    group.posts.append(Post([chunk.tokens]))
    return True


def _join_person(group: Group, chunk: Chunk, run: Sequence[Chunk]) -> bool:
    if group.people:
        joins = not group.posts and chunk.head == 0 and _merges(group.people[-1]) and _merges(chunk.tokens)
    else:
        joins = chunk.link is Kind.COMMA and not is_choice(run)
    if joins:
        group.add(chunk)
    if not joins and _says_more(group, chunk, run):
        group.posts.append(Post([chunk.tokens]))
        return True
    return joins or _says_again(chunk, run)


def _says_more(group: Group, chunk: Chunk, run: Sequence[Chunk]) -> bool:
    """Whether it ends a sentence by saying more of the same: "adults, 18 and older, veterans", "addicts, males 18+"."""
    (head, *more), people = chunk.tokens, [token.kind for each in group.people for token in each]
    if chunk.link is not Kind.COMMA or len(run) > 1 or not head.meanings or head.of_child:
        return False
    which = head.merges and [token.kind for token in more] == [Kind.AGE] and head.meanings[0].rule == "gender"
    return bool(people) and Kind.SENIOR not in people and (which or (bool(group.posts) and not more))


def _says_again(chunk: Chunk, run: Sequence[Chunk]) -> bool:
    """Whether it only says that they may be anybody: "veterans, men and women, 18 and older"."""
    head = chunk.tokens[0]
    alone = chunk.link is Kind.COMMA and len(chunk.tokens) == 1 and all(after.opens for after in run[1:2])
    return alone and head.kind is Kind.PERSON and head.merges and not head.meanings


def _merges(tokens: Tokens) -> bool:
    head = next((token for token in tokens if token.kind in HEADS), None)
    return head is not None and head.merges and head.kind is not Kind.RELATION


def _are_children_of(group: Group, chunk: Chunk) -> bool:
    """Whether the chunk is "their children" behind women, who come with them."""
    first = chunk.tokens[0]
    means = {meaning.value for people in group.people for token in people for meaning in token.meanings}
    return "female" in means and first.kind is Kind.RELATION and first.of_child


def _inherit(group: Group, first: Group) -> None:
    """Of "low-income children and their parents" all are poor."""
    theirs = group.people and group.people[0][0].kind is Kind.RELATION and group.people[0][0].merges
    if theirs and not group.adjectives and len(first.adjectives) == 1:
        spread = (
            each for each in first.adjectives[0] if _SPREADS & {meaning.rule for meaning in each.meanings}
        )
        group.adjectives = [each for each in [tuple(spread)] if each]


def _ends_person(token: Token, at: int, head: int | None) -> bool:
    behind = head is None or at > head
    lives = token.kind is Kind.TRAIT and token.meanings and token.meanings[0].rule == "residence"
    return (
        token.kind in OPENERS
        or (token.kind is Kind.AGE and behind)
        or bool(lives and behind and head is not None)
    )


def _posts(tokens: Tokens) -> Iterator[Post]:
    """An age stands for itself ("must be 18"); an opener takes all that follows."""
    if [token.kind for token in tokens[:2]] == [Kind.BEING, Kind.AGE]:
        tokens = tokens[1:]
    ages = len(list(takewhile(lambda token: token.kind is Kind.AGE, tokens)))
    yield from (Post([tokens[at : at + 1]]) for at in range(ages))
    if tokens[ages:]:
        yield Post([tokens[ages:]])
