"""Wording: turns a reason into the sentence an officer reads, and says what the sentence rests on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time

from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

from agency.languages import WRITTEN_IN, locale_of, to_translate, translator
from matching.fixed_times import APPOINTMENT, KINDS
from matching.measuring import METHODS
from matching.reasons import Param, Reason
from matching.sentences import FINDINGS, PURPOSES, SENTENCES, ZONES
from resources.eligibility import Requirement, phrase
from resources.records.seasons import in_any_year

FEET_PER_METER = 1 / 0.3048
FEET_PER_MILE = 5280
DATES = ("on", "since", "through")
DAYS_OF_A_YEAR = ("first", "last")
CLOCKS = ("from", "until")
LENGTHS = {
    "distance_m": "distance",
    "radius_m": "radius",
    "precision_m": "precision",
    "away_m": "away",
    "lots_m": "lots",
}
CAVEATS = {
    None: to_translate("%(asks)s — %(found)s"),
    "unconfirmed": to_translate("%(asks)s — %(found)s, but nobody has confirmed this rule; call and ask"),
    "doubtful": to_translate("The provider says: %(asks)s — %(found)s; may be unlawful; a person decides"),
}


@dataclass(frozen=True, slots=True)
class Wording:
    """Sentences in one language: translate is a gettext function, locale such as "en_US" or "es_US"."""

    translate: Callable[[str], str]
    locale: str

    def sentence(self, reason: Reason) -> str:
        """What was found and why: "Must be 18 or older — is 16 on Feb 14, 2027."."""
        return self._clause(reason) + "."

    def source(self, reason: Reason) -> str:
        """Whose words a reason rests on and who confirmed them; empty where no requirement is behind it."""
        if reason.branches:
            items = (item for branch in reason.branches for item in branch)
            return "; ".join(dict.fromkeys(filter(None, map(self.source, items))))
        if reason.rule == "do_not_refer":
            return self._decided(reason)
        if reason.requirement is None:
            return ""
        return ", ".join(self._origin(reason.requirement))

    def told_only(self, requirement: Requirement) -> str:
        """A requirement of one part of the service: told, though it decides nothing."""
        says = self.translate(to_translate("Only for %(part)s: %(asks)s."))
        return says % {"part": requirement.part, "asks": phrase(requirement, self.translate)}

    def _clause(self, reason: Reason) -> str:
        whole = SENTENCES.get((reason.rule, reason.code))
        figures = dict(self._figures(reason))
        if whole:
            how = METHODS.get(str(reason.params.get("method", "points")), "")
            measured = f"; {self.translate(how) % figures}" if how else ""
            return self.translate(whole) % figures + measured
        found = FINDINGS.get((reason.rule, reason.code)) or FINDINGS.get(("", reason.code))
        # A code of an older snapshot may have lost its sentence; how the rule turned out is still known.
        finding = self.translate(found or FINDINGS["", reason.status]) % figures
        asks = phrase(reason.requirement, self.translate) if reason.requirement else reason.rule
        return self.translate(CAVEATS[reason.caveat]) % {"asks": asks, "found": finding}

    def _figures(self, reason: Reason) -> Iterator[tuple[str, Param]]:
        for name, value in reason.params.items():
            if name in LENGTHS:
                yield LENGTHS[name], self._length(float(value))
            else:
                yield name, self._written(name, value)
        if reason.branches:
            yield "branches", self._branches(reason)

    def _written(self, name: str, value: Param) -> Param:
        if name in DATES:
            return self.day(date.fromisoformat(str(value)))
        if name in DAYS_OF_A_YEAR:
            return format_skeleton("MMMd", in_any_year(str(value)), locale=self.locale)
        if name in CLOCKS:
            return self._clock(time.fromisoformat(str(value)))
        if name == "purpose":
            return self.translate(PURPOSES.get(str(value), PURPOSES["any"]))
        if name == "fixed":
            kinds = (KINDS.get(kind, KINDS[APPOINTMENT]) for kind in str(value).split(","))
            return ", ".join(map(self.translate, kinds))
        if name == "detour":
            return format_decimal(value, "0.#", self.locale)
        return self.translate(ZONES.get(str(value), ZONES[""])) if name == "kind" else value

    def _branches(self, reason: Reason) -> str:
        both, either = self.translate(to_translate(" and ")), self.translate(to_translate("; or "))
        return either.join(both.join(map(self._clause, branch)) for branch in reason.branches)

    def _decided(self, reason: Reason) -> str:
        day = self.day(date.fromisoformat(str(reason.params["since"])))
        who = reason.params["by"]
        says = to_translate("decided by %(who)s on %(day)s") if who else to_translate("decided on %(day)s")
        return self.translate(says) % {"who": who, "day": day}

    def _origin(self, requirement: Requirement) -> Iterator[str]:
        if requirement.quote:
            yield f"“{requirement.quote}”"
        if requirement.source:
            yield requirement.source
        if requirement.confirmed:
            yield self._confirmed(requirement)
        elif requirement.quote and not requirement.source:
            yield self.translate(to_translate("read from the provider's text, not yet confirmed"))
        else:
            yield self.translate(to_translate("not yet confirmed"))

    def _confirmed(self, requirement: Requirement) -> str:
        if requirement.confirmed_on is None:
            says = (
                to_translate("confirmed by %(who)s")
                if requirement.confirmed_by
                else to_translate("confirmed")
            )
            return self.translate(says) % {"who": requirement.confirmed_by}
        says = to_translate("confirmed on %(day)s")
        if requirement.confirmed_by:
            says = to_translate("confirmed by %(who)s on %(day)s")
        return self.translate(says) % {
            "who": requirement.confirmed_by,
            "day": self.day(requirement.confirmed_on),
        }

    def day(self, day: date) -> str:
        """A date as it is written in the language."""
        return format_date(day, "medium", self.locale)

    def _clock(self, moment: time) -> str:
        return format_time(moment, "h:mm a" if moment.minute else "h a", locale=self.locale).lower()

    def _length(self, meters: float) -> str:
        feet = meters * FEET_PER_METER
        if round(feet, -1) < FEET_PER_MILE:
            return self.translate(to_translate("%(number)s ft")) % {
                "number": format_decimal(round(feet), "#,##0", self.locale)
            }
        miles = format_decimal(feet / FEET_PER_MILE, "#,##0.0", self.locale)
        return self.translate(to_translate("%(number)s mi")) % {"number": miles}


def english() -> Wording:
    """American English, the language the sentences are written in."""
    return in_language(WRITTEN_IN)


def in_language(language: str) -> Wording:
    """Sentences in one of agency.languages.LANGUAGES, by its slug."""
    return Wording(translator(language), locale_of(language))
