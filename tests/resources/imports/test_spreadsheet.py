"""A spreadsheet of providers, with everything that a PDF does to one."""

from collections.abc import Callable
from typing import Any

import pytest

from resources.imports.batch import Batch
from resources.imports.rows import Outcome

HEADER = "County,Organization,Address,Phone,Website,Services,Type\n"
Write = Callable[..., Any]
Judge = Callable[..., Batch]


@pytest.fixture
def judge_rows(write: Write, judge: Judge) -> Callable[..., Batch]:
    """Judges the rows of a resource guide."""

    def read(*rows: str) -> Batch:
        return judge(write(guide_csv=HEADER + "\n".join(rows) + "\n"))

    return read


def only(batch: Batch, kind: str) -> dict[str, Any]:
    (entry,) = batch.of_kind(kind)
    return entry.values


def test_one_row_becomes_a_provider_a_place_and_a_service(judge_rows: Callable[..., Batch]) -> None:
    batch = judge_rows(
        'Allegany,Harbor Step,"12 Elm St, Cumberland, MD 21502",(301) 555- 0101,www.harbor .example,Job training.,Job'
    )

    assert only(batch, "organization")["name"] == "Harbor Step"
    assert only(batch, "address") == {
        "address_1": "12 Elm St",
        "address_2": "",
        "city": "Cumberland",
        "region": "Allegany",
        "state_province": "MD",
        "postal_code": "21502",
    }
    assert only(batch, "phone")["number"] == "(301) 555-0101"
    (service,) = batch.of_kind("service")
    assert (service.values["url"], service.values["reach"]) == ("https://www.harbor.example", "site")
    assert service.parts["needs"] == [{"need": "jobs", "main": True}]
    assert service.parts["areas"] == [{"name": "Allegany"}]
    assert not batch.problems


def test_an_entry_repeated_for_every_county_is_one_service_with_its_areas(
    judge_rows: Callable[..., Batch],
) -> None:
    rows = [
        f"{county},Fellowship,{address},(410) 555-010{number},,Support group.,Support Group"
        for number, (county, address) in enumerate(
            [
                ("Kent", "Various Locations"),
                ("Talbot", ""),
                ("Baltimore", "Various locations"),
                ("Kent", "Call"),
            ]
        )
    ]

    batch = judge_rows(
        *rows, "Baltimore City,Fellowship,Statewide,(410) 555-0100,,Support group.,Support group"
    )

    (service,) = batch.of_kind("service")
    assert [area["name"] for area in service.parts["areas"]] == [
        "Kent",
        "Talbot",
        "Baltimore County",
        "Baltimore City",
    ]
    assert service.values["reach"] == "statewide"
    assert not batch.of_kind("location")
    assert list(batch.settled.values()) == [Outcome.MERGED] * 4


def test_a_number_that_only_some_counties_have_says_which(judge_rows: Callable[..., Batch]) -> None:
    rows = [f"{county},Fellowship,Statewide,(410) 555-0100,,Groups.,Job" for county in ("Kent", "Talbot")]

    batch = judge_rows(*rows, "Cecil,Fellowship,Statewide,(410) 555-0199,,Groups.,Job")

    assert [(each.values["number"], each.values["description"]) for each in batch.of_kind("phone")] == [
        ("(410) 555-0100", ""),
        ("(410) 555-0199", "Cecil"),
    ]


def test_without_a_place_one_calls_first(judge_rows: Callable[..., Batch]) -> None:
    batch = judge_rows("Kent,Harbor Step,Call for shelter intake,(410) 555-0101,,Emergency shelter.,Shelter")

    assert only(batch, "service")["reach"] == "telephone"


def test_two_services_at_one_address_share_its_location(judge_rows: Callable[..., Batch]) -> None:
    address = '"12 Elm St, Cumberland, MD 21502"'

    batch = judge_rows(
        f"Allegany,Harbor Step,{address},,,Meals.,Food", f"Allegany,Harbor Step,{address},,,Beds.,Shelter"
    )

    assert len(batch.of_kind("service")) == 2
    assert len(batch.of_kind("location")) == 1


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("County,Organization,Address,Phone,Website,Services,Type", "page_header"),
        (",,,,,,", "blank_row"),
        ("Kent,,12 Elm St,,,,Job", "missing"),
        ("Kent,—,12 Elm St,,,,Job", "missing"),
        (
            "Housing for people without a home who have a mental illness; call for an application.,,,,,,",
            "shifted_row",
        ),
        (f"Kent,{'Housing for men. ' * 20},,,,,Housing", "shifted_row"),
    ],
)
def test_a_row_that_is_none_of_a_provider_is_rejected_with_its_reason(
    judge_rows: Callable[..., Batch], row: str, code: str
) -> None:
    batch = judge_rows("Kent,Harbor Step,,(410) 555-0101,,Job training.,Job", row)

    (problem,) = batch.problems
    assert (problem.file, problem.row, problem.code) == ("guide.csv", 3, code)
    assert batch.settled[batch.rows[1]] is Outcome.REJECTED


