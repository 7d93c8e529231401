"""A proposal takes the best services that fit the week together, and says which better ones clash."""

from dataclasses import replace
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.week.activities import Activity, Ways, Week, Window
from matching.week.arranging import arrange
from matching.week.proposal import Candidate, propose
from matching.week.timetable import Effort
from tests.matching.week.test_arranging import PLACES, WAYS, WORK, activities, weeks

EFFORT = 20.0


def visit(key: str, *hours: tuple[int, int, int], place: str = "west") -> Activity:
    windows = tuple(Window(day, begins * 60, ends * 60) for day, begins, ends in hours)
    return Activity(key=key, minutes=60, times=1, windows=windows, place=place, required=False)


WEEK = Week(activities=(WORK,), free=(360, 840), ways=WAYS)
AT_WORK = visit("clinic at noon", (1, 11, 14))
LATE = visit("clinic after work", (1, 17, 20))
MEAL = visit("meal", (1, 18, 19), place="east")
PHONE = Candidate("line", 1, None)


def test_what_clashes_with_work_gives_way_to_the_next() -> None:
    options = {"health_care": [Candidate("noon", 1, AT_WORK), Candidate("late", 2, LATE)], "legal": [PHONE]}

    proposal = propose(WEEK, options, Effort(EFFORT))

    health, legal = proposal.chosen
    assert health.candidate is not None
    assert health.candidate.key == "late"
    [(clashed, clash)] = health.clashed
    assert (clashed.key, clash.key, clash.beside) == ("noon", "clinic at noon", ("work",))
    assert legal.candidate is PHONE
    assert proposal.travel == 60
    assert proposal.arranged.fits


def test_two_that_clash_with_each_other_are_not_both_proposed() -> None:
    two = replace(WEEK, activities=(), free=(17 * 60, 180))
    options = {
        "health_care": [Candidate("late", 1, LATE)],
        "food_and_clothing": [Candidate("meal", 1, MEAL), Candidate("line", 2, None)],
    }

    proposal = propose(two, options, Effort(EFFORT))

    assert [each.candidate and each.candidate.key for each in proposal.chosen] == ["late", "line"]


def test_a_need_that_nothing_fits_stays_open_with_the_reasons() -> None:
    proposal = propose(WEEK, {"health_care": [Candidate("noon", 1, AT_WORK)]}, Effort(EFFORT))

    [chosen] = proposal.chosen
    assert chosen.candidate is None
    assert [each.key for each, _ in chosen.clashed] == ["noon"]


def test_the_nearer_of_two_is_taken_where_it_saves_more_than_its_place() -> None:
    travel = {pair: 60 if "north" in pair else 10 for pair in permutations(PLACES, 2)}
    far, near = visit("far", (0, 9, 12), place="north"), visit("near", (0, 9, 12), place="west")

    proposal = propose(
        Week(activities=(), ways=Ways(travel)),
        {"jobs": [Candidate("far", 1, far), Candidate("near", 2, near)]},
        Effort(EFFORT),
    )

    [chosen] = proposal.chosen
    assert chosen.candidate is not None
    assert (chosen.candidate.key, chosen.saved, chosen.clashed) == ("near", 100, ())


@given(weeks(3), st.data())
@settings(max_examples=30)
def test_whatever_is_proposed_fits_beside_what_stands(week: Week, data: st.DataObject) -> None:
    options = {
        need: [
            Candidate(f"{need} {rank}", rank, replace(data.draw(activities(rank)), key=f"{need} {rank}"))
            for rank in (1, 2)
        ]
        for need in ("jobs", "health_care")
    }

    proposal = propose(week, options, Effort(EFFORT))

    changed = {each.key for each in arrange(week, Effort(EFFORT)).changes}
    kept = [each for each in week.activities if each.key not in changed]
    proposed = [each.candidate.activity for each in proposal.chosen if each.candidate]
    together = replace(week, activities=(*kept, *filter(None, proposed)))
    assert arrange(together, Effort(EFFORT)).fits
