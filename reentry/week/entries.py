"""What fills a person's week: fixed times as entered, and one visit to each service of the plan."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import time
from uuid import UUID

from agency.languages import to_translate
from matching.catalog import Catalog
from matching.hours_beside import ENOUGH
from matching.minutes import DAY, minutes_of
from matching.offer import Offer, Opening, Place
from matching.week.activities import HOME, Activity, Window, down, up
from reentry.people.commitments import SENSITIVE, WISHED, Commitment
from reentry.people.sensitive import NEEDS as SENSITIVE_NEEDS
from reentry.plans.steps import PlanStep
from resources.hours.weekdays import WEEK as CODES
from resources.needs import NEEDS

# What the visits to a service come to as long as nobody has entered its sessions.
VISIT_MINUTES, VISITS = ENOUGH, 1
# What may be said of something on what leaves the office.
APPOINTMENT = to_translate("Appointment")
NEUTRAL = {"work": to_translate("Work"), "school": to_translate("Class")}
Locate = Callable[[dict[str, object]], Place | None]


@dataclass(frozen=True)
class Entry:
    """One thing in the week. activity is None where its hours are not on record.

    sensitive: it tells of health or treatment. assumed: how long and how often is not on record. place is where it
    is, as far as it is known; stated the minutes from home that somebody has said. neutral is what it may be called on
    what leaves the office.
    """

    key: str
    name: str
    neutral: str
    activity: Activity | None
    place: Place | None
    stated: int | None = None
    sensitive: bool = False
    assumed: bool = False
    commitment: Commitment | None = None
    step: PlanStep | None = None


def of_commitment(commitment: Commitment, locate: Locate) -> Entry:
    """A fixed time. One without hours of its own has all the time between its two hours, each day named."""
    begins, ends = down(_minutes(commitment.begins)), up(_minutes(commitment.ends))
    if ends <= begins:
        ends += DAY
    key = f"commitment {commitment.id}"
    at_home = commitment.travel_minutes == 0
    activity = Activity(
        key=key,
        minutes=commitment.minutes or ends - begins,
        times=commitment.times or len(commitment.days),
        windows=tuple(Window(day, begins, ends) for day in commitment.days),
        place=HOME if at_home else key,
        required=commitment.kind not in WISHED,
        approved=commitment.approved,
        movable=down(commitment.movable),
    )
    return Entry(
        key,
        commitment.name,
        NEUTRAL.get(commitment.kind, APPOINTMENT),
        activity,
        locate(commitment.place) if commitment.place else None,
        commitment.travel_minutes,
        sensitive=commitment.kind in SENSITIVE,
        commitment=commitment,
    )


def of_step(step: PlanStep, catalog: Catalog) -> Entry | None:
    """The visit to a service of the plan; None where one does not go there and home again."""
    offer = _offer(catalog, step)
    if step.service is None or (offer is not None and not takes_a_visit(offer)):
        return None
    key = f"step {step.id}"
    return Entry(
        key,
        # A step of another section answers no need.
        ": ".join(filter(None, (NEEDS.get(step.need), step.service.organization.name))),
        APPOINTMENT,
        visit(key, offer) if offer is not None else None,
        offer.place if offer else None,
        sensitive=step.need in SENSITIVE_NEEDS or bool(step.service.part_2_program),
        assumed=True,
        step=step,
    )


def takes_a_visit(offer: Offer) -> bool:
    """Whether one goes there and home again: not where one lives, nor by telephone."""
    return not offer.residential and offer.location_id is not None


def visit(key: str, offer: Offer) -> Activity | None:
    """One visit a week to a service, in its opening hours; None where these are not on record."""
    windows = tuple(_windows(offer.schedule))
    if not windows:
        return None
    place = f"location {offer.location_id}"
    return Activity(
        key=key, minutes=VISIT_MINUTES, times=VISITS, windows=windows, place=place, required=False
    )


def _windows(schedule: Iterable[Opening]) -> Iterator[Window]:
    for opening in schedule:
        if opening.opens is None or opening.closes is None:
            continue
        opens, closes = minutes_of(opening.opens), minutes_of(opening.closes)
        for day in opening.days:
            if day in CODES:
                yield Window(CODES.index(day), opens, closes if closes > opens else closes + DAY)


def _offer(catalog: Catalog, step: PlanStep) -> Offer | None:
    wanted: tuple[UUID | None, UUID | None] = (
        step.service.id if step.service else None,
        step.location.id if step.location else None,
    )
    return next(
        (each for each in catalog.offers(step.need) if (each.service_id, each.location_id) == wanted), None
    )


def _minutes(text: str) -> int:
    return minutes_of(time.fromisoformat(text))
