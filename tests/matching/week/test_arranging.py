"""A timetable holds on the ground: one thing at a time, the ways between, home by curfew; or what clashes is told."""

from dataclasses import replace
from itertools import pairwise, product

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.minutes import DAY
from matching.week import arranging
from matching.week.activities import HOME, Activity, Session, Ways, Week, Window
from matching.week.clashes import Arranged
from matching.week.timetable import Effort, Timetable

SECONDS = 20.0
PLACES = (HOME, "east", "west", "north")
WEEK_MINUTES = 7 * DAY


@st.composite
def windows(draw: st.DrawFn, day: int) -> Window:
    begins = draw(st.integers(0, 22 * 12)) * 5
    return Window(day, begins, begins + draw(st.integers(6, 10 * 12)) * 5)


@st.composite
def activities(draw: st.DrawFn, number: int) -> Activity:
    days = draw(st.lists(st.integers(0, 6), min_size=1, max_size=4, unique=True))
    return Activity(
        key=f"activity {number}",
        minutes=draw(st.sampled_from((30, 45, 60, 120, 240))),
        times=draw(st.integers(1, 2)),
        windows=tuple(draw(windows(day)) for day in days),
        place=draw(st.sampled_from(PLACES)),
        required=draw(st.booleans()),
        approved=draw(st.integers(0, 9)) == 0,
        movable=draw(st.sampled_from((0, 0, 30))),
    )


@st.composite
def weeks(draw: st.DrawFn, most: int = 5) -> Week:
    count = draw(st.integers(1, most))
    travel = {
        (one, other): draw(st.integers(0, 50)) for one, other in product(PLACES, PLACES) if one != other
    }
    free = draw(
        st.none()
        | st.tuples(st.integers(4 * 12, 9 * 12), st.integers(0, 18 * 12)).map(
            lambda free: (free[0] * 5, free[1] * 5)
        )
    )
    return Week(
        activities=tuple(draw(activities(number)) for number in range(count)), free=free, ways=Ways(travel)
    )


def arrange(week: Week, seconds: float) -> Arranged:
    return arranging.arrange(week, Effort(seconds))


def only(week: Week, *keys: str) -> Week:
    return replace(week, activities=tuple(each for each in week.activities if each.key in keys))


def activity_of(week: Week, session: Session) -> Activity:
    return next(each for each in week.activities if each.key == session.key)


def holds_together(week: Week, timetable: Timetable) -> bool:
    """Every session after the one before it by the way between them; after Sunday comes Monday."""
    around = [
        (session.begins + shift, session.ends + shift, activity_of(week, session).place)
        for session in timetable.sessions
        for shift in (0, WEEK_MINUTES)
    ]
    around.sort()
    return all(
        left + week.ways.between(place, next_place) <= begins
        for (_, left, place), (begins, _, next_place) in pairwise(around)
    )


def at_home_by_curfew(week: Week, session: Session) -> bool:
    """Reckoned minute by minute, unlike the solver does."""
    activity = activity_of(week, session)
    if week.free is None or activity.approved:
        return True
    opens, lasts = week.free
    leaves = session.begins - week.ways.between(HOME, activity.place)
    returns = session.ends + week.ways.between(activity.place, HOME)
    return all((minute - opens) % DAY < lasts for minute in range(leaves, returns))


@given(weeks())
@settings(max_examples=120)
def test_what_is_put_together_can_be_done(week: Week) -> None:
    arranged = arrange(week, SECONDS)

    assert holds_together(week, arranged.timetable)
    for session in arranged.timetable.sessions:
        assert session.beyond or at_home_by_curfew(week, session)
    if arranged.fits:
        assert not arranged.clashes
        assert not any(session.changed for session in arranged.timetable.sessions)
        for activity in week.activities:
            sessions = arranged.timetable.of(activity.key)
            assert len(sessions) == activity.times
            assert all(within_a_window(activity, each) for each in sessions)


def within_a_window(activity: Activity, session: Session) -> bool:
    return any(
        each.day * DAY + each.begins <= session.begins and session.ends <= each.day * DAY + each.ends
        for each in activity.windows
    )


@given(weeks())
@settings(max_examples=120)
def test_a_clash_is_the_smallest_there_is(week: Week) -> None:
    arranged = arrange(week, SECONDS)

    assert bool(arranged.clashes) is not arranged.fits
    for clash in arranged.clashes:
        together = (clash.key, *clash.beside)
        assert not arrange(only(week, *together), SECONDS).fits
        for left_out in together:
            kept = only(week, *(each for each in together if each != left_out))
            assert arrange(kept, SECONDS).fits
        if clash.curfew:
            assert arrange(replace(only(week, *together), free=None), SECONDS).fits


