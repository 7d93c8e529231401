"""Reasons: what a rule found about a person, as a code with parameters; the words come from wording.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from matching.answers import UNKNOWN, Answer
from resources.eligibility import Requirement

Param = str | int | float
Params = Mapping[str, Param]
Caveat = Literal["unconfirmed", "doubtful"]
NOTHING: Params = {}


class Finding(NamedTuple):
    """What one rule by itself says: its answer, the code of what was found, the figures for the sentence."""

    answer: Answer
    code: str
    params: Params = NOTHING
    caveat: Caveat | None = None


NOT_RECORDED = Finding(UNKNOWN, "not_recorded")
NOT_UNDERSTOOD = Finding(UNKNOWN, "not_understood")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a service fits, does not fit or must be asked: one rule, how it turned out, what that rests on.

    caveat tells why a finding against the person counts as unknown only: nobody confirmed the rule, or it may
    be unlawful. branches are the reasons inside a list of alternatives (rule "any_of").
    """

    rule: str
    status: Answer
    code: str
    params: Params = field(default_factory=dict)
    requirement: Requirement | None = None
    caveat: Caveat | None = None
    branches: tuple[tuple["Reason", ...], ...] = ()

    @classmethod
    def of(cls, rule: str, finding: Finding, requirement: Requirement | None = None) -> "Reason":
        """The reason that a finding gives."""
        return cls(rule, finding.answer, finding.code, finding.params, requirement, finding.caveat)
