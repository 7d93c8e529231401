"""Usual steps: what usually answers a need or a condition of the order, whose it is and when it is due."""

from dataclasses import dataclass

from reentry.plans.standards import REPORT_WITHIN_DAYS, SUBMIT_BEFORE_RELEASE_DAYS


@dataclass(frozen=True)
class Usual:
    """What usually answers a need or a condition: before, in days after release; within, in days from today."""

    title: str
    owner: str = "officer"
    before: int = 7
    within: int = 30


# What answers the need for housing and is no home, such as a guarantee for the deposit.
NO_HOME = Usual("Get help toward a home", before=-SUBMIT_BEFORE_RELEASE_DAYS, within=14)

NEED_STEPS = {
    "housing": Usual("Get accepted as a resident", before=-SUBMIT_BEFORE_RELEASE_DAYS, within=14),
    "homeless_services": Usual("Get a bed or an outreach worker", before=0, within=3),
    "jobs": Usual("Enroll and start looking for work", "person", before=14),
    "education": Usual("Enroll", "person", before=30),
    "substance_use_treatment": Usual("Get an intake appointment", before=3, within=7),
    "mental_health": Usual("Get a first appointment", before=7, within=14),
    "health_care": Usual("Get a first appointment", before=14),
    "identification_and_benefits": Usual("Get help with documents and applications", before=0, within=14),
    "food_and_clothing": Usual("Get food and clothing for the first weeks", "person", before=1, within=7),
    "transportation": Usual("Get rides, passes or a ticket", before=0, within=14),
    "legal_help": Usual("Get advice", "person", before=14),
    "family": Usual("Get in touch and enroll", "person", before=14),
    "veterans": Usual("Get benefits checked and an appointment", before=14),
    "finance": Usual("Get help with the budget and with debts", "person", before=30),
    "peer_support": Usual("Meet a mentor or a group", "person", before=7, within=14),
    "cognitive_behavioral_program": Usual("Enroll in the program", before=30),
    "community_service": Usual("Enroll at a site and agree on hours", "person", before=30),
    "victim_services": Usual("Ask the victim-services role to arrange it", before=0, within=3),
    "abuser_intervention": Usual("Enroll in the program", before=14),
    "child_care": Usual("Get a place", "person", before=14),
    "crisis": Usual("Agree on whom to call in a crisis", before=0, within=1),
    "other": Usual("Agree how this need is met", before=14),
}

CONDITION_STEPS = {
    "warrant": Usual(
        "Ask the court for the state of the warrant and how it is cleared", before=-60, within=3
    ),
    "detainer": Usual("Ask in writing whether custody will be taken", before=-60, within=3),
    "pending_charge": Usual("Find the court, the next date and the lawyer", before=-60, within=7),
    "curfew": Usual("Go over the curfew; put its hours into the week", before=0, within=7),
    "no_contact": Usual(
        "Go over the order; check that no place in this plan brings them together", before=-30
    ),
    "zone": Usual("Check residence, work and programs against the zone", before=-30, within=7),
    "residence": Usual("Get the residence approved", before=-SUBMIT_BEFORE_RELEASE_DAYS, within=14),
    "treatment": Usual(
        "Get a signed consent so that the program may confirm attendance", before=0, within=14
    ),
    "employment": Usual("Show work or training", "person", before=30),
    "testing": Usual("Go over when, where and how tests are taken", before=3, within=7),
    "no_alcohol": Usual("Go over what the condition covers, medicines included", before=3, within=7),
    "no_internet": Usual("Go over which devices and accounts are allowed", before=3, within=7),
    "travel": Usual("Go over the limits and how a permit is asked for", before=3, within=7),
    "restitution": Usual("Set up a payment plan", before=30),
    "community_service": Usual("Enroll at a site and agree on hours", "person", before=30),
    "monitoring": Usual("Get the device fitted and charging at the residence", before=1, within=3),
    "reporting": Usual("Report as ordered", "person", before=REPORT_WITHIN_DAYS, within=REPORT_WITHIN_DAYS),
    "other": Usual("Go over the condition and agree how it is met", before=7, within=14),
}
