"""Steps of a plan: what is to happen, by whom, by when, and which service it rests on."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from agency.keys.vault import SealedField
from agency.tables import Base
from reentry.people.records import PersonRecord
from reentry.victims.clearances import Clearance
from resources.records.locations import Location
from resources.records.services import Service
from resources.records.standing import standing

if TYPE_CHECKING:
    from reentry.plans.plans import Plan

OWNERS = {"officer": "Officer", "person": "The person", "provider": "Provider"}
# "Met" means secured, not tried.
STATUSES = {
    "proposed": "Proposed",
    "planned": "Planned",
    "under_way": "Under way",
    "met": "Met",
    "not_met": "Not met",
    "dropped": "Dropped",
}
# What nobody is working on any more; it covers nothing.
GIVEN_UP = ("dropped", "not_met")
RANKS = {"primary": "Primary", "backup": "Backup"}


class PlanStep(PersonRecord, Base):
    """One step; for a chosen service it keeps the snapshot the choice was made on."""

    __tablename__ = "plan_step"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    service_id: Mapped[UUID | None] = mapped_column(ForeignKey("service.id"), index=True)
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    due: Mapped[date | None]
    # On which version of the directory the service was judged for this need; None where it was not, or not that one
    # knows. In plain, so that whoever asks what a change touches need not open every step.
    directory_version: Mapped[int | None]
    # Counts saves, so that two people editing at once are told instead of overwriting each other.
    version: Mapped[int] = mapped_column(default=1)

    # The need it answers, a slug of resources.needs; empty for a step of another section.
    need = SealedField[str]("")
    # The condition it answers, by its id; empty where it answers none.
    condition = SealedField[str]("")
    # The standard step it is, a code of reentry.plans.standards; empty where somebody thought of it.
    code = SealedField[str]("")
    # The section it stands in, a slug of reentry.plans.sections.
    section = SealedField[str]("")
    # What is to happen; never the name of a provider, which a copy may have to withhold.
    title = SealedField[str]("")
    note = SealedField[str]("")
    # One of OWNERS.
    owner = SealedField[str]("officer")
    # For housing: one of RANKS.
    rank = SealedField[str]("")
    # Facts, rules, directory version and score parts as they were when the service was chosen (matching.snapshot).
    snapshot = SealedField[dict[str, Any]]({})
    # Only added to: {"at", "by", "status", "note"}, oldest first.
    log = SealedField[list[dict[str, str]]]([])
    # What was asked about changes of the service and let stand: {"at", "by", "note", "marks"}, oldest first; a mark
    # is one of reentry.touched.differences.
    kept = SealedField[list[dict[str, Any]]]([])

    plan: Mapped["Plan"] = relationship(back_populates="steps")
    chosen_service: Mapped[Service | None] = relationship()
    chosen_location: Mapped[Location | None] = relationship()
    # What victim services were asked about its place, oldest first.
    clearances: Mapped[list[Clearance]] = relationship(
        order_by=Clearance.asked_at, lazy="selectin", viewonly=True
    )

    __mapper_args__ = {"version_id_col": version}
    # What is asked of all steps in plain is answered without reading past what lies sealed in each.
    __table_args__ = (
        Index("ix__plan_step__resting", "service_id", "plan_id", "person_id", "directory_version"),
    )

    def put(self, name: str, value: Any) -> None:  # noqa: ANN401
        """Change one field; what tells in plain on which directory the choice rests is changed with it."""
        super().put(name, value)
        if name in ("need", "snapshot"):
            self.directory_version = self.judged_on

    @property
    def judged_on(self) -> int | None:
        """The version of the directory that the snapshot names, if it was taken for the need the step answers."""
        taken = self.snapshot
        here = taken.get("search", {}).get("need") == self.need
        return int(taken.get("directory_version") or 0) or None if here else None

    @property
    def service(self) -> Service | None:
        """The service it rests on; the kept one, where that was found to be a duplicate."""
        return standing(self.chosen_service)

    @property
    def location(self) -> Location | None:
        """The place it rests on; the kept one, where that was found to be a duplicate."""
        return standing(self.chosen_location)

    @property
    def rests_on(self) -> tuple[UUID | None, UUID | None]:
        """The ids of its service and its place as they are now; those of duplicates lead to the kept ones."""
        service, location = self.service, self.location
        return service.id if service else self.service_id, location.id if location else self.location_id

    @property
    def status(self) -> str:
        """What the last entry of the log says."""
        return self.log[-1]["status"] if self.log else "planned"

    @property
    def live(self) -> bool:
        """Whether somebody is still at it, or it is secured."""
        return self.status not in GIVEN_UP

    @property
    def stands_in(self) -> bool:
        """Whether it only holds the place of a choice: nobody has made one yet."""
        return self.status == "proposed"

    @property
    def unanswered(self) -> bool:
        """Whether it says of a need only that nothing is found for it yet."""
        return self.stands_in and self.service_id is None

    def enter(self, status: str, note: str, staff_id: UUID | None, at: datetime) -> None:
        """Add a line to the status log; what stands there stays."""
        line = {"at": at.isoformat(), "by": str(staff_id or ""), "status": status, "note": note}
        self.log = [*self.log, line]
