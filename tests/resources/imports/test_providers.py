"""What cannot be a list of providers is refused in words, and nothing of it is imported."""

from collections.abc import Callable

import pytest

from resources.imports.batch import Batch
from resources.imports.importing import Format
from resources.imports.refusals import UnusableFileError

Judge = Callable[..., Batch]
REFUSED = {
    "days of the week": (
        "Name,Opens,Closes,Hours\nMonday,9,5,9-5\nTuesday,9,5,9-5\nWednesday,9,5,9-5\n",
        "Monday, Tuesday",
    ),
    "months": ("Organization,Hours\nJanuary,9-5\nFebruary,9-5\n", "January, February"),
    "people": (
        "Name,Title,Phone,Email\nRosa Vale,Director,410-555-0101,rosa@vale.example\n",
        "list of people",
    ),
    "people by department": ("Name,Email,Department\nRosa Vale,rosa@vale.example,Pantry\n", "list of people"),
    "categories": ("Name,Parent\nEmergency,\nDisaster Response,Emergency\n", "nothing like an address"),
    "names with states": ("Organization,State\nHarbor Step,MD\nCanton Table,MD\n", "nothing like an address"),
    "a phone column without a number": ("Organization,Phone\nHarbor Step,\nCanton Table,\n", "nothing like"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_providers_is_refused_in_words(
    write: Callable[..., object], judge: Judge, what: str
) -> None:
    text, said = REFUSED[what]

    with pytest.raises(UnusableFileError, match=said):
        judge(write(guide_csv=text))


def test_a_name_with_any_of_what_makes_a_provider_goes_in(write: Callable[..., object], judge: Judge) -> None:
    for beside in ("Address,12 Elm St", "Phone,410-555-0101", "Service,Night shelter", "Description,Beds"):
        header, cell = beside.split(",")
        batch = judge(write(guide_csv=f"Organization,{header}\nHarbor Step,{cell}\n"))

        assert [each.values["name"] for each in batch.of_kind("organization")] == ["Harbor Step"]


def test_a_list_that_somebody_says_is_one_of_providers_may_name_a_department(
    write: Callable[..., object], judge: Judge
) -> None:
    path = write(guide_csv="Name,Department,Phone\nHarbor Step,Pantry,410-555-0101\n")

    batch = judge(path, Format.SPREADSHEET, {"organization": "Name", "service": "Department"})

    assert [each.values["name"] for each in batch.of_kind("service")] == ["Pantry"]
