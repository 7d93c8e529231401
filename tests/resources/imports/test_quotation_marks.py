"""A quotation mark that takes in more than its cell is refused with the line on which it opens."""

from collections.abc import Callable
from pathlib import Path

import pytest

from resources.imports.batch import Batch
from resources.imports.refusals import UnusableFileError

Judge = Callable[..., Batch]
HEAD = "Agency,City,Description\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('Agency,City\n"Unclosed,Baltimore\nB,Towson\n', "row 2, line 2, that is never closed"),
        (
            'Agency,City\nHarbor Step,Baltimore\n"Unclosed,Baltimore\nB,Towson\n',
            "row 3, line 3, that is never",
        ),
        (
            HEAD + '"A","Baltimore","Beds\nand meals"\nB,Towson,"Food\nC,Essex,Legal\n',
            "row 3, line 4, that is never",
        ),
        (HEAD + 'A,"Baltimore,Beds\nB,Towson,Food\nC",Essex,Legal\n', r"row 2, line 2, that swallows lines"),
        (
            HEAD + '"A,Baltimore,Beds\nB,Towson,Food\nC",Essex,Legal\n',
            r"like rows of their own \(“B,Towson,Food”\)",
        ),
        ('Agency;City;Phone\nA;"Essex;1\nB;Towson;2\nC;Essex";3\n', "line 2, that swallows"),
        (HEAD + '"' + "a\n" * 100_000, "more than 131,072 letters in row 2, which begins on line 2"),
    ],
)
def test_the_line_is_told_on_which_it_opens(
    write: Callable[..., Path], judge: Judge, text: str, said: str
) -> None:
    with pytest.raises(UnusableFileError, match=said):
        judge(write(guide_csv=text))


def test_cells_of_many_lines_and_commas_go_in(write: Callable[..., Path], judge: Judge) -> None:
    text = (
        HEAD
        + '"Harbor Step, Inc.",Baltimore,"Beds, meals, showers\nFood, clothing, mail\nOpen 9-5, Mon, Tue"\n'
    )

    batch = judge(write(guide_csv=text))

    assert [each.values["name"] for each in batch.of_kind("organization")] == ["Harbor Step, Inc."]
