"""Place checks: asking victim services about a place that was chosen in a plan, and what a plan says of the answer.

Whoever may open the plan sees a state and a day. A copy for the board or the court says the state and nothing else. The
person's own copy says nothing of a check; of a refusal it says that the office has not approved the place, as for any
other reason. Neither tells of victims: the two differ so that a person cannot feel the way to somebody with addresses.
"""

from collections.abc import Callable, Iterator
from datetime import date

from sqlalchemy.orm import Session

from agency.errors import ConflictError
from reentry.matches import matches
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans.copies import Checks, PlanCopy
from reentry.plans.plans import Plan, ranked, today_of
from reentry.plans.steps import RANKS, PlanStep
from reentry.victims import clearances
from reentry.victims.clearances import STATES, AskedPlace, Clearance

ELSEWHERE = "Another place of the plan"
KEPT = "address kept confidential"
REFUSED = "The office has not approved this place; ask your officer about another one."
# What an officer is told of a primary residence; what victim services have cleared needs no words.
OPEN = {
    "": "no place check has been asked for",
    "asked": "the place check is not answered yet",
    "not_approved": "the place check says not approved; another place is needed",
}
MOVED = "the address changed after the place check; ask again"


def home_of(person: Person) -> str:
    """The street address the person lives at or is to live at; empty where none is on record."""
    place = person.place
    state = " ".join(filter(None, (place.get("state"), place.get("postal_code"))))
    parts = (place.get("address_1"), place.get("address_2"), place.get("city"), state)
    return ", ".join(part for part in parts if part) if place.get("address_1") else ""


def place_of(step: PlanStep) -> AskedPlace | None:
    """The place a step rests on; None where it has none, and for survivors' services, whose places no plan names."""
    what = f"{RANKS[step.rank]} residence" if step.rank else ELSEWHERE
    if step.service is None:
        return _home(step, what)
    location = step.location
    if location is None or step.service.victim_services:
        return None
    if location.confidential:
        return AskedPlace(what, f"{step.service.organization.name}, {KEPT}")
    address = location.addresses[0].line if location.addresses else location.name
    return AskedPlace(what, address, location.latitude, location.longitude, location.precision_m or 0.0)


def standing(step: PlanStep) -> Clearance | None:
    """The last request about the place as it is now; none where nobody asked, took it back, or the place moved."""
    place = place_of(step)
    if place is None:
        return None
    return next((each for each in reversed(_kept(step)) if each.place.is_still(place)), None)


def may_ask(step: PlanStep) -> bool:
    """Whether there is a place that somebody has chosen, and no request that stands for it."""
    chosen = step.live and not step.stands_in
    return chosen and place_of(step) is not None and standing(step) is None


def ask(session: Session, step: PlanStep, clerk: Clerk) -> Clearance:
    """Ask victim services about a step's place; what still waits about an earlier place of it is taken back."""
    place = place_of(step)
    if place is None or not may_ask(step):
        raise ConflictError(
            "There is no chosen place here that has not been asked about. Nothing was changed."
        )
    for earlier in step.clearances:
        if earlier.state == "asked":
            clearances.withdraw(session, earlier, clerk)
    made = clearances.ask(session, step.person_id, step.id, place, clerk)
    session.expire(step, ["clearances"])
    return made


def withdraw(session: Session, step: PlanStep, clerk: Clerk) -> None:
    """Take back the request that waits."""
    waiting = [each for each in step.clearances if each.state == "asked"]
    if not waiting:
        raise ConflictError("No place check waits here for an answer. Nothing was changed.")
    for each in waiting:
        clearances.withdraw(session, each, clerk)


def open_questions(plan: Plan) -> Iterator[str]:
    """What is missing for the primary residence; it holds nothing up, because victim services have their own clock."""
    step = ranked(plan, "primary")
    if step is None or step.stands_in or place_of(step) is None:
        return
    found = standing(step)
    if found is None and _kept(step):
        yield f"Primary residence: {MOVED}."
    elif (state := found.state if found else "") in OPEN:
        yield f"Primary residence: {OPEN[state]}."


def told(step: PlanStep, copy: PlanCopy, say_day: Callable[[date | None], str]) -> tuple[str, str]:
    """What a copy says of a step's place check, as label and words; both empty where it says nothing."""
    found = standing(step)
    if found is None or copy.checks is Checks.NONE:
        return "", ""
    if copy.checks is Checks.REFUSAL:
        return ("Approval", REFUSED) if found.state == "not_approved" else ("", "")
    words = STATES[found.state].lower()
    dated = copy.checks is Checks.DATED
    return "Place check", f"{words}, {say_day(today_of(step.plan.person, found.since))}" if dated else words


def _kept(step: PlanStep) -> list[Clearance]:
    return [each for each in step.clearances if each.state != "withdrawn"]


def _home(step: PlanStep, what: str) -> AskedPlace | None:
    """Only the primary residence may be an address of one's own; it is placed by the local geocoder."""
    person = step.plan.person
    address = home_of(person) if step.rank == "primary" else ""
    if not address:
        return None
    point = matches.place_of(person)
    if point is None:
        return AskedPlace(what, address)
    return AskedPlace(what, address, point.latitude, point.longitude, point.precision_m)
