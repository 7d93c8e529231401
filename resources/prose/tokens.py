"""The words of a sentence by the part they play in saying who is served."""

from dataclasses import dataclass
from enum import StrEnum

from resources.eligibility import Value


class Kind(StrEnum):
    """The part that words play."""

    PERSON = "person"  # whom the sentence is about: women, veterans, anyone
    SENIOR = "senior"  # a person, but an age behind it is that of seniors alone
    RELATION = "relation"  # people known by somebody else: caregivers, their families
    ORGANIZATION = "organization"  # nobody, but somebody who is served: schools, agencies
    TRAIT = "trait"  # a quality that can stand alone: homeless, low-income, drug-free
    CONDITION = "condition"  # a thing one has: with a mental illness; alone it names a service
    AGE = "age"
    BEING = "being"  # what follows is what the person is: who are, must be
    HAVING = "having"  # what follows is what the person has: with, suffering from
    WITHIN = "within"  # what follows is where the person is or comes from: in, from
    FOREIGN = "foreign"  # what follows is not: whose, in need of, at risk of
    AND = "and"
    OR = "or"
    COMMA = "comma"
    WORD = "word"


OPENERS = frozenset({Kind.BEING, Kind.HAVING, Kind.WITHIN, Kind.FOREIGN})
LINKS = frozenset({Kind.AND, Kind.OR, Kind.COMMA})
HEADS = frozenset({Kind.PERSON, Kind.SENIOR, Kind.RELATION, Kind.ORGANIZATION})


@dataclass(frozen=True, slots=True)
class Meaning:
    """A rule that words stand for; weak: any other value of the rule beside it counts before it."""

    rule: str
    value: Value = True
    mode: str = "must"
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """Words at one place of a sentence, the part they play and what they mean.

    of_child: an age or a condition that follows is the child's. merges: people who can share what follows
    ("men and women with …").
    """

    kind: Kind
    start: int
    end: int
    meanings: tuple[Meaning, ...] = ()
    of_child: bool = False
    merges: bool = False