def test_a_row_that_lost_a_cell_is_put_right(judge_rows: Callable[..., Batch]) -> None:
    batch = judge_rows(
        "Kent,Harbor Mediation,,(410) 555-0101,Mediation for families and tenants. Free.,Legal,"
    )

    (service,) = batch.of_kind("service")
    assert service.values["description"] == "Mediation for families and tenants. Free."
    assert service.parts["needs"] == [{"need": "legal_help", "main": True}]
    assert [problem.code for problem in batch.problems] == ["shifted_row"]


def test_a_row_without_a_type_joins_the_one_service_of_its_place(judge_rows: Callable[..., Batch]) -> None:
    batch = judge_rows(
        "Kent,Harbor Mediation,Statewide,(410) 555-0101,,Mediation.,Legal",
        "Talbot,Harbor Mediation,Statewide,(410) 555-0101,,Mediation.,",
    )

    assert len(batch.of_kind("service")) == 1


def test_a_row_without_a_type_is_read_by_its_words(judge_rows: Callable[..., Batch]) -> None:
    batch = judge_rows("Kent,Harbor Step,,(410) 555-0101,,Methadone treatment. Transitional housing.,")

    (service,) = batch.of_kind("service")
    assert service.parts["needs"][-1] == {"need": "substance_use_treatment", "main": True}
    assert service.values["part_2_program"] is True


def test_an_address_that_is_confidential_is_not_kept(judge_rows: Callable[..., Batch]) -> None:
    batch = judge_rows("Kent,Harbor Step,Confidential,(410) 555-0101,,Transitional housing.,Housing")

    assert only(batch, "location")["confidential"] is True
    assert only(batch, "address")["address_1"] == ""
    assert only(batch, "address")["region"] == "Kent"


def test_words_that_differ_between_repetitions_are_not_lost(judge_rows: Callable[..., Batch]) -> None:
    batch = judge_rows(
        "Kent,Harbor Step,Statewide,(410) 555-0101,,Adults only.,Job",
        "Talbot,Harbor Step,Statewide,(410) 555-0101,,Self pay.,Job",
    )

    assert only(batch, "service")["extra"]["other_descriptions"] == ["Self pay."]


REPEATED = "Organization,Address,Hours,Fees,Website,Services,Phone\n"


def test_each_field_in_which_a_repetition_says_something_else_is_told_with_both_values(
    write: Write, judge: Judge
) -> None:
    place = '"12 Elm St, Cumberland, MD 21502"'
    batch = judge(
        write(
            guide_csv=REPEATED
            + f"Harbor Step,{place},Mon-Fri 1-4,,https://harbor.example,Job training,410-555-0101\n"
            + f"Harbor Step,{place},M-F 9-5,$5,https://HARBOR.example,Job training,410-555-0102\n"
        )
    )

    told = [each for each in batch.problems if each.code == "repeat_differs"]
    assert [(each.row, each.field) for each in told] == [(3, "hours")]
    assert "Mon-Fri 1-4" in told[0].message
    assert "M-F 9-5" in told[0].message
    assert only(batch, "service")["fees_description"] == "$5"
    assert len(batch.of_kind("phone")) == 2


def test_rows_of_one_id_that_name_two_places_are_told(write: Write, judge: Judge) -> None:
    batch = judge(
        write(
            guide_csv="ID,Organization,Address,Services,Phone\n"
            '7,Harbor Step,"12 Elm St, Cumberland, MD 21502",Job training,410-555-0101\n'
            '7,Harbor Hope,"3 Oak St, Towson, MD 21204",Job training,410-555-0101\n'
        )
    )

    told = {each.field for each in batch.problems if each.code == "repeat_differs"}
    assert told == {"organization", "address"}
