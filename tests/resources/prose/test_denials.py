"""What a provider denies, waives or limits to a part is never read as its opposite, nor as a rule for everybody."""

import pytest

from tests.resources.prose.test_reading import bound, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cannot be under 19.", {"minimum_age 19"}),
        ("Guests cannot be younger than 22.", {"minimum_age 22"}),
        ("Must not be under 18.", {"minimum_age 18"}),
        ("You may not be under 20 years of age.", {"minimum_age 20"}),
        ("Residents can't be over 64.", {"maximum_age 64"}),
        ("May not be over the age of 29.", {"maximum_age 29"}),
        ("Must not be younger than 18 or older than 34.", {"minimum_age 18", "maximum_age 34"}),
        ("Clients cannot be older than 23 or younger than 17.", {"minimum_age 17", "maximum_age 23"}),
        ("Not open to anyone under 18.", {"minimum_age 18"}),
        ("We do not serve persons over 24.", {"maximum_age 24"}),
        ("Ages under 16 not accepted.", {"minimum_age 16"}),
        ("Must not be under 18 or homeless.", {"minimum_age 18"}),
        ("Anyone under 18 will be turned away.", {"minimum_age 18"}),
        ("Homeless men, no one under 23.", {"homeless", "gender male", "minimum_age 23"}),
        ("Residents cannot be under 20, and must be homeless.", {"minimum_age 20", "homeless"}),
        ("Shelter for women; boys over 11 cannot stay.", {"gender female"}),
    ],
)
def test_an_age_that_is_refused_bounds_those_who_may_come(text: str, expected: set[str]) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Guests need not be veterans.",
        "Veterans, women and men need not be homeless.",
        "You don't have to be homeless or a veteran.",
        "Open to veterans and non-veterans.",
        "Men and women, whether or not they are veterans.",
        "Not restricted to residents of Heron County.",
        "We do not exclude people with felonies or arson.",
        "Program does not exclude anyone with a felony.",
        "No one with a felony will be refused.",
        "No restrictions on felonies.",
        "No felony restrictions.",
        "No work authorization required.",
        "Sobriety, ID and insurance are not required.",
        "No referrals needed.",
        "Bring an ID; it is not required.",
        "Does not discriminate on the basis of disability or veteran status.",
        "Must have insurance. No one is turned away for lack of insurance.",
    ],
)
def test_what_is_waived_is_neither_asked_nor_refused(text: str) -> None:
    assert not read_anything(text)


@pytest.mark.parametrize(
    "text",
    [
        "Clients cannot be homeless.",
        "Must not be veterans.",
        "Must not be on probation.",
        "Non-veterans are eligible.",
        "Adults without children are not eligible.",
    ],
)
def test_who_is_refused_is_not_who_must_come(text: str) -> None:
    assert not read_anything(text)


def read_anything(text: str) -> set[str]:
    return plain(text) | bound(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Men, 20 and up, ID is not needed.", {"gender male", "minimum_age 20"}),
        ("A referral is not necessary, but ID is required.", {"identification"}),
        ("Guests do not have to be sober, but must be 30 or older.", {"minimum_age 30"}),
        ("No restrictions on convictions, except arson.", {"no arson"}),
        ("Open to women, not just veterans.", {"gender female"}),
    ],
)
def test_a_waiver_ends_where_something_else_is_said(text: str, expected: set[str]) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Not open to those who are not residents of Heron County.", {"residence Heron County"}),
        ("No one without photo ID.", {"identification"}),
        ("Not open to anyone under 20 or to those who are not homeless.", {"minimum_age 20", "homeless"}),
        ("Neither sex offenders nor arsonists may live here.", {"no sex_offense", "no arson"}),
    ],
)
def test_what_is_denied_twice_is_asked(text: str, expected: set[str]) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "shared", "ways"),
    [
        (
            "Must be 19 or older and a veteran or homeless.",
            {"minimum_age 19"},
            {"veteran (a1)", "homeless (a2)"},
        ),
        (
            "Must be a veteran or homeless and 19 or older.",
            {"minimum_age 19"},
            {"veteran (a1)", "homeless (a2)"},
        ),
        ("Must be homeless and a veteran or disabled.", {"homeless"}, {"veteran (a1)", "disability (a2)"}),
        (
            "Persons 18 and older and homeless or disabled.",
            {"minimum_age 18"},
            {"homeless (a1)", "disability (a2)"},
        ),
        (
            "Must be 60 or older, or disabled, and have a low income.",
            {"low_income"},
            {"minimum_age 60 (a1)", "disability (a2)"},
        ),
        ("Must be 22 or older and unemployed or underemployed.", {"minimum_age 22"}, set()),
        ("Must be homeless, disabled and low-income.", {"homeless", "disability", "low_income"}, set()),
        (
            "Must be homeless and a man over 30 or a woman.",
            {"homeless"},
            {"gender male (a1)", "minimum_age 30 (a1)", "gender female (a2)"},
        ),
        (
            "Adults 18 or older; men only or women with children.",
            {"minimum_age 18"},
            {"gender male (b1)", "gender female (b2)", "pregnant_or_parenting (b2)"},
        ),
        (
            "Must be 18 or older unless accompanied by a parent.",
            set(),
            {"minimum_age 18 (a1)", "other accompanied by a parent (a2)"},
        ),
        (
            "Applicants cannot be under 21 unless they are veterans.",
            set(),
            {"minimum_age 21 (a1)", "veteran (a2)"},
        ),
    ],
)
def test_what_everybody_must_be_is_no_branch_of_a_list(text: str, shared: set[str], ways: set[str]) -> None:
    assert plain(text) == shared
    assert bound(text) == ways


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No arsonists in the shelter program.", "no arson [the shelter program]"),
        ("For the family shelter, no sex offenders.", "no sex_offense [the family shelter]"),
        ("Detox program: no felons.", "no felony [Detox program]"),
        (
            "Meals for all. The overnight program does not accept arsonists.",
            "no arson [The overnight program]",
        ),
        ("Sex offenders are not accepted in the family shelter.", "no sex_offense [the family shelter]"),
        ("Ages 60 and older. No age limits at the pantry.", "minimum_age 60 [all but the pantry]"),
        ("Men only. The soup kitchen is open to everyone.", "gender male [all but the soup kitchen]"),
    ],
)
def test_a_refusal_or_an_exemption_of_one_part_leaves_the_others_free(text: str, expected: str) -> None:
    assert bound(text) == {expected}
    assert not plain(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Must be sober 72 hours.", {"sober_days 3"}),
        ("Drug free for 36 hours.", {"sober_days 2"}),
        ("Must be free of alcohol and drugs for 48 hours.", {"sober_days 2"}),
        ("Guests must not be intoxicated.", {"sober_days 0"}),
        (
            "Men sober for at least five months and may not have an arson conviction.",
            {"gender male", "sober_days 150", "no arson"},
        ),
    ],
)
def test_sobriety_is_read_in_days_begun(text: str, expected: set[str]) -> None:
    assert plain(text) == expected
