"""One paragraph of hours, read word by word: which times belong to which days."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from resources.hours.clock_times import Opening, read_range
from resources.hours.closings import is_exception, without_closed_days
from resources.hours.others import are_of_others
from resources.hours.weekdays import Days
from resources.hours.words import DAYS, Kind, Word

_TIMED = {*DAYS, Kind.OPENING}
# Here a clause ends, and with it what its times can be joined to.
_ENDS = {Kind.SENTENCE, Kind.STOP}
# Times and days beyond these are told apart from those before.
_STOPS = {Kind.CLOSED, Kind.SHUT, Kind.DATE}
_SHORT_CLAUSE = 30
_TO_CALL = re.compile(r"\bcall(?:ing|s)?\b", re.IGNORECASE)
# "Opens at 4:30PM", "must leave by 6:30AM": the two ends of one opening, told apart.
_OPENS_AT = re.compile(r"\bopens?(?:\s+[a-z]+){0,3}\s+$", re.IGNORECASE)
_LEAVES_AT = re.compile(
    r"\b(?:leaves?|vacates?|departs?|out|close[sd]?|closing)"
    r"(?:\s+(?:daily|again|the \w+|every \w+))?(?:[\s:]+(?:at|by))?\W*$",
    re.IGNORECASE,
)
_LONGEST_LEAD, _LONGEST_SENTENCE = 30, 300
_BESIDE_A_DATE = re.compile(r"[\s,:(]*(?:the\s+|is\s+)?")


@dataclass(frozen=True, slots=True)
class Found:
    """An opening on its days and where the words stand.

    far: the two stand in different sentences; of_others: the hours of volunteers, donors or an office, or those to call
    for something.
    """

    days: Days
    opening: Opening
    start: int
    end: int
    far: bool
    of_others: bool


def read_passage(text: str, start: int, words: Iterable[Word], *, of_others: bool = False) -> list[Found]:
    """The weekly openings of one paragraph or list item that begins at start, in the order of the text.

    of_others: its heading names helpers or donors.
    """
    passage = _Passage(text, start, start, lasting=of_others, of_others=of_others)
    clause: list[Word] = []
    for word in words:
        clause.append(word)
        if word.kind in _ENDS:
            passage.read(clause)
            clause = []
    passage.read([*clause, Word(Kind.SENTENCE, len(text), len(text))])
    return passage.found


@dataclass(slots=True)
class _Passage:
    """What has been read so far of a passage that begins at a place of the text.

    waiting: days whose times are still to come; spoken: the days of the latest times, for more times in the same
    sentence; closing: the days after "closed" or "except" (excepts), None outside of that; date: the end of a date
    whose times are those of one event; sentence: where the sentence begins; told: the end of the latest times;
    of_others: whether these are others', lasting: by the heading of the passage; door: when a door opens whose
    closing is told apart; shut: days that are not open, whatever is so daily.
    """

    text: str
    begin: int
    sentence: int
    found: list[Found] = field(default_factory=list)
    waiting: list[Word] = field(default_factory=list)
    spoken: list[Word] = field(default_factory=list)
    closing: list[Word] | None = None
    excepts: bool = False
    date: int | None = None
    new_sentence: bool = True
    told: int = 0
    of_others: bool = False
    lasting: bool = False
    door: Word | None = None
    shut: Days = frozenset()

    def read(self, clause: list[Word]) -> None:
        """Read one clause; in "9-5 Mon-Fri" the times come before their days."""
        clause = without_closed_days(self.text, clause)
        for word in clause if self.waiting and not self.new_sentence else _days_first(clause):
            if word.kind in DAYS:
                self._days(word)
            elif word.opening:
                self._opening(word.opening, word)
            else:
                self._other(word)

    def _days(self, word: Word) -> None:
        if self.closing is not None:
            self.closing.append(word)
        elif self.date is None or not _BESIDE_A_DATE.fullmatch(self.text[self.date : word.start]):
            self.waiting = [word] if self.new_sentence else [*self.waiting, word]
            self.date, self.new_sentence = None, False

    def _opening(self, opening: Opening, word: Word) -> None:
        if self.closing and self.waiting:
            self._narrow(self.closing)
        elif self.closing and self._begins_anew(self.closing):
            *closed, own = self.closing
            self._close(_union(closed), None)
            self.waiting, self.closing = [own], None
        days = self.waiting or (self.spoken if self._goes_on(word) else [])
        if self.closing and self.excepts:
            self._close(_union(self.closing), None)
            days, self.closing = self.closing, None
        if self.closing is not None:
            self._close(_union(self.closing), opening)
            self.closing = []
        elif self.date is None and days:
            self.spoken, self.waiting = days, []
            start, end = min(days[0].start, word.start), max(days[-1].end, word.end)
            if open_days := self._open_days(days):
                of_others = self._are_of_others(start, end)
                self.found.append(Found(open_days, opening, start, end, self.new_sentence, of_others))
            self.new_sentence, self.told = False, word.end

    def _open_days(self, days: list[Word]) -> Days:
        """The days that are meant; "daily" takes in none that are said to be closed."""
        daily = all(word.kind is not Kind.DAYS for word in days)
        return _union(days) - (self.shut if daily else frozenset())

    def _begins_anew(self, closing: list[Word]) -> bool:
        """Whether the last days behind "closed" have times of their own: "closed Wednesdays, Sat 10-2"."""
        if len(closing) == 1:
            return False
        between = self.text[closing[-2].end : closing[-1].start]
        return "," in between and not re.search(r"\b(?:and|or)\b|&", between)

    def _narrow(self, closing: list[Word]) -> None:
        """Take days that are excepted out of those still to be opened: "daily except Sunday, 9-4"."""
        left = _union(self.waiting) - _union(closing)
        self.waiting = [replace(self.waiting[0], kind=Kind.DAYS, days=left, end=closing[-1].end)]
        self.closing = None

    def _are_of_others(self, start: int, end: int) -> bool:
        """Whether times from start to end are not the service's own: nobody comes then, or only to call or help."""
        told = max(self.begin, self.told, start - _LONGEST_SENTENCE)
        lead, behind = self.text[told:start], self.text[end : end + _LONGEST_LEAD]
        self.of_others = are_of_others(lead, behind, before=self.of_others, lasting=self.lasting)
        return self.of_others or bool(
            _TO_CALL.search(self.text, max(self.sentence, start - _LONGEST_SENTENCE), start)
        )

    def _goes_on(self, word: Word) -> bool:
        """Whether times without days of their own still belong to those before: not after a long new clause."""
        between = self.text[self.told : word.start]
        return ";" not in between or len(between) <= _SHORT_CLAUSE

    def _other(self, word: Word) -> None:
        if word.kind is Kind.CLOSED:
            self.excepts, self.closing = is_exception(self.text, word), []
            if self._beside_days(word) and not self.excepts and self.text[word.start - 1] != "(":
                self.closing, self.waiting = self.waiting, []
        elif word.kind is Kind.SHUT:
            self._shut(word.days)
        elif word.kind is Kind.DATE:
            self.waiting = [] if self._beside_days(word) else self.waiting
            self.date = word.end
        elif word.kind is Kind.MOMENT:
            self._moment(word)
        elif word.kind is not Kind.SEASON:
            if self.closing:
                self._close(_union(self.closing), None)
            if self.closing and self.waiting:
                self._narrow(self.closing)
            self.closing, self.date = None, None
        if word.kind is Kind.SENTENCE:
            self.spoken, self.new_sentence, self.sentence = [], True, word.end

    def _beside_days(self, word: Word) -> bool:
        """Whether it stands right behind days still without times: a date or "closed" speaks of those."""
        between = self.text[self.waiting[-1].end : word.start] if self.waiting else "-"
        return _BESIDE_A_DATE.fullmatch(between) is not None

    def _moment(self, word: Word) -> None:
        """Days do not wait beyond a single time, unless it tells when a door opens that is closed later on."""
        lead = self.text[max(0, word.start - _LONGEST_LEAD) : word.start]
        if _OPENS_AT.search(lead):
            self.door = word
        elif self.door and _LEAVES_AT.search(lead):
            ends = (self.text[each.start : each.end] for each in (self.door, word))
            if opening := read_range("-".join(ends)):
                self._opening(opening, Word(Kind.OPENING, self.door.start, word.end))
            self.door = None
        elif not self.door:
            self.waiting = []

    def _shut(self, days: Days) -> None:
        """Take days out of longer stretches; times of their own stay, as beside "talks by appointment"."""
        self.shut |= days
        self.found = [
            each if each.days <= days else replace(each, days=each.days - days) for each in self.found
        ]

    def _close(self, days: Days, lunch: Opening | None) -> None:
        """Take days, or an hour at noon, out of what was found last."""
        self.shut |= frozenset() if lunch else days
        self.found = [part for each in self.found for part in _without(each, days, lunch)]


