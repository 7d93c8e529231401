"""Topics: what each rule is about, in a few words, as the heading of a group and as a question to answer."""

from collections.abc import Mapping
from typing import NamedTuple

from agency.languages import to_translate


class Topic(NamedTuple):
    """heading stands over services that do not fit for this rule; question asks for the missing fact."""

    heading: str
    question: str = ""


TOPICS: Mapping[str, Topic] = {
    "minimum_age": Topic(to_translate("Too young"), to_translate("birth date?")),
    "maximum_age": Topic(to_translate("Too old"), to_translate("birth date?")),
    "gender": Topic(to_translate("For another gender")),
    "veteran": Topic(to_translate("For veterans only"), to_translate("a veteran?")),
    "residence": Topic(
        to_translate("For people living elsewhere"), to_translate("city and county of the address?")
    ),
    "homeless": Topic(to_translate("For people without a place to stay"), to_translate("a place to stay?")),
    "disability": Topic(to_translate("For people with a disability")),
    "low_income": Topic(to_translate("For people with a low income"), to_translate("income?")),
    "pregnant_or_parenting": Topic(to_translate("For parents and pregnant women")),
    # A need is assessed and recorded; to ask for it would ask for a diagnosis (42 CFR 2.11 calls a disorder one).
    "substance_use": Topic(to_translate("Substance use")),
    "sober_days": Topic(to_translate("Not sober long enough"), to_translate("sober since?")),
    "mental_illness": Topic(to_translate("For people with a mental-health need")),
    "hiv": Topic(to_translate("For people living with HIV")),
    "sex_offense": Topic(to_translate("Sex offense excluded"), to_translate("a sex offense on record?")),
    "violent_offense": Topic(
        to_translate("Violent offense excluded"), to_translate("a violent offense on record?")
    ),
    "arson": Topic(to_translate("Arson excluded"), to_translate("arson on record?")),
    "felony": Topic(to_translate("Felony excluded"), to_translate("a felony on record?")),
    "pending_charges": Topic(to_translate("Pending charges excluded"), to_translate("pending charges?")),
    "open_warrant": Topic(to_translate("Open warrant excluded"), to_translate("an open warrant?")),
    "lifetime_registry": Topic(
        to_translate("Lifetime registry excluded"), to_translate("on the registry, for what term?")
    ),
    # What somebody takes tells what somebody has.
    "medication": Topic(to_translate("Medication")),
    "identification": Topic(to_translate("Identification missing"), to_translate("photo ID by then?")),
    "referral": Topic(to_translate("Referral missing"), to_translate("referred by whom?")),
    "insurance": Topic(to_translate("Coverage missing"), to_translate("what coverage?")),
    "employed_or_able_to_work": Topic(to_translate("For people able to work"), to_translate("able to work?")),
    "high_school_diploma": Topic(to_translate("Diploma missing"), to_translate("diploma or GED?")),
    "domestic_violence": Topic(to_translate("For survivors")),
    "language": Topic(to_translate("Another language"), to_translate("which languages?")),
    "citizenship_or_work_authorization": Topic(to_translate("Form I-9 documents missing")),
    "any_of": Topic(to_translate("None of the ways in fits")),
    "hours": Topic(to_translate("Hours clash with the curfew or the week")),
    "zone": Topic(to_translate("Inside a zone of the order")),
    "co_placement": Topic(to_translate("The agency does not place this person there")),
    "minors": Topic(to_translate("Children on site")),
    "state_line": Topic(to_translate("Across the state line")),
    "open": Topic(to_translate("Closed then")),
    "do_not_refer": Topic(to_translate("The agency refers nobody here")),
}
OTHER = Topic(to_translate("Another rule"))


def topic(rule: str) -> Topic:
    """What a rule is about."""
    return TOPICS.get(rule, OTHER)
