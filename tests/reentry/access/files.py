"""Whole records of invented people, one for each way a case may stand to whoever asks for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from agency.access.case_access import EMERGENCY, NAMED, CaseAccess
from agency.audit import audit
from agency.audit import retention as audit_retention
from agency.database import Database
from agency.edge.forms import load
from agency.offices import Office
from agency.staff.staff import Role, Staff
from reentry.access import apart
from reentry.co_placement import co_placements
from reentry.consents import consents
from reentry.consents.consents import Terms as Consented
from reentry.people import intake
from reentry.people.clerk import Clerk
from reentry.people.people import Person
from reentry.plans import plans
from reentry.plans.steps import PlanStep
from reentry.referrals import referrals
from reentry.victims import clearances, protected_places
from reentry.victims.clearances import AskedPlace
from reentry.victims.protected_places import Terms as Protected
from reentry.week import fixed_times
from reentry.week.fixed_times import FixedTimeForm
from tests.reentry.conftest import MARCUS
from tests.reentry.plans.providers import provide

# Whose case it is, seen from whoever asks.
OWN, ANOTHERS, ELSEWHERE = "own case", "another's case", "other office"
RESTRICTED, LET_IN, OPENED = "restricted", "restricted and named", "emergency access"
# A request stands nameless in the queue of victim services; a colleague is a colleague.
SAYS_NOTHING = ("clearance_id", "staff_id")
SITUATIONS = (OWN, ANOTHERS, ELSEWHERE, RESTRICTED, LET_IN, OPENED)


@dataclass(frozen=True)
class File:
    """One person's record: the ids that lead to it, by the name an address gives them, and words found nowhere else."""

    ids: dict[str, UUID]
    words: tuple[str, ...]

    def told_in(self, text: str) -> list[str]:
        """What a text tells of this person: name, record number or id."""
        ids = [str(id_) for name, id_ in self.ids.items() if name not in SAYS_NOTHING]
        return [word for word in (*self.words, *ids) if word in text]


@dataclass
class Cabinet:
    """Who asks, by role, and the record that stands to each of them in each way."""

    askers: dict[Role, UUID] = field(default_factory=dict)
    files: dict[tuple[Role, str], File] = field(default_factory=dict)
    # Ids that lead to no single person's record, by the name an address gives them.
    others: dict[str, UUID] = field(default_factory=dict)


def furnish(database: Database, office_id: UUID, askers: dict[Role, UUID]) -> Cabinet:
    """Files for everybody who asks: some of their own, the rest the same for all."""
    cabinet = Cabinet(askers)
    with database.writing() as session:
        away = Office(name="Hagerstown", time_zone="America/New_York", state="MD")
        session.add(away)
        session.flush()
        filer = _Filer(session, database.clock.now(), away.id)
        here, there = filer.colleague(office_id), filer.colleague(away.id)
        service = provide(session, "Gullwing Residence", "housing", residential=False)
        filer.service_id = service.id
        shared = {
            ANOTHERS: filer.file(office_id, here, here),
            ELSEWHERE: filer.file(away.id, there, there),
            LET_IN: filer.file(away.id, there, there, *askers.values(), restricted=True),
            OPENED: filer.file(away.id, there, there),
        }
        for role, asker in askers.items():
            filer.let_in(shared[OPENED].ids["person_id"], asker, EMERGENCY)
            own = filer.file(office_id, asker, here)
            # Whoever has a case that is restricted to somebody else has lost sight of it, too.
            kept = filer.file(office_id, asker, here, restricted=True)
            cabinet.files |= {(role, situation): file for situation, file in shared.items()}
            cabinet.files |= {(role, OWN): own, (role, RESTRICTED): kept}
        cabinet.others = {
            "service_id": service.id,
            "organization_id": service.organization_id,
            "keeping_id": filer.kept_apart(office_id, here, there),
            "hold_id": audit_retention.place(session, "A matter in court.", None, filer.now).id,
        }
        audit.record(session, "directory.imported", None, source="test", created=1, updated=0)
    return cabinet


