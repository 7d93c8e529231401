"""What a careful reader takes from a provider's words: who may come, who must not, what one must bring."""

import pytest

from resources.prose.reading import Reading, read_eligibility


def told(reading: Reading) -> str:
    """A reading in short: "minimum_age 18", "no sex_offense", "gender female (a1)", "hiv [dental clinic]"."""
    mode = {"must": "", "cannot": "no ", "accepts": ""}[reading.mode]
    value = (
        ""
        if reading.value is True
        else f" {'/'.join(reading.value) if isinstance(reading.value, tuple) else reading.value}"
    )
    alt = f" ({reading.alt})" if reading.alt else ""
    return f"{mode}{reading.rule}{value}{alt}{f' [{reading.part}]' if reading.part else ''}"


def plain(text: str) -> set[str]:
    """What binds everybody."""
    return {told(each) for each in read_eligibility(text) if not each.alt and not each.part}


def bound(text: str) -> set[str]:
    """What is one way among several, or binds a part."""
    return {told(each) for each in read_eligibility(text) if each.alt or each.part}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Men 18+, no sex offenders, M-F 9-5", {"gender male", "minimum_age 18", "no sex_offense"}),
        ("Homeless women, 21 and older.", {"homeless", "gender female", "minimum_age 21"}),
        ("Homeless men, women and families.", {"homeless"}),
        ("Men and women 40 years of age or over.", {"minimum_age 40"}),
        ("Women and children only.", {"gender female"}),
        ("Adults with a serious mental illness.", {"minimum_age 18", "mental_illness"}),
        (
            "Men ages 25 to 60 who are veterans and homeless.",
            {"gender male", "minimum_age 25", "maximum_age 60", "veteran", "homeless"},
        ),
        ("Persons who have been diagnosed with HIV/AIDS.", {"hiv"}),
        ("Low-income parents.", {"low_income", "pregnant_or_parenting"}),
        (
            "Returning citizens, 18 and up, living in Heron County.",
            {"justice_involved", "minimum_age 18", "residence Heron County"},
        ),
        ("Physically or developmentally disabled adults.", {"disability", "minimum_age 18"}),
        ("Developmental or physically disabled persons.", {"disability"}),
        ("Men, 25 and older, veterans.", {"gender male", "minimum_age 25", "veteran"}),
        ("Ages 20 and older, who are school dropouts, drug-free.", {"minimum_age 20", "sober_days 0"}),
        ("Low-income adults who are working or attending school.", {"low_income", "minimum_age 18"}),
        ("Heron County Detention Center inmates.", {"justice_involved"}),
        ("Persons ordered by a county court to attend.", {"justice_involved"}),
        ("Justice-involved women.", {"justice_involved", "gender female"}),
        ("Persons involved in the criminal justice system.", {"justice_involved"}),
        ("Women abused by their partners.", {"gender female", "domestic_violence"}),
        ("Anyone who suffers from depression.", {"mental_illness"}),
        ("Persons with a speech or hearing impairment.", {"disability"}),
        ("Persons with sensory, learning and physical disabilities.", {"disability"}),
        (
            "Adults with co-occurring mental health and substance use disorders.",
            {"minimum_age 18", "mental_illness", "substance_use"},
        ),
        ("No one under 21.", {"minimum_age 21"}),
        ("Men with a desire to become sober.", {"gender male", "substance_use"}),
        ("Adults with disabilities requiring a ramp, rails or a nurse.", {"minimum_age 18", "disability"}),
        ("Persons, 70 and older. Highest sum for 1 person: $9; 2 people: $12.", {"minimum_age 70"}),
        ("Job club. Specific to veterans.", {"veteran"}),
        ("Nobody over the age of 24.", {"maximum_age 24"}),
        ("Persons aged sixty or older living in Heron County.", {"minimum_age 60", "residence Heron County"}),
        ("Men forty-five and up, homeless.", {"gender male", "minimum_age 45", "homeless"}),
        ("No one under 19 may stay.", {"minimum_age 19"}),
        ("Persons under 19 are not accepted.", {"minimum_age 19"}),
        ("Clients over 60 cannot be admitted.", {"maximum_age 60"}),
        ("Recovering alcoholics, males 21 or older.", {"substance_use", "gender male", "minimum_age 21"}),
        ("Homeless veterans, men only.", {"homeless", "veteran", "gender male"}),
        ("Women fleeing domestic violence.", {"gender female", "domestic_violence"}),
        ("Families who have escaped domestic abuse.", {"domestic_violence"}),
        ("Any adult experiencing homelessness.", {"minimum_age 18", "homeless"}),
        (
            "Mothers with a substance use disorder.",
            {"gender female", "pregnant_or_parenting", "substance_use"},
        ),
        ("Korean-speaking persons only.", {"language Korean"}),
        ("Low-income adults who speak Spanish.", {"low_income", "minimum_age 18", "language Spanish"}),
        ("Adults who receive psychiatric treatment.", {"minimum_age 18", "mental_illness"}),
        ("Must be receiving mental health care.", {"mental_illness"}),
        ("At least three months of sobriety.", {"sober_days 90"}),
        ("Men, four weeks sober.", {"gender male", "sober_days 28"}),
        ("Men and women in recovery who have finished a detox program.", {"substance_use"}),
        ("Persons charged with or convicted of a crime.", {"justice_involved"}),
        ("Parolees referred by their agent.", {"justice_involved", "referral their agent"}),
        ("Korean-speaking immigrants.", {"language Korean"}),
        ("One year of sobriety required.", {"sober_days 365"}),
        ("Low-income families who do not qualify for other loan programs.", {"low_income"}),
        ("No one under 21 or over 65.", {"minimum_age 21", "maximum_age 65"}),
        ("Must have been clean for two months or more.", {"sober_days 60"}),
        ("Five months of clean time.", {"sober_days 150"}),
        ("People who are blind or have low vision.", {"disability"}),
        ("Homeless, 18+, and sober.", {"homeless", "minimum_age 18", "sober_days 0"}),
        ("Must be able and willing to work.", {"employed_or_able_to_work"}),
        ("Spanish speakers.", {"language Spanish"}),
        ("Must be employed or actively able to work.", {"employed_or_able_to_work"}),
    ],
)
def test_who_is_served_is_asked_of_everybody(text: str, expected: set[str]) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "shared", "ways"),
    [
        (
            "Veterans, people with disabilities and low-income families.",
            set(),
            {"veteran (a1)", "disability (a2)", "low_income (a3)"},
        ),
        ("Disabled or homeless men.", {"gender male"}, {"disability (a1)", "homeless (a2)"}),
        (
            "Women with a mental illness or an addiction.",
            {"gender female"},
            {"mental_illness (a1)", "substance_use (a2)"},
        ),
        (
            "Homeless adults with a disability or HIV.",
            {"homeless", "minimum_age 18"},
            {"disability (a1)", "hiv (a2)"},
        ),
        ("Persons 62 and older, or veterans.", set(), {"minimum_age 62 (a1)", "veteran (a2)"}),
        (
            "Low-income children, ages 6-12, and their parents.",
            {"low_income"},
            {"minimum_age 6 (a1)", "maximum_age 12 (a1)"},
        ),
        ("Seniors (65+) and people with disabilities.", set(), {"minimum_age 65 (a1)", "disability (a2)"}),
        (
            "Persons 60 and older and their families.",
            set(),
            {"minimum_age 60 (a1)", "other their families (a2)"},
        ),
        (
            "Must be court ordered or referred by a warden.",
            set(),
            {"justice_involved (a1)", "referral a warden (a2)"},
        ),
        (
            "Ages 60 and up. Persons with physical disabilities and their caregivers.",
            set(),
            {"minimum_age 60 (a1)", "disability (a2)", "other their caregivers (a3)"},
        ),
    ],
)
def test_several_ways_to_qualify_are_alternatives(text: str, shared: set[str], ways: set[str]) -> None:
    assert plain(text) == shared
    assert ways <= bound(text)


