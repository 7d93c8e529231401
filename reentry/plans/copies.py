"""Copies of a plan: who may read which, and what each leaves out."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Checks(StrEnum):
    """What a copy tells of victim services' place checks."""

    NONE = "none"
    DATED = "dated"  # the state and its day
    STATE = "state"  # the state alone
    REFUSAL = "refusal"  # that the office has not approved a place, and not who said so


@dataclass(frozen=True)
class PlanCopy:
    """One kind of copy. body: the consent it needs to name a treatment program; empty where it needs none.

    leaves: whether it leaves the office, which is written down. private: whether it carries safety notes, the text of
    private sections and the reasons other people gave. checks: what it tells of place checks.
    """

    slug: str
    title: str
    reader: str
    body: str
    leaves: bool
    private: bool
    checks: Checks
    # Whether it tells of health, treatment and survivors to whoever else may read it; see reentry.people.sensitive.
    sensitive: bool = True


COPIES = {
    copy.slug: copy
    for copy in (
        PlanCopy("file", "Office file", "the office", "", leaves=False, private=True, checks=Checks.DATED),
        PlanCopy("board", "Board copy", "the board", "board", leaves=True, private=True, checks=Checks.STATE),
        PlanCopy("court", "Court copy", "the court", "court", leaves=True, private=True, checks=Checks.STATE),
        PlanCopy(
            "person", "Person's own copy", "the person", "", leaves=True, private=False, checks=Checks.REFUSAL
        ),
    )
}
# What stands on the plan's own pages: as the office file, without what the person across the desk must not read.
ON_SCREEN = replace(COPIES["file"], slug="screen", checks=Checks.NONE)
# The same for a role that does without health and treatment.
ON_A_VISIT = replace(ON_SCREEN, slug="visit", sensitive=False)
DECIDES = {"release": "board", "support": "court"}


def copies_of(kind: str) -> tuple[PlanCopy, ...]:
    """The copies of a plan of this kind: the office's, that of whoever decides on it, the person's own."""
    return COPIES["file"], COPIES[DECIDES[kind]], COPIES["person"]
