"""Words of a service, its provider and its place are looked for together."""

from uuid import uuid4

from resources.search.together import Line, Together

ROOMS, BEDS = uuid4(), uuid4()
LINES = [
    Line(ROOMS, "Rooms by the week St. Ann's House Cumberland"),
    Line(BEDS, "Beds Ann Arbor House", held=True),
]


def test_every_word_begins_a_word_of_the_line() -> None:
    together = Together(LINES)

    assert together.find("cumb rooms ST ANNS", 5) == [ROOMS]
    assert together.find("ooms cumberland", 5) == []
    assert together.find("!", 5) == []


def test_what_is_held_back_is_found_by_those_who_decide() -> None:
    together = Together(LINES)

    assert together.find("ann house", 5) == [ROOMS]
    assert together.find("ann house", 5, held=True) == [ROOMS, BEDS]
    assert together.find("ann house", 1, held=True) == [ROOMS]