@pytest.mark.parametrize(
    "text", ["Homeless persons, or anyone in need.", "Persons 60 and older and anyone interested."]
)
def test_where_anybody_may_come_nothing_is_told(text: str) -> None:
    assert not read_eligibility(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Anyone in need. The dental clinic's patients must be 21 or older.",
            "minimum_age 21 [The dental clinic's patients]",
        ),
        ("Open to all. Housing: homeless men.", "homeless [Housing]"),
        (
            "Supper for all. Sleeping places. Women only for the dormitory.",
            "gender female [for the dormitory]",
        ),
        (
            "Classes in the evening. Persons 18 and older. Must be 25 to foster a child.",
            "minimum_age 25 [to foster a child]",
        ),
        (
            "Ages 17-20 for the Bright Start program; everything else is open to anyone.",
            "minimum_age 17 [the Bright Start program]",
        ),
        (
            "The Night School is for ages 16-21. Anybody may use the reading room.",
            "maximum_age 21 [The Night School]",
        ),
        (
            "Must be 25 or older to use the ride program. Supper is for everybody.",
            "minimum_age 25 [to use the ride program]",
        ),
        (
            "Youth 14 to 21 for the summer jobs program; evening classes for all.",
            "maximum_age 21 [the summer jobs program]",
        ),
        ("Open to all. Veterans for the legal clinic.", "veteran [the legal clinic]"),
    ],
)
def test_a_limit_of_one_part_binds_that_part(text: str, expected: str) -> None:
    assert expected in bound(text)
    assert expected.partition(" [")[0] not in plain(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Transitional housing for homeless veterans. No pets.", {"homeless", "veteran"}),
        ("A halfway house for men recovering from addiction.", {"gender male", "substance_use"}),
        ("Shelter, women only.", {"gender female"}),
        ("Provides shelter for up to 60 days to women.", {"gender female"}),
        ("Counseling for women, men and children.", set()),
        ("Homeless shelter with meals and showers.", set()),
        ("Substance abuse treatment, HIV testing and mental health services.", set()),
        ("Meals, rent help, rides for veterans, and tax help.", set()),
        ("Sober living house. Drug-free workplace.", set()),
        (
            "Housing for adults with physical disabilities, case management, respite care.",
            {"disability", "minimum_age 18"},
        ),
        ("Treatment for victims of domestic violence, alcohol addiction or incarceration.", set()),
        ("Meals to adults recovering from an addiction and classes to adults with disabilities.", set()),
        ("Homes for persons with an addiction and other services.", {"substance_use"}),
        ("Help with getting an ID. Men's group on Mondays.", set()),
    ],
)
def test_a_description_says_who_it_is_for_and_its_services_ask_nothing(text: str, expected: set[str]) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ex-offenders welcome.",
        "Veterans preferred. Priority for families with children.",
        "No income limits. Serves persons of any age.",
        "Primarily homeless men.",
        "Anyone in need, including homeless persons and veterans.",
        "Persons who are not disabled. Clients do not have to be drug-free.",
        "No referral needed. Identification is not required.",
        "Medicaid accepted. Sliding scale based on income.",
        "Families of persons with a mental illness.",
        "Persons interested in autism, or at risk of HIV.",
        "Elderly. Youth. Children.",
        "Residents in need of mental health services.",
        "Clients receive psychiatric treatment and meals.",
        "Must have Medicaid or be uninsured.",
        "Homeless or near homeless persons.",
        "Persons convicted of a crime are not eligible.",
        "Non-English speaking persons. Spanish-speaking staff.",
        "Ex-offenders, including those on parole, are accepted.",
        "",
    ],
)
def test_what_is_welcome_offered_or_waived_asks_nothing(text: str) -> None:
    assert plain(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("No sex offenders or violent offenders.", {"no sex_offense", "no violent_offense"}),
        ("We do not accept registered sex offenders.", {"no sex_offense"}),
        ("Persons convicted of arson are not eligible.", {"no arson"}),
        ("No felons.", {"no felony"}),
        ("Must not have pending charges or outstanding warrants.", {"no pending_charges", "no open_warrant"}),
        ("Not open to anyone on the lifetime sex offender registry.", {"no lifetime_registry"}),
        ("No methadone.", {"no medication methadone"}),
        ("Persons on methadone or Suboxone are not accepted.", {"no medication methadone/Suboxone"}),
        ("Will consider violent offenders case by case.", {"accepts_violent_offense"}),
        ("Ex-offenders, including sex offenders, are accepted.", {"accepts_sex_offense"}),
        ("No sex offenders or individuals with substance abuse.", {"no sex_offense", "no substance_use"}),
        ("Sex offender treatment.", {"accepts_sex_offense"}),
        ("Accepts sex offenders and people with felonies.", {"accepts_sex_offense", "accepts_felony"}),
        ("Accepts felons but not sex offenders.", {"accepts_felony", "no sex_offense"}),
        ("Felony friendly.", {"accepts_felony"}),
        ("Nobody who is a sex offender.", {"no sex_offense"}),
        ("No one with pending legal matters.", {"no pending_charges"}),
    ],
)
def test_offenses_are_refused_or_accepted_in_so_many_words(text: str, expected: set[str]) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Photo ID required.", {"identification"}),
        ("Must be sober and have ID.", {"identification", "sober_days 0"}),
        ("Must be referred by a parole officer.", {"referral a parole officer"}),
        ("Referral required. No self-referrals.", {"referral required"}),
        ("Referral from a clinic, court or shelter required.", {"referral a clinic, court or shelter"}),
        ("By referral from the warden only.", {"referral the warden"}),
        ("Must be financially eligible.", {"low_income"}),
        ("Must have Medicaid.", {"insurance Medicaid"}),
        ("High school diploma or GED required.", {"high_school_diploma"}),
        ("Must be eligible to work in the US.", {"citizenship_or_work_authorization"}),
        ("Must speak English or Spanish.", {"language English/Spanish"}),
        ("Call for income guidelines.", {"low_income"}),
        ("Household income must be below 150% of the poverty level.", {"low_income"}),
        ("Must be able to work full time.", {"employed_or_able_to_work"}),
    ],
)
def test_papers_and_means_are_read_where_they_are_demanded(text: str, expected: set[str]) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Families with children, ages 3-12.", {"pregnant_or_parenting"}),
        ("Women with children under 10.", {"gender female", "pregnant_or_parenting"}),
        ("Homeless women and their children (cannot be older than 17).", {"homeless", "gender female"}),
        ("Pregnant women and parents with newborns.", {"pregnant_or_parenting"}),
        ("Children 4-11.", {"minimum_age 4", "maximum_age 11"}),
        ("Women and their children. Boys must be 10 or younger.", {"gender female"}),
    ],
)
def test_a_child_s_age_is_not_the_client_s(text: str, expected: set[str]) -> None:
    assert plain(text) == expected


