"""Rules answered by comparing names: referral, insurance, language, medication."""

from matching.answers import MET, NOT_MET, UNKNOWN, yes_or_no
from matching.reasons import NOT_RECORDED, NOT_UNDERSTOOD, Finding
from resources.eligibility import Value


def fold(words: str) -> str:
    """The words without regard to case and runs of spaces, for comparing."""
    return " ".join(words.split()).casefold()


def listed(value: Value) -> tuple[str, ...]:
    """The names in a value that is one name or a list of them; none where it is something else."""
    names = (value,) if isinstance(value, str) else value
    return tuple(name for name in names if fold(name)) if isinstance(names, tuple) else ()


def shared(value: Value, stated: tuple[str, ...]) -> str:
    """Those of the person's names that the value lists, as the person's record writes them."""
    asked = {fold(name) for name in listed(value)}
    return ", ".join(name for name in stated if fold(name) in asked)


def one_of(value: Value, stated: tuple[str, ...] | None) -> Finding:
    """Must have at least one of the names listed; an empty list of the person's means none, not unknown."""
    if not listed(value):
        return NOT_UNDERSTOOD
    if stated is None:
        return NOT_RECORDED
    names = shared(value, stated)
    return Finding(MET, "has", {"names": names}) if names else Finding(NOT_MET, "has_none")


def medication(value: Value, stated: tuple[str, ...] | None) -> Finding:
    """The provider takes no one on these: never a no by itself, because the rule may be unlawful."""
    if not listed(value):
        return NOT_UNDERSTOOD
    if stated is None:
        return NOT_RECORDED
    names = shared(value, stated)
    if not names:
        return Finding(MET, "takes_none")
    return Finding(UNKNOWN, "takes", {"names": names}, caveat="doubtful")


def referral(value: Value, referred: bool | str | None) -> Finding:
    """Must be referred, by anyone ("required") or by the one named."""
    if not isinstance(value, str) or not fold(value):
        return NOT_UNDERSTOOD
    if referred is None:
        return NOT_RECORDED
    if referred is False:
        return Finding(NOT_MET, "not_referred")
    if fold(value) == "required":
        return Finding(MET, "referred")
    if referred is True:
        return Finding(UNKNOWN, "referrer_unknown")
    return Finding(yes_or_no(fold(referred) == fold(value)), "referred_by", {"name": referred})