@given(weeks())
@settings(max_examples=60)
def test_without_whatever_was_to_change_the_rest_fits(week: Week) -> None:
    changed = {each.key for each in arrange(week, SECONDS).changes}

    rest = only(week, *(each.key for each in week.activities if each.key not in changed))

    assert arrange(rest, SECONDS).fits


@given(weeks(), st.integers(1, 12), st.integers(1, 12))
@settings(max_examples=120)
def test_more_free_time_never_takes_a_week_that_fits(week: Week, earlier: int, longer: int) -> None:
    if not arrange(week, SECONDS).fits:
        return
    more = week.free and (week.free[0] - 5 * earlier, week.free[1] + 5 * (earlier + longer))
    wider = tuple(
        replace(
            each,
            windows=tuple(
                Window(window.day, window.begins - 5 * earlier, window.ends + 5 * longer)
                for window in each.windows
            ),
        )
        for each in week.activities
    )

    assert arrange(replace(week, free=more), SECONDS).fits
    assert arrange(replace(week, activities=wider), SECONDS).fits


@given(weeks())
@settings(max_examples=30)
def test_the_same_week_gives_the_same_timetable(week: Week) -> None:
    assert arrange(week, SECONDS) == arrange(week, SECONDS)


WORK = Activity(
    key="work", minutes=480, times=5, windows=tuple(Window(day, 540, 1020) for day in range(5)), place="east"
)
GROUP = Activity(key="group", minutes=90, times=1, windows=(Window(1, 1020, 1140),), place="west")
WAYS = Ways({(one, other): 30 for one, other in product(PLACES, PLACES) if one != other})


def test_a_group_after_work_fits_where_curfew_leaves_the_time() -> None:
    arranged = arrange(Week(activities=(WORK, GROUP), free=(360, 840), ways=WAYS), SECONDS)

    assert arranged.fits
    assert [(each.begins - DAY, each.ends - DAY) for each in arranged.timetable.of("group")] == [(1050, 1140)]


def test_an_hour_too_much_is_told_with_the_least_that_would_do() -> None:
    """Home by 7 pm: the group ends at 7 pm and the way home takes half an hour."""
    arranged = arrange(Week(activities=(WORK, GROUP), free=(360, 780), ways=WAYS), SECONDS)

    [clash] = arranged.clashes
    [change] = arranged.changes
    assert (clash.key, clash.beside, clash.curfew, clash.travel) == ("group", ("work",), True, True)
    assert change.session is not None
    assert (change.key, change.session.beyond, change.session.moved) == ("group", 30, 0)


def test_whatever_is_to_change_is_told_why_also_where_one_thing_stands_in_the_way_of_several() -> None:
    court = Activity(key="court", minutes=60, times=1, windows=(Window(1, 990, 1050),), place="east")
    visit = Activity(
        key="visit", minutes=60, times=1, windows=(Window(2, 600, 720),), place="west", required=False
    )
    week = Week(activities=(replace(WORK, movable=60), visit, court), ways=WAYS)

    arranged = arrange(week, SECONDS)

    assert {change.key for change in arranged.changes} == {"work", "visit"}
    assert [(clash.key, clash.beside) for clash in arranged.clashes] == [
        ("work", ("court",)),
        ("visit", ("work",)),
    ]


def test_what_an_employer_can_move_is_moved_rather_than_left_out() -> None:
    court = Activity(key="court", minutes=60, times=1, windows=(Window(2, 930, 990),), place="west")
    work = replace(WORK, movable=120)

    arranged = arrange(Week(activities=(work, court), ways=WAYS), SECONDS)

    [change] = arranged.changes
    assert change.key == "work"
    assert change.session is not None
    assert (change.session.day, change.session.moved) == (2, 120)


def test_something_that_has_no_hours_clashes_with_nothing_but_itself() -> None:
    arranged = arrange(Week(activities=(WORK, replace(GROUP, windows=())), ways=WAYS), SECONDS)

    [clash] = arranged.clashes
    assert (clash.key, clash.beside, clash.curfew, clash.travel) == ("group", (), False, False)
    assert arranged.changes[0].left_out == 1


def test_a_night_shift_on_sunday_reaches_into_monday() -> None:
    night = Activity(key="night", minutes=480, times=1, windows=(Window(6, 1320, 1800),), place="east")
    early = Activity(key="early", minutes=60, times=1, windows=(Window(0, 300, 360),), place="east")

    assert not arrange(Week(activities=(night, early), ways=WAYS), SECONDS).fits
    assert arrange(
        Week(activities=(night, replace(early, windows=(Window(1, 300, 360),))), ways=WAYS), SECONDS
    ).fits


def test_without_time_there_is_still_an_answer_that_claims_nothing() -> None:
    assert arrange(Week(activities=(WORK,), ways=WAYS), 0) == Arranged(
        Timetable((), proven=False), (), arrange(Week(activities=(WORK,), ways=WAYS), 0).changes
    )
