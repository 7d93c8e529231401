"""Whatever is tried in whatever order, an account is locked after five failures in a row, and never for another's."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from agency.audit.audit import AuditEntry
from agency.clock import FixedClock
from agency.database import Database
from agency.settings import Settings
from agency.staff.sessions import HALFWAY, IDLE, TOUCH
from agency.staff.staff import ATTEMPTS
from tests import figures
from tests.agency.proving import STEP, Keyboard, Staffed
from tests.conftest import PASSWORD

STEPS = 100
FOREVER = timedelta(days=10_000)
PAUSES = (1, 4, 9, 11, 16)
TRIES = ("password", "wrong password", "code", "wrong code", "wait", "release", "log out")
# Wrong ones come often enough that locks happen, and right ones often enough that log-ins do.
OFTEN = (5, 9, 4, 9, 2, 3, 1)


@dataclass
class Rule:
    """How one account must stand, told by the rule alone: what was tried, and when."""

    lock: timedelta
    failures: int = 0
    locked_until: datetime | None = None
    locks: int = 0
    halfway_since: datetime | None = None
    in_use: datetime | None = None

    def is_locked(self, now: datetime) -> bool:
        """Whether nothing is taken from anybody now."""
        return self.locked_until is not None and now < self.locked_until

    def awaits_code(self, now: datetime) -> bool:
        """Whether a code would be looked at now."""
        since = self.halfway_since
        return since is not None and now - since < HALFWAY and not self.is_locked(now)

    def is_in(self, now: datetime) -> bool:
        """Whether pages open; looking at one is a use."""
        live = self.in_use is not None and now - self.in_use < IDLE
        if self.in_use and live and now - self.in_use >= TOUCH:
            self.in_use = now
        return live

    def fail(self, now: datetime) -> None:
        """One more failure."""
        self.failures += 1
        if self.failures == ATTEMPTS:
            self.failures, self.locked_until, self.locks = 0, now + self.lock, self.locks + 1

    def expect(self, tried: str, now: datetime) -> str:
        """What must come of a try: where it leads, or that it is refused."""
        if tried == "password" and not self.is_locked(now):
            self.halfway_since, self.in_use = now, None
            return "/log-in/code"
        if tried == "wrong password" and not self.is_locked(now):
            self.fail(now)
        if tried in ("password", "wrong password"):
            return "refused"
        if not self.awaits_code(now):
            return "/log-in"
        if tried == "wrong code":
            self.fail(now)
            return "refused"
        self.failures, self.locked_until, self.halfway_since, self.in_use = 0, None, None, now
        return "/"


class Desk:
    """One account: its owner, or somebody who guesses, at a keyboard, and how it must stand."""

    def __init__(self, keyboard: Keyboard, rule: Rule) -> None:
        self.keyboard = keyboard
        self.rule = rule

    def attempt(self, tried: str) -> bool:
        """Try it; whether it came out as it must."""
        if tried == "code":
            # A code that was not used before.
            self.keyboard.clock.moment += 2 * STEP
        expected = self.rule.expect(tried, self.keyboard.clock.now())
        if "password" in tried:
            answer = self.keyboard.give_password(
                PASSWORD if tried == "password" else "not the right password"
            )
        else:
            answer = self.keyboard.give_code("000000" if tried == "wrong code" else "")
        return (answer.headers.get("Location") or "refused") == expected

    def log_out(self) -> None:
        """The owner goes home; without a session the form leads nowhere."""
        if self.rule.is_in(self.keyboard.clock.now()):
            self.keyboard.log_out()
            self.rule.in_use = None


@pytest.fixture
def settings(settings: Settings, lock_minutes: int) -> Settings:
    """An installation with the second factor, and a lock that ends by itself or does not."""
    return replace(settings, second_factor=True, lock_minutes=lock_minutes)


@pytest.mark.security
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("lock_minutes", [15, 0])
def test_no_order_of_attempts_gets_around_the_lock(
    staffed: Staffed, clock: FixedClock, database: Database, lock_minutes: int
) -> None:
    chance = random.Random(lock_minutes)
    lock = timedelta(minutes=lock_minutes) if lock_minutes else FOREVER
    supervisor = staffed("supervisor")
    desks = [Desk(staffed(role), Rule(lock)) for role in ("officer", "caseworker")]
    told: list[tuple[str, str, bool]] = []

    for tried in chance.choices(TRIES, OFTEN, k=STEPS):
        desk = chance.choice(desks)
        good = True
        if tried == "wait":
            clock.moment += timedelta(minutes=chance.choice(PAUSES))
        elif tried == "release":
            release(supervisor, desk)
        elif tried == "log out":
            desk.log_out()
        else:
            good = desk.attempt(tried)
        good = good and desk.keyboard.is_in() is desk.rule.is_in(clock.now())
        told.append((desk.keyboard.email, tried, good))

    figures.record("lock-out sequences", len(told), sum(not good for _, _, good in told))
    assert all(good for _, _, good in told), told
    with database.reading() as session:
        locked = session.scalar(select(func.count()).where(AuditEntry.event == "staff.locked"))
    assert locked == sum(desk.rule.locks for desk in desks) > 1


def release(supervisor: Keyboard, desk: Desk) -> None:
    """The supervisor looks who is locked, and releases this one if it is there."""
    supervisor.log_in()
    shown = supervisor.get("/staff/locked").text
    listed = f"Test {desk.keyboard.email.partition('@')[0].title()}" in shown
    assert listed is desk.rule.is_locked(supervisor.clock.now())
    if listed:
        row = shown.partition(f"Test {desk.keyboard.email.partition('@')[0].title()}")[2]
        address = row.partition('action="')[2].partition('"')[0]
        assert supervisor.post(address, page="/staff/locked").status == 302
        desk.rule.failures, desk.rule.locked_until = 0, None
