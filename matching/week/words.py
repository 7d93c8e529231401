"""Words for clashes and changes: names come from the caller, days and hours from the locale."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time

from babel.dates import format_time, get_day_names
from babel.lists import format_list

from agency.languages import WRITTEN_IN, locale_of, to_translate, translator
from matching.minutes import DAY
from matching.week.activities import Session
from matching.week.clashes import Change, Clash

CLASHES: Mapping[tuple[bool, bool, bool], str] = {
    # Beside others or alone; because of the curfew; because of the ways.
    (True, False, False): to_translate("%(what)s finds no time beside %(others)s."),
    (True, True, False): to_translate("%(what)s finds no time beside %(others)s and home by curfew."),
    (True, False, True): to_translate("%(what)s finds no time beside %(others)s: the way there is too long."),
    (True, True, True): to_translate(
        "%(what)s finds no time beside %(others)s, with the ways there and home by curfew."
    ),
    (False, False, False): to_translate("%(what)s has no hours that are long enough on enough days."),
    (False, True, False): to_translate("%(what)s lies within the curfew."),
    (False, True, True): to_translate("%(what)s leaves no time for the way home by curfew."),
}
APPROVE = to_translate(
    "Approve %(what)s on %(day)s: away from home for %(minutes)s minutes within the curfew."
)
MOVE = to_translate("Move %(what)s on %(day)s by %(minutes)s minutes, to %(from)s–%(until)s.")
LEAVE_OUT = to_translate("Leave out %(what)s.")
FEWER = to_translate("%(what)s fewer times a week: %(times)s instead of %(asked)s.")


@dataclass(frozen=True)
class WeekWords:
    """Says clashes and changes in one language; names tells what each activity is called."""

    names: Mapping[str, str]
    translate: Callable[[str], str]
    locale: str

    def clash(self, clash: Clash) -> str:
        """Why something finds no room."""
        says = CLASHES[bool(clash.beside), clash.curfew, clash.travel]
        others = format_list([self.names[key] for key in clash.beside], locale=self.locale)
        return self.translate(says) % {"what": self.names[clash.key], "others": others}

    def change(self, change: Change, times: int) -> str:
        """What would have to be different; times: how often a week the activity is asked for."""
        what, session = self.names[change.key], change.session
        if session is None:
            if change.left_out >= times:
                return self.translate(LEAVE_OUT) % {"what": what}
            figures = {"what": what, "times": times - change.left_out, "asked": times}
            return self.translate(FEWER) % figures
        told = (
            [self.translate(APPROVE) % self._figures(what, session, session.beyond)] if session.beyond else []
        )
        if session.moved:
            told.append(self.translate(MOVE) % self._figures(what, session, session.moved))
        return " ".join(told)

    def day(self, day: int) -> str:
        """A day of the week; 0 is Monday."""
        return str(get_day_names("wide", locale=self.locale)[day])

    def clock(self, minutes: int) -> str:
        """An hour of the day, from minutes after some midnight."""
        moment = time(minutes % DAY // 60, minutes % 60)
        return format_time(moment, "h:mm a" if moment.minute else "h a", locale=self.locale).lower()

    def _figures(self, what: str, session: Session, minutes: int) -> dict[str, object]:
        return {
            "what": what,
            "day": self.day(session.day),
            "minutes": minutes,
            "from": self.clock(session.begins),
            "until": self.clock(session.ends),
        }


def week_words(names: Mapping[str, str], language: str = WRITTEN_IN) -> WeekWords:
    """The words in one of agency.languages.LANGUAGES."""
    return WeekWords(names, translator(language), locale_of(language))
