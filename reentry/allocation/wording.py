"""Wording: why somebody would get a place, why somebody is left, and whom to ask for them, in one language."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from agency.languages import to_translate, translator
from matching.allocation.allotment import Outcome
from matching.allocation.rule import COUNTS_FOR_DAYS, RULE
from matching.judgment import Status
from reentry.allocation.options import Nearest

PRINCIPLES = (
    to_translate("Whoever qualifies for a place comes before whoever must be asked about."),
    to_translate(
        "As many people as possible get a place; for that, one with a choice makes way for one without."
    ),
    to_translate(
        "Nobody is proposed for a house together with somebody from whom they are to be housed apart."
    ),
)
COUNTED = to_translate(
    "A place counts where the provider told a number in the last %(days)s days; places that plans count on already"
    " are taken off."
)
KEPT = to_translate("Has this place in the plan already and keeps it.")
QUALIFIES = to_translate("Qualifies.")
TO_ASK = to_translate("Something must be asked first; nobody who qualifies is left out for it.")
FIRST_CHOICE = to_translate("It is the best match of those with a counted place.")
LATER_CHOICE = to_translate(
    "It is number %(choice)s on this person’s list: so more people get a place, all together a better one, or those"
    " who are to be housed apart live apart."
)
NOBODY_SURE = (
    to_translate("1 person qualifies where this person must be asked about"),
    to_translate("%(count)s people qualify where this person must be asked about"),
)
FULL = (
    to_translate("1 service that fits has no free place"),
    to_translate("%(count)s services that fit have no free place"),
)
BARRED = (
    to_translate("1 service that fits is not proposed, for it matters who is housed together"),
    to_translate("%(count)s services that fit are not proposed, for it matters who is housed together"),
)
NOT_ALL_TRIED = (
    to_translate(
        "So many people are to be housed apart that not every way was tried: 1 more person might get a place."
    ),
    to_translate(
        "So many people are to be housed apart that not every way was tried: %(count)s more people might get a place."
    ),
)
NOTHING_FITS = to_translate("no service with a counted place fits")
FITS_UNCOUNTED = to_translate(
    "Fits, but nobody has counted its places: ask %(who)s%(miles)s whether there is room."
)
NOTHING_SURE = to_translate(
    "Nothing eligible is left; the best to ask, whose places nobody has counted, is %(who)s%(miles)s."
)
NOTHING_AT_ALL = to_translate("Nothing else in the directory fits.")
MILES = to_translate(", %(miles)s miles away")


@dataclass(frozen=True)
class Wording:
    """Sentences in one language: translate is a gettext function."""

    translate: Callable[[str], str]

    def rule(self) -> list[str]:
        """The rule as an agency may read it, line by line."""
        lines = [*PRINCIPLES, *(each.words for each in RULE.values())]
        told = [self.translate(line) for line in lines]
        return [*(line[:1].upper() + line[1:].rstrip(".") + "." for line in told), self._counted()]

    def why(self, outcome: Outcome) -> str:
        """Why this person would get the place, or is left."""
        if outcome.service_id is None:
            told = "; ".join(self._in_the_way(outcome)) + "."
            return told[:1].upper() + told[1:]
        if outcome.kept:
            return self.translate(KEPT)
        sure = QUALIFIES if outcome.status is Status.ELIGIBLE else TO_ASK
        choice = FIRST_CHOICE if outcome.choice == 1 else LATER_CHOICE
        return f"{self.translate(sure)} {self.translate(choice) % {'choice': outcome.choice}}"

    def ask(self, nearest: Nearest | None) -> str:
        """Whom to ask for somebody who is left."""
        if nearest is None:
            return self.translate(NOTHING_AT_ALL)
        miles = "" if nearest.miles is None else self.translate(MILES) % {"miles": f"{nearest.miles:.1f}"}
        who = f"{nearest.offer.organization}: {nearest.offer.service}"
        sentence = FITS_UNCOUNTED if nearest.status is Status.ELIGIBLE else NOTHING_SURE
        return self.translate(sentence) % {"who": who, "miles": miles}

    def not_all_tried(self, missed: int) -> str:
        """That a better way may have been missed, where so many are to be housed apart; empty where none was."""
        return self._counting(NOT_ALL_TRIED, missed) if missed else ""

    def _counted(self) -> str:
        return self.translate(COUNTED) % {"days": COUNTS_FOR_DAYS}

    def _in_the_way(self, outcome: Outcome) -> Iterator[str]:
        for name in (*RULE, "qualifies"):
            count = outcome.before.get(name, 0)
            if count:
                yield self._counting(
                    (RULE[name].one, RULE[name].many) if name in RULE else NOBODY_SURE, count
                )
        if outcome.full:
            yield self._counting(FULL, outcome.full)
        if outcome.barred:
            yield self._counting(BARRED, outcome.barred)
        if not outcome.before and not outcome.full and not outcome.barred:
            yield self.translate(NOTHING_FITS)

    def _counting(self, words: tuple[str, str], count: int) -> str:
        return self.translate(words[count != 1]) % {"count": count}


def in_language(language: str) -> Wording:
    """The sentences in a language of LANGUAGES."""
    return Wording(translator(language))
