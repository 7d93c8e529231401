"""Outcomes that were entered before they were counted beside the referrals; these are opened once for it."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from agency.audit import audit
from agency.keys.vault import Vault
from reentry.referrals import evidence
from reentry.referrals.referrals import Referral
from reentry.referrals.states import OUTCOMES

# So many are opened together.
TOGETHER = 500


def count_all(session: Session) -> None:
    """Bring the counts up to what the referrals say; done again it changes nothing.

    A count that is higher stays: it tells of people whose records were erased since.
    """
    missing = 0
    for (service_id, outcome), number in Counter(_outcomes(session)).items():
        missing += evidence.at_least(session, service_id, outcome, number)
    if missing:
        audit.record(session, "referral.outcomes_counted", None, count=missing)


def _outcomes(session: Session) -> Iterator[evidence.Ended]:
    """Which service, and how it ended, of every referral that has."""
    vault: Vault = session.info["vault"]
    referrals = session.scalars(select(Referral).options(lazyload("*"))).all()
    for start in range(0, len(referrals), TOGETHER):
        some = referrals[start : start + TOGETHER]
        vault.preload(session, [each.person_id for each in some])
        yield from ((each.service_id, each.state) for each in some if each.state in OUTCOMES)
