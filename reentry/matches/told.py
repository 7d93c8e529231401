"""What is told of a match: its reasons in words, what would make it fit, and what of it the person may read."""

from collections.abc import Sequence
from typing import Any

from agency.languages import to_translate
from matching.answers import MET, NOT_MET, UNKNOWN, Answer
from matching.engine import Match
from matching.reasons import Reason
from matching.wording import Wording

# What the person or the officer can change, in words.
CHANGES = {
    "identification": to_translate("photo identification in hand"),
    "referral": to_translate("the referral it asks for"),
    "insurance": to_translate("the coverage it asks for"),
    "sober_days": to_translate("more days sober"),
}
# The rules whose reasons the client-safe view shows. All others may tell of offenses, health, victims or zones.
ACROSS_THE_DESK = frozenset(
    (
        "minimum_age",
        "maximum_age",
        "veteran",
        "residence",
        "homeless",
        "low_income",
        "identification",
        "referral",
        "insurance",
        "employed_or_able_to_work",
        "high_school_diploma",
        "language",
        "citizenship_or_work_authorization",
        "hours",
        "co_placement",
        "open",
        "no_statement",
        "state_line",
    )
)
ORDER: Sequence[Answer] = (NOT_MET, UNKNOWN, MET)


def reasons(match: Match, wording: Wording) -> list[dict[str, Any]]:
    """The reasons in words, those against first, then those to ask about."""
    return [_told(reason, wording) for reason in sorted(match.judgment.reasons, key=_by_answer)]


def _by_answer(reason: Reason) -> int:
    return ORDER.index(reason.status)


def _told(reason: Reason, wording: Wording) -> dict[str, Any]:
    return {
        "status": str(reason.status),
        "text": wording.sentence(reason),
        "source": wording.source(reason),
        "private": reason.rule not in ACROSS_THE_DESK,
    }


def would_qualify(match: Match, wording: Wording) -> list[str]:
    """What the person or the officer could change so that it fits."""
    return [
        wording.translate(CHANGES[reason.rule])
        for reason in match.judgment.reasons
        if reason.status is NOT_MET and reason.rule in match.judgment.would_qualify_if
    ]
