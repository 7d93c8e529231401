"""The week of one person: everything gathered as the solver wants it, and what came of it in words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, floor

from sqlalchemy.orm import Session, object_session

from matching.catalog import Catalog
from matching.hours import free_time
from matching.offer import Place
from matching.week.activities import HOME, Activity, Week, down, up
from matching.week.clashes import Arranged
from matching.week.timetable import Effort
from matching.week.travel import ways
from matching.week.words import WeekWords, week_words
from reentry.matches import matches
from reentry.people import commitments, conditions
from reentry.people.people import Person
from reentry.people.person_needs import NOT_ACROSS_THE_DESK
from reentry.plans.plans import Plan
from reentry.plans.steps import PlanStep
from reentry.week.entries import Entry, of_commitment, of_step
from reentry.week.taken_hours import UNKNOWN_WAY
from resources.geocoding.local import local_geocoder

# How long the solver may take while somebody waits.
SECONDS = 2.0
# What an order demands at hours of its own; fixed times and needs are called the same.
ORDERED_HOURS = ("reporting", "community_service")


@dataclass(frozen=True)
class PersonWeek:
    """What is in the week of a person, and the week itself.

    unplaced: what has no hours on record; unknown_ways: what nobody can say the way to, reckoned as way_minutes;
    ordered: what is ordered and has no time in the week yet, as kinds of condition.
    """

    person: Person
    entries: tuple[Entry, ...]
    week: Week
    way_minutes: int
    ordered: tuple[str, ...]

    @property
    def unplaced(self) -> list[Entry]:
        """What no time can be found for, because its hours are not on record."""
        return [each for each in self.entries if each.activity is None]

    @property
    def unknown_ways(self) -> list[Entry]:
        """What nobody can say the way to."""
        home = matches.place_of(self.person)
        return [
            each
            for each in self.entries
            if each.activity
            and each.activity.place != HOME
            and each.stated is None
            and (home is None or each.place is None)
        ]

    def entry(self, key: str) -> Entry:
        """What a session of the timetable is of."""
        return next(each for each in self.entries if each.key == key)

    def named(self, sensitive: bool) -> dict[str, str]:
        """What each is called, to those who may know of health or not."""
        return {
            each.key: each.name if sensitive or not each.sensitive else each.neutral for each in self.entries
        }

    def across_the_desk(self, sensitive: bool) -> dict[str, str]:
        """The same where the person may look at the screen: what tells of a victim has a neutral name."""
        return {
            **self.named(sensitive),
            **{
                each.key: each.neutral
                for each in self.entries
                if each.step and each.step.need in NOT_ACROSS_THE_DESK
            },
        }

    def words(self, sensitive: bool = True) -> WeekWords:
        """Clashes and changes in words."""
        return week_words(self.named(sensitive))

    def arranged(self, seconds: float = SECONDS) -> Arranged:
        """The week put together."""
        from matching.week.arranging import arrange

        return arrange(self.week, Effort(seconds))

    def without_proposals(self) -> "PersonWeek":
        """The same with what somebody has chosen or entered alone."""
        kept = tuple(each for each in self.entries if each.step is None or not each.step.stands_in)
        activities = tuple(each.activity for each in kept if each.activity)
        return replace(self, entries=kept, week=replace(self.week, activities=activities))


def effect(found: PersonWeek, step: PlanStep) -> str:
    """What a step does to the week, in a sentence that names nobody."""
    entry = next((each for each in found.entries if each.step is step), None)
    if entry is None:
        return "It takes no time in the week."
    if entry.activity is None:
        return "Its hours are not on record, so nobody can say whether it fits the week."
    arranged = found.arranged()
    if arranged.fits:
        return "It fits the week."
    if any(entry.key in (each.key, *each.beside) for each in arranged.clashes):
        return "It clashes with what is in the week: the page of the week says how, and what would do least."
    return "The week had a clash before; it adds none."


def week_of(person: Person, plan: Plan | None, catalog: Catalog, beyond: Sequence[Entry] = ()) -> PersonWeek:
    """The week of a person with a plan; beyond: what else might come into it."""
    entries = (*_entries(person, plan, catalog), *beyond)
    places: dict[str, Place | None] = {HOME: matches.place_of(person)}
    stated = {}
    for entry in entries:
        if entry.activity and entry.activity.place != HOME:
            places[entry.activity.place] = entry.place
            if entry.stated is not None:
                stated[entry.activity.place] = entry.stated
    way = UNKNOWN_WAY if person.travel_minutes is None else ceil(person.travel_minutes)
    activities: tuple[Activity, ...] = tuple(entry.activity for entry in entries if entry.activity)
    week = Week(activities=activities, free=_free(person), ways=ways(places, stated, person.transport, way))
    return PersonWeek(person, entries, week, way, tuple(_ordered(person, entries)))


def _entries(person: Person, plan: Plan | None, catalog: Catalog) -> Iterator[Entry]:
    session: Session | None = object_session(person)
    assert session is not None
    geocoder = local_geocoder(session).of(session)
    live = commitments.in_force(person.commitments)
    for commitment in live:
        yield of_commitment(commitment, lambda place: matches.locate(place, geocoder))
    answered = {each.step for each in live if each.step}
    for step in plan.steps if plan else ():
        if step.live and step.service_id and str(step.id) not in answered:
            entry = of_step(step, catalog)
            if entry is not None:
                yield entry


def _free(person: Person) -> tuple[int, int] | None:
    """The time that the curfew leaves each day."""
    curfew = conditions.terms_of(person.conditions, None).curfew
    if curfew is None or curfew.start is None or curfew.end is None:
        return None
    begins, lasts = free_time(curfew.start, curfew.end, 0)
    first = up(begins)
    return first, down(floor(begins + lasts)) - first


def _ordered(person: Person, entries: Iterable[Entry]) -> Iterator[str]:
    there = {each.commitment.kind if each.commitment else each.step and each.step.need for each in entries}
    for kind in dict.fromkeys(each.kind for each in conditions.in_force(person.conditions)):
        if kind in ORDERED_HOURS and kind not in there:
            yield kind
