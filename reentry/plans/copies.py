"""Copies of a plan: who may read which, and what each leaves out."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class PlanCopy:
    """One kind of copy. body: the consent it needs to name a treatment program; empty where it needs none.

    leaves: whether it leaves the office, which is written down. private: whether it carries safety notes, the text of
    private sections and the reasons other people gave.
    """

    slug: str
    title: str
    reader: str
    body: str
    leaves: bool
    private: bool


COPIES = {
    copy.slug: copy
    for copy in (
        PlanCopy("file", "Office file", "the office", "", leaves=False, private=True),
        PlanCopy("board", "Board copy", "the board", "board", leaves=True, private=True),
        PlanCopy("court", "Court copy", "the court", "court", leaves=True, private=True),
        PlanCopy("person", "Person's own copy", "the person", "", leaves=True, private=False),
    )
}
# What stands on the plan's own pages: as the office file, without what the person across the desk must not read.
ON_SCREEN = replace(COPIES["file"], slug="screen")
DECIDES = {"release": "board", "support": "court"}


def copies_of(kind: str) -> tuple[PlanCopy, ...]:
    """The copies of a plan of this kind: the office's, that of whoever decides on it, the person's own."""
    return COPIES["file"], COPIES[DECIDES[kind]], COPIES["person"]