class _Filer:
    """Takes people in, each with everything a record may hold."""

    def __init__(self, session: Session, now: datetime, away: UUID) -> None:
        self.session, self.now, self.away = session, now, away
        self.service_id = UUID(int=0)
        self.numbers: Iterator[int] = iter(range(100, 1000))

    def colleague(self, office_id: UUID) -> UUID:
        """Somebody who works here and never asks."""
        made = Staff(
            email=f"{uuid4()}@test.example",
            name="Test Colleague",
            role=Role.OFFICER,
            office_id=office_id,
            password_hash="none",
        )
        self.session.add(made)
        self.session.flush()
        audit.record(self.session, "staff.added", None, made.id, role="officer")
        return made.id

    def file(self, office_id: UUID, holder: UUID, *named: UUID, restricted: bool = False) -> File:
        """A record with a plan, a referral, a consent and whatever else has an address; named are let into it."""
        number = next(self.numbers)
        words = (f"CANARY-{number}", f"Canarybird{number}")
        clerk = Clerk(holder, office_id, self.now)
        raw = {**MARCUS, "number": words[0], "family_name": words[1]}
        person = intake.take_in(self.session, raw, clerk)
        ids = {"person_id": person.id, "staff_id": named[0], **self._papers(person, clerk)}
        ids["use_id"] = self.let_in(person.id, named[0], EMERGENCY)
        for staff_id in dict.fromkeys(named):
            self.let_in(person.id, staff_id, NAMED)
        person.restricted = restricted
        self.session.flush()
        return File(ids, words)

    def let_in(self, person_id: UUID, staff_id: UUID, kind: str) -> UUID:
        """A way into a record."""
        row = CaseAccess(record_id=person_id, staff_id=staff_id, kind=kind, given_at=self.now)
        row.until = self.now + timedelta(hours=1) if kind == EMERGENCY else None
        row.reason = "Nobody else can be reached."
        self.session.add(row)
        self.session.flush()
        return row.id

    def kept_apart(self, office_id: UUID, holder: UUID, other: UUID) -> UUID:
        """Two people who are kept apart, under the id that ends it."""
        ids = [self.file(office_id, each, each).ids["person_id"] for each in (holder, other)]
        people = [self.session.get_one(Person, person_id) for person_id in ids]
        apart.keep(self.session, people, Clerk(holder, office_id, self.now), "They must not meet.")
        return apart.rows_of(self.session, ids[0])[0].id

    def _papers(self, person: Person, clerk: Clerk) -> dict[str, UUID]:
        plan = plans.begin(self.session, person, clerk)
        step = plan.add(PlanStep(service_id=self.service_id, due=date(2027, 2, 14)))
        step.need, step.section, step.title, step.rank = "housing", "housing", "Move in", "primary"
        self.session.flush()
        terms = Consented(
            ["circumstances"], "to arrange a place", date(2026, 11, 1), date(2027, 5, 1), body="board"
        )
        consent = consents.record(self.session, person, terms, clerk, date(2026, 11, 21))
        referral = referrals.draft(self.session, person, self.service_id, None, "housing", plan.id, clerk)
        asked = AskedPlace("Primary residence", "12 Mulberry Ct", 39.3, -76.6)
        clearance = clearances.ask(self.session, person.id, step.id, asked, clerk)
        place = protected_places.enter(
            self.session, person, Protected("home", latitude=39.3, longitude=-76.6), clerk
        )
        hours = {"kind": "work", "days": ["0"], "begins": "09:00", "ends": "17:00"}
        work = fixed_times.enter(self.session, person, load(FixedTimeForm(), hours), clerk)
        raw = {**MARCUS, "number": f"BESIDE-{next(self.numbers)}", "family_name": "Fencepost"}
        beside = intake.take_in(self.session, raw, clerk)
        co_placements.enter(self.session, (person, beside), "rivals", "Report of May 2, 2026", clerk)
        (line,) = co_placements.of_people(self.session, [person.id])
        return {
            "commitment_id": work.id,
            "line_id": line.id,
            "plan_id": plan.id,
            "step_id": step.id,
            "consent_id": consent.id,
            "referral_id": referral.id,
            "clearance_id": clearance.id,
            "place_id": place.id,
        }
