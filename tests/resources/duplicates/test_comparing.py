"""Whether two records are one provider, and why."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resources.duplicates.comparing import Comparison, Label, Reason, compare
from resources.duplicates.records import Record, read_record

HERE, THERE = "12 Heron St, Suite 3 Baltimore, MD 21201", "99 Elm Ave, Baltimore 21230"
PHONE, OTHER, TOLL_FREE = "(410) 555-0101", "410-555-0102", "800-555-0103"
SWAPPED = {
    Reason.A_IS_PROGRAM: Reason.B_IS_PROGRAM,
    Reason.B_IS_PROGRAM: Reason.A_IS_PROGRAM,
    Reason.A_IS_BRANCH: Reason.B_IS_BRANCH,
    Reason.B_IS_BRANCH: Reason.A_IS_BRANCH,
}


def label(a: tuple[str, str, str], b: tuple[str, str, str]) -> Label:
    return compare(read_record(*a), read_record(*b)).label


def test_name_house_and_number_are_the_same_provider() -> None:
    found = compare(
        read_record("Harbor Step, Inc.", HERE, PHONE),
        read_record("The Harbor Step", "12 Heron Street, Baltimore 21201", f"4105550101;{OTHER}"),
    )

    assert found.label is Label.SAME
    assert found.reasons == (Reason.SHARED_PHONE, Reason.SAME_BUILDING, Reason.SAME_NAME)
    assert found.score > 0.95


def test_the_same_provider_with_the_same_number_elsewhere_has_moved() -> None:
    assert label(("Harbor Step", HERE, PHONE), ("Harbor Step, Inc.", THERE, PHONE)) is Label.MOVED
    assert label(("Harbor Step", "Statewide", PHONE), ("Harbor Step", THERE, PHONE)) is Label.MOVED


def test_a_program_is_not_its_provider() -> None:
    found = compare(
        read_record("Harbor Step", HERE, PHONE), read_record("Harbor Step - Night Shelter", HERE, PHONE)
    )

    assert found.label is Label.RELATED
    assert Reason.B_IS_PROGRAM in found.reasons


def test_a_branch_elsewhere_belongs_to_its_provider_and_two_branches_differ() -> None:
    towson = ("Harbor Step, Towson", "1 Oak Rd, Towson 21204", PHONE)
    essex = ("Harbor Step, Essex", "2 Bay Rd, Essex 21221", PHONE)

    assert label(("Harbor Step", HERE, PHONE), towson) is Label.RELATED
    assert label(towson, essex) is Label.DIFFERENT


def test_a_center_named_after_its_provider_is_that_center() -> None:
    assert label(("Heron Center", HERE, PHONE), ("Harbor Step, The Heron Center", HERE, PHONE)) is Label.SAME


def test_neighbors_in_one_building_are_different() -> None:
    assert label(("Harbor Step", HERE, PHONE), ("Example County Tax Office", HERE, OTHER)) is Label.DIFFERENT


def test_another_name_with_the_same_house_and_number_is_something_of_theirs() -> None:
    assert label(("Harbor Step", HERE, PHONE), ("Bread and Roses", HERE, PHONE)) is Label.RELATED


def test_a_switchboard_number_alone_makes_nobody_the_same() -> None:
    assert label(("Harbor Step", HERE, PHONE), ("Bright Path", THERE, PHONE)) is Label.DIFFERENT
    assert (
        label(("Talbot County Tax Aid", HERE, TOLL_FREE), ("Kent County Tax Aid", THERE, TOLL_FREE))
        is Label.DIFFERENT
    )


def test_names_alone_do_not_join_what_numbers_and_houses_part() -> None:
    assert label(("Hope House", HERE, PHONE), ("Hope House", THERE, OTHER)) is Label.DIFFERENT
    assert label(("Heron Hope House", HERE, ""), ("Heron Hope House", "Statewide", OTHER)) is Label.MOVED


def test_words_that_everybody_uses_make_no_likeness() -> None:
    one = ("Kent County Community Health Center", HERE, PHONE)

    assert label(one, ("Kent County Family Support Center", HERE, OTHER)) is Label.DIFFERENT


WORDS = (
    "Harbor Step Heron House Center Inc. The Kent County City Towson - , ( ) & at St. Night Shelter HH Health Dept"
    " Crisis Hotline Job Career Stepp operated by"
)
RECORDS = st.tuples(
    st.one_of(st.lists(st.sampled_from(WORDS.split()), max_size=7).map(" ".join), st.text(max_size=30)),
    st.one_of(st.sampled_from([HERE, THERE, "Statewide", ""]), st.text(max_size=30)),
    st.lists(st.sampled_from([PHONE, OTHER, TOLL_FREE, "211", "x"]), max_size=3).map(";".join),
)


@given(RECORDS, RECORDS)
def test_comparing_never_fails_and_reads_the_same_from_both_sides(
    a: tuple[str, str, str], b: tuple[str, str, str]
) -> None:
    one, other = read_record(*a), read_record(*b)

    there, back = compare(one, other), compare(other, one)

    assert there.label == back.label
    assert there.score == pytest.approx(back.score)
    assert {SWAPPED.get(reason, reason) for reason in back.reasons} == set(there.reasons)
    assert 0 <= there.score <= 1
    assert (there.score >= 0.5) == (there.label in {Label.SAME, Label.MOVED})


@given(RECORDS, RECORDS)
def test_case_and_spaces_do_not_matter(a: tuple[str, str, str], b: tuple[str, str, str]) -> None:
    name, address, phones = (part.translate({ord("("): None, ord(")"): None}) for part in a)
    plain = "".join(letter for letter in name if letter in string.ascii_letters + " ,&")

    written: list[Record] = [
        read_record(plain, address, phones),
        read_record(f"  {plain.lower().replace(' ', '  ')} ", f" {address.upper()} ", phones),
    ]

    first, second = (_told(compare(each, read_record(*b))) for each in written)
    assert first == second


def _told(comparison: Comparison) -> tuple[Label, float]:
    return comparison.label, comparison.score


@given(RECORDS)
def test_a_record_that_says_something_is_the_same_as_itself(a: tuple[str, str, str]) -> None:
    record = read_record(a[0], HERE, PHONE)

    assert not record.name.whole.words or compare(record, record).label is Label.SAME


def test_a_branch_for_the_county_of_the_other_place_tells_nothing_apart() -> None:
    frederick = ("Harbor Step", "331 W Patrick St, Frederick, MD 21701", PHONE)

    moved = ("Harbor Step, Frederick County", "217 N Market St, Frederick 21701", PHONE)
    assert label(frederick, moved) is Label.MOVED
    several = ("Harbor Step, Caroline/Frederick/Queen Anne's Co.", "2 Oak St, Frederick 21701", PHONE)
    assert label(frederick, several) is Label.MOVED
    assert (
        label(frederick, ("Harbor Step, Garrett County", "2 Oak St, Oakland 21550", PHONE)) is Label.RELATED
    )


def test_the_name_of_a_large_charity_or_of_a_language_is_no_program() -> None:
    assert label(("Heron Lodge", HERE, PHONE), ("Heron Lodge, Catholic Charities", HERE, PHONE)) is Label.SAME
    assert label(("Heron Lodge", HERE, PHONE), ("Heron Lodge (en Español)", HERE, PHONE)) is Label.SAME
    assert label(("Heron", HERE, PHONE), ("Heron Drop-In Center", HERE, PHONE)) is Label.SAME


def test_a_record_without_a_house_is_the_branch_whose_own_number_it_gives() -> None:
    statewide = ("Heron Fellowship", "Various locations", PHONE)

    for branch in ("Baltimore Area Intergroup", "Metropolitan Maryland Office", "Western Region Chapter"):
        listed = (f"Heron Fellowship, {branch}", "12 Heron St, Baltimore 21201", PHONE)
        assert label(statewide, listed) is Label.MOVED
        assert label(("Heron Fellowship", THERE, PHONE), listed) is not Label.DIFFERENT
    center = ("Heron Fellowship, Talbot County Family Center", "1 Oak Rd, Easton 21601", PHONE)
    assert label(("Heron Fellowship", "", PHONE), center) is Label.MOVED
    program = ("Heron Fellowship, Night Shelter", HERE, PHONE)
    assert label(statewide, program) is Label.RELATED


def test_a_toll_free_number_is_that_of_a_branch_only_where_neither_has_another() -> None:
    statewide = ("Heron Fellowship", "Various locations", TOLL_FREE)
    branch = ("Heron Fellowship, Southern Shore Intergroup", "P.O. Box 7, Baltimore 21201")

    assert label(statewide, (*branch, TOLL_FREE)) is Label.MOVED
    assert label(statewide, (*branch, f"{TOLL_FREE};{PHONE}")) is Label.RELATED


def test_whose_program_it_is_may_be_said_before_or_after_its_name() -> None:
    clinic = ("Catholic Charities' Medical Clinic", HERE, PHONE)

    assert label(clinic, ("Medical Clinic, Catholic Charities", HERE, PHONE)) is Label.SAME
    assert label(clinic, ("Heron Center, Medical Clinic", THERE, PHONE)) is Label.MOVED
    assert label(clinic, ("Heron Center, Medical Clinic", THERE, OTHER)) is Label.DIFFERENT
    assert label(("Willow Charities' Medical Clinic", HERE, PHONE), clinic) is not Label.MOVED


def test_a_part_that_carries_its_own_name_is_that_part_wherever_it_is() -> None:
    alone = ("Mid-Harbor Intergroup", "", PHONE)

    assert label(alone, ("Heron Fellowship, Midharbor Intergroup", HERE, PHONE)) is Label.MOVED
    assert label(alone, ("Heron Fellowship, Midharbor Intergroup", HERE, OTHER)) is Label.DIFFERENT


def test_two_programs_of_one_house_are_not_one() -> None:
    treatment = ("Heron House Women's Treatment Center", HERE, PHONE)

    assert label(treatment, ("Heron House Transitional Housing", HERE, PHONE)) is Label.RELATED
    assert label(("Heron House", HERE, PHONE), treatment) is Label.SAME


def test_in_one_building_with_its_own_number_a_program_of_an_umbrella_is_not_its_center() -> None:
    clinic = ("Heron Charities' Newcomers Legal Clinics", HERE, PHONE)

    assert label(clinic, ("Heron Charities, Talbot County Center", HERE, OTHER)) is not Label.SAME


def test_initials_are_the_name_where_a_telephone_or_a_building_speaks_too() -> None:
    assert label(("HRCW", HERE, PHONE), ("Heron River Clinic for Wanderers", HERE, PHONE)) is Label.SAME
    assert label(("HRCW", HERE, PHONE), ("Heron River Clinic for Wanderers", THERE, PHONE)) is Label.MOVED
    assert label(("HRCW", "", OTHER), ("Heron River Clinic for Wanderers", HERE, PHONE)) is Label.DIFFERENT


def test_two_branches_listed_at_one_desk_stay_two() -> None:
    east = ("Heron Library - East Bay Branch", HERE, PHONE)

    assert label(east, ("Heron Library - Willow Point Branch", HERE, PHONE)) is Label.RELATED


def test_a_hotline_is_its_number() -> None:
    youth = ("Example Youth Crisis Hotline", HERE, TOLL_FREE)

    assert label(("Example Crisis Hotline Gambling Disorder", "Statewide", TOLL_FREE), youth) is Label.MOVED
    assert label(("Example Helpline", "Statewide", TOLL_FREE), youth) is Label.MOVED
    assert label(("Example Crisis Hotline Gambling Disorder", "Statewide", PHONE), youth) is Label.DIFFERENT
    assert label(("Example Gambling Program", "Statewide", TOLL_FREE), youth) is not Label.MOVED


def test_of_public_job_centers_no_building_has_two() -> None:
    renamed = ("Mayor's Office of Employment Development, Northwest Center", HERE, PHONE)

    assert label(("Northwest One-Stop Career Center", HERE, OTHER), renamed) is Label.SAME
    assert label(("Business and Employment Resource Center", HERE, OTHER), renamed) is Label.SAME
    assert label(("Northwest One-Stop Career Center", THERE, OTHER), renamed) is Label.DIFFERENT
    assert label(("Harbor Step, Career Center", HERE, OTHER), renamed) is Label.DIFFERENT


def test_namesakes_in_one_town_are_one_provider_that_moved() -> None:
    heron = ("Heron Partners of Harbor", HERE, PHONE)

    found = compare(read_record(*heron), read_record("Heron Partners of Harbor, Inc.", THERE, OTHER))
    assert found.label is Label.MOVED
    assert Reason.ONE_TOWN in found.reasons
    far = ("Heron Partners of Harbor", "331 W Patrick St, Frederick, MD 21701", OTHER)
    assert label(heron, far) is Label.DIFFERENT
    assert label(("Heron House", HERE, PHONE), ("Heron House", THERE, OTHER)) is Label.DIFFERENT


def test_a_chapter_is_not_its_league_where_nothing_but_the_name_speaks() -> None:
    league = ("Heron League", "Statewide", TOLL_FREE)

    for chapter in (
        "Heron League of Kent County",
        "Heron League Southern Maryland",
        "Heron League, Kent County",
    ):
        assert label(league, (chapter, HERE, OTHER)) is Label.RELATED
    talbot = ("Heron League of Talbot County", THERE, OTHER)
    assert label(("Heron League of Kent County", "", PHONE), talbot) is Label.DIFFERENT


def test_a_name_that_many_have_joins_nobody_by_itself() -> None:
    statewide = ("Family Crisis Center", "Statewide", PHONE)

    assert label(statewide, ("Family Crisis Center of Kent County", HERE, OTHER)) is Label.DIFFERENT
    assert label(statewide, ("Family Crisis Center of Kent County", HERE, PHONE)) is Label.MOVED
    county = ("Kent County Health Department", "Various locations", PHONE)
    assert label(county, ("Kent County Health Dept.", HERE, OTHER)) is Label.MOVED


def test_agencies_of_two_counties_are_two_whatever_number_they_share() -> None:
    talbot = ("Talbot County DSS", HERE, PHONE)

    assert label(talbot, ("Kent County Department of Social Services", THERE, PHONE)) is Label.DIFFERENT
    assert label(talbot, ("Talbot County Department of Social Services", THERE, PHONE)) is Label.MOVED


def test_a_guest_is_neither_its_host_nor_whoever_operates_it() -> None:
    college = ("Harbor College, River Campus", HERE, OTHER)

    assert label(("Heron Mediation at Harbor College", HERE, PHONE), college) is Label.DIFFERENT
    operated = ("Heron Lodge operated by Harbor Step", HERE, PHONE)
    assert label(operated, ("Harbor Step", HERE, PHONE)) is Label.RELATED
    assert label(operated, ("Heron Lodge", HERE, PHONE)) is not Label.DIFFERENT


def test_two_names_that_each_say_a_word_of_their_own_are_two() -> None:
    eye = ("Heron River Eye Clinic", HERE, PHONE)

    assert label(eye, ("Heron River Foot Clinic", HERE, PHONE)) is Label.RELATED
    assert label(eye, ("Heron River Foot Clinic", THERE, PHONE)) is Label.RELATED
    misspelled = ("Heron Harbor Rivver House", HERE, PHONE)
    assert label(misspelled, ("Heron Harbor River Lodge", HERE, PHONE)) is Label.SAME
    assert label(misspelled, ("Heron Harbor Forest Lodge", HERE, PHONE)) is Label.RELATED


def test_a_program_that_has_left_its_parent_is_known_by_its_initials() -> None:
    under = ("Harbor Step - HRCW Program", THERE, PHONE)

    assert label(under, ("HRCW, Inc. (Heron River Clinic for Wanderers)", HERE, PHONE)) is Label.MOVED
    assert label(under, ("HRCW, Inc. (Heron River Clinic for Wanderers)", HERE, OTHER)) is Label.DIFFERENT