def test_what_nobody_has_to_be_binds_no_part_either() -> None:
    assert not read_eligibility("Clients do not have to be sober.")


def test_ages_that_contradict_are_alternatives() -> None:
    assert plain("Ages 5-8, mornings. Ages 9-12, afternoons.") == set()
    assert bound("Ages 5-8, mornings. Ages 9-12, afternoons.") == {
        "minimum_age 5 (z1)",
        "maximum_age 8 (z1)",
        "minimum_age 9 (z2)",
        "maximum_age 12 (z2)",
    }


def test_an_age_in_words_is_no_list() -> None:
    assert bound("Persons aged sixty or over living in Heron County.") == set()


def test_an_age_of_adults_binds_those_named_behind_it() -> None:
    assert plain("Ages 18 and up. Persons with mental illness.") == {"minimum_age 18", "mental_illness"}


def test_an_exact_age_stands_before_the_word_adults() -> None:
    assert plain("Adults. Must be 21 or older.") == {"minimum_age 21"}


def test_a_reading_carries_its_words_and_is_surer_of_what_was_stated() -> None:
    (stated,) = read_eligibility("Persons aged 30 and older.")
    (described,) = read_eligibility("Classes for persons aged 30 and older.")

    assert stated.quote == described.quote == "aged 30 and older"
    assert stated.confidence > described.confidence > 0
