"""Three values: unknown is never a silent no."""

import pytest

from matching.answers import MET, NOT_MET, UNKNOWN, Answer, all_of, any_of, opposite, yes_or_no


@pytest.mark.parametrize(("fact", "expected"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_an_absent_fact_is_unknown_and_never_no(fact: bool | None, expected: Answer) -> None:
    assert yes_or_no(fact) is expected


def test_the_opposite_of_unknown_is_unknown() -> None:
    assert [opposite(answer) for answer in (MET, NOT_MET, UNKNOWN)] == [NOT_MET, MET, UNKNOWN]


@pytest.mark.parametrize(
    ("answers", "all_", "any_"),
    [
        ((MET, MET), MET, MET),
        ((MET, UNKNOWN), UNKNOWN, MET),
        ((MET, NOT_MET), NOT_MET, MET),
        ((UNKNOWN, NOT_MET), NOT_MET, UNKNOWN),
        ((NOT_MET, NOT_MET), NOT_MET, NOT_MET),
    ],
)
def test_answers_are_joined_by_and_and_by_or(answers: tuple[Answer, ...], all_: Answer, any_: Answer) -> None:
    assert all_of(answers) is all_
    assert any_of(answers) is any_
