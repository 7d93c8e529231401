"""Proposals: places of a dry run put into the plans of those whom the supervisor checked, each with its reason."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from agency.errors import ConflictError
from matching import engine, weights
from matching.allocation.allotment import Outcome
from matching.catalog import Catalog
from matching.ranking import order
from reentry.allocation import options
from reentry.allocation.dry_run import DryRun
from reentry.allocation.wording import Wording
from reentry.matches import matches
from reentry.people.clerk import Clerk
from reentry.plans import plans

CHANGED = (
    "Since you opened the list something changed, and somebody you checked would not get that place any more. "
    "Nothing was changed; look at the list again."
)


def take_over(
    session: Session,
    catalog: Catalog,
    found: DryRun,
    checked: Collection[str],
    clerk: Clerk,
    wording: Wording,
) -> None:
    """Propose each checked place; checked: person and service as the page showed them, with a dot between.

    ConflictError where one of them would not be given any more: then nothing is proposed for anybody.
    """
    shown = {f"{each.candidate.id}.{each.service_id}": each for each in found.placed if not each.kept}
    if not shown.keys() >= set(checked):
        raise ConflictError(CHANGED)
    for key, outcome in shown.items():
        if key in checked:
            _propose(session, catalog, found, outcome, clerk, wording)


def _propose(
    session: Session, catalog: Catalog, found: DryRun, outcome: Outcome, clerk: Clerk, wording: Wording
) -> None:
    person = found.people[outcome.candidate.id]
    asked = matches.question(person, None, found.today)
    weighed = weights.current(session)
    offered = [each for each in catalog.offers(found.need) if each.service_id == outcome.service_id]
    # Somebody may be given one roof of a service and not the other.
    here = [each for each in offered if not outcome.roof or options.roof(each) == outcome.roof]
    ranked = [engine.judged(each, asked, found.need, weighed) for each in here]
    match = min(
        (each for each in ranked if each.judgment.status is outcome.status),
        key=lambda each: order(each.judgment.status, each.score, each.distance_m, each.offer),
    )
    snapshot = matches.remember(match, asked, found.need, catalog.version, weighed)
    plans.propose(session, person, found.need, match, snapshot, clerk, wording.why(outcome))