def _without(found: Found, days: Days, lunch: Opening | None) -> list[Found]:
    opening = found.opening
    if not lunch:
        return [replace(found, days=found.days - days)] if found.days - days else []
    if not opening.opens < lunch.opens < lunch.closes < opening.closes:
        return [found]
    touched = found.days & days or found.days
    parts = [replace(found, days=found.days - touched)] if found.days - touched else []
    halves = replace(opening, closes=lunch.opens), replace(opening, opens=lunch.closes)
    return parts + [replace(found, days=touched, opening=half) for half in halves]


def _union(words: list[Word]) -> Days:
    """All the days; "daily" beside named days is narrowed to them."""
    named = [word.days for word in words if word.kind is Kind.DAYS]
    every = [word.days for word in words if word.kind is Kind.EVERY_DAY]
    return frozenset().union(*(named or every))


def _days_first(clause: list[Word]) -> list[Word]:
    """The clause with each days before their times, where it begins with times that days follow."""
    size = next((at for at, word in enumerate(clause) if word.kind in _STOPS), len(clause))
    timed = [word for word in clause[:size] if word.kind in _TIMED]
    runs = [list(run) for _, run in groupby(timed, key=lambda word: word.kind is Kind.OPENING)]
    if len(runs) < 2 or not runs[0][0].opening:
        return clause
    if len(runs) % 2 == 0:
        ordered = [each for at in range(0, len(runs), 2) for each in runs[at + 1] + runs[at]]
    else:
        # "9-5 Mon-Thurs, Fri 9-12": the last of the days already belongs to the times that follow.
        own = max(len(runs[1]) - 1, 1)
        ordered = [*runs[1][:own], *runs[0], *runs[1][own:], *(each for run in runs[2:] for each in run)]
    return ordered + [word for word in clause[:size] if word.kind not in _TIMED] + clause[size:]
