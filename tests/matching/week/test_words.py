"""Every clash and every change is a sentence, in both languages."""

import pytest

from matching.minutes import DAY
from matching.week.activities import Session
from matching.week.clashes import Change, Clash
from matching.week.words import CLASHES, week_words

NAMES = {"work": "Alpha", "group": "Beta"}
EN, ES = week_words(NAMES), week_words(NAMES, "es")


@pytest.mark.parametrize("kind", CLASHES)
def test_a_clash_is_a_sentence_in_both_languages(kind: tuple[bool, bool, bool]) -> None:
    beside, curfew, travel = kind
    clash = Clash("group", ("work",) if beside else (), curfew, travel)

    assert EN.clash(clash) != ES.clash(clash)
    assert "Beta" in ES.clash(clash)
    assert ("Alpha" in EN.clash(clash)) is beside


def test_the_smallest_change_names_day_and_minutes() -> None:
    session = Session(DAY + 1050, DAY + 1140, "group", beyond=30)

    assert (
        EN.change(Change("group", session), 1)
        == "Approve Beta on Tuesday: away from home for 30 minutes within the curfew."
    )
    assert "martes" in ES.change(Change("group", session), 1)
    moved = EN.change(Change("work", Session(DAY + 420, DAY + 900, "work", moved=120)), 5)
    assert (
        moved.replace("\N{NARROW NO-BREAK SPACE}", " ")
        == "Move Alpha on Tuesday by 120 minutes, to 7 am–3 pm."
    )


def test_what_is_left_out_says_how_often_it_remains() -> None:
    assert EN.change(Change("group", left_out=2), 2) == "Leave out Beta."
    assert EN.change(Change("group", left_out=1), 3) == "Beta fewer times a week: 2 instead of 3."
    assert ES.change(Change("group", left_out=1), 3) != EN.change(Change("group", left_out=1), 3)
