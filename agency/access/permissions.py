"""Who may do what: one table of role × permission × predicate. What is not in it is not allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, true

from agency.staff.staff import Role


class Protected(Protocol):
    """What a record must tell so that it can be decided who may see it."""

    id: Any
    holder_id: Any
    office_id: Any
    # Whether nobody but the staff named for it may know of it.
    restricted: Any


@dataclass(frozen=True)
class Viewer:
    """The staff member who asks.

    named: the restricted records the viewer is let into; emergency: those opened for reading, for a while.
    """

    id: UUID
    role: Role
    office_id: UUID
    named: frozenset[UUID] = frozenset()
    emergency: frozenset[UUID] = frozenset()


class Predicate:
    """Says which records a permission reaches: for one record, and as the filter of a list; the two agree."""

    def allows(self, viewer: Viewer, record: Protected | None) -> bool:
        """Whether this viewer reaches this record (or, without a record, the page itself)."""
        raise NotImplementedError

    def filter(self, viewer: Viewer, model: type[Protected]) -> ColumnElement[bool]:
        """The same as a condition on a list."""
        raise NotImplementedError


class Everywhere(Predicate):
    """Every record of the agency."""

    def allows(self, viewer: Viewer, record: Protected | None) -> bool:  # noqa: ARG002
        """Always."""
        return True

    def filter(self, viewer: Viewer, model: type[Protected]) -> ColumnElement[bool]:  # noqa: ARG002
        """All."""
        return true()


class OwnOffice(Predicate):
    """Records of the viewer's own office."""

    def allows(self, viewer: Viewer, record: Protected | None) -> bool:
        """Where the record's office is the viewer's."""
        return record is None or bool(record.office_id == viewer.office_id)

    def filter(self, viewer: Viewer, model: type[Protected]) -> ColumnElement[bool]:
        """The office's."""
        condition: ColumnElement[bool] = model.office_id == viewer.office_id
        return condition


class OwnCaseload(Predicate):
    """Records the viewer holds."""

    def allows(self, viewer: Viewer, record: Protected | None) -> bool:
        """Where the record's holder is the viewer."""
        return record is None or bool(record.holder_id == viewer.id)

    def filter(self, viewer: Viewer, model: type[Protected]) -> ColumnElement[bool]:
        """The viewer's."""
        condition: ColumnElement[bool] = model.holder_id == viewer.id
        return condition


class OnlyNamed(Predicate):
    """Restricted records the viewer is named for, and no others."""

    def allows(self, viewer: Viewer, record: Protected | None) -> bool:  # noqa: ARG002
        """Never by itself: being named decides, in allowed()."""
        return record is None

    def filter(self, viewer: Viewer, model: type[Protected]) -> ColumnElement[bool]:  # noqa: ARG002
        """None by itself."""
        return false()


ANYONE = "anyone"
EVERYWHERE, OFFICE, CASELOAD, NAMED = Everywhere(), OwnOffice(), OwnCaseload(), OnlyNamed()
R = Role

_ALL_STAFF = dict.fromkeys(R, EVERYWHERE)
_CASEWORK: dict[Role, Predicate] = {
    R.OFFICER: CASELOAD,
    R.CASE_MANAGER: OFFICE,
    R.CASEWORKER: OFFICE,
    R.SUPERVISOR: OFFICE,
}

PERMISSIONS: Mapping[str, Mapping[Role, Predicate]] = {
    "session.use": _ALL_STAFF,
    "directory.read": _ALL_STAFF,
    # Whoever speaks with a provider writes down what was said: every call counts.
    "directory.call": dict.fromkeys(
        (R.OFFICER, R.CASE_MANAGER, R.INVESTIGATOR, R.CASEWORKER, R.COORDINATOR, R.SUPERVISOR), EVERYWHERE
    ),
    "directory.edit": {R.COORDINATOR: EVERYWHERE, R.SUPERVISOR: EVERYWHERE},
    # What others propose waits for those who edit.
    "directory.propose": dict.fromkeys(
        (R.OFFICER, R.CASE_MANAGER, R.CASEWORKER, R.INVESTIGATOR, R.SUPERVISOR, R.COORDINATOR), EVERYWHERE
    ),
    "person.read": {**_CASEWORK, R.INVESTIGATOR: OFFICE},
    "person.create": _CASEWORK,
    "person.edit": _CASEWORK,
    "person.match": _CASEWORK,
    # Health, treatment (42 CFR part 2), and that somebody is a survivor; not for whoever visits the home.
    "health.read": _CASEWORK,
    # By record number, and no more of the person than victim services need.
    "person.find": {R.VICTIM_SERVICES: EVERYWHERE},
    # By order of a court.
    "person.erase": {R.SUPERVISOR: OFFICE},
    "person.restrict": {R.SUPERVISOR: OFFICE, R.VICTIM_SERVICES: NAMED},
    "people.keep_apart": {R.VICTIM_SERVICES: EVERYWHERE},
    "emergency.use": _CASEWORK,
    "emergency.review": {R.SUPERVISOR: OFFICE},
    # Who among all who are released soon would get which place, by name and with an audit by group.
    "allocation.read": {R.SUPERVISOR: OFFICE},
    "allocation.propose": {R.SUPERVISOR: OFFICE},
    "plan.read": {**_CASEWORK, R.INVESTIGATOR: OFFICE},
    "plan.edit": _CASEWORK,
    "plan.print": _CASEWORK,
    "clearance.ask": {R.OFFICER: CASELOAD, R.CASE_MANAGER: OFFICE, R.SUPERVISOR: OFFICE},
    # What victim services know, nobody else learns, not even that there is something to know.
    "clearance.decide": {R.VICTIM_SERVICES: EVERYWHERE},
    "protected_place.edit": {R.VICTIM_SERVICES: EVERYWHERE},
    "consent.record": _CASEWORK,
    "referral.write": _CASEWORK,
    "letter.print": _CASEWORK,
    # Who read and changed a record, and what left the house.
    "person.history": {R.OFFICER: CASELOAD, R.SUPERVISOR: OFFICE, R.AUDITOR: EVERYWHERE},
    "audit.hold": {R.ADMINISTRATOR: EVERYWHERE},
    "audit.read": {R.AUDITOR: EVERYWHERE, R.ADMINISTRATOR: EVERYWHERE},
    "staff.manage": {R.ADMINISTRATOR: EVERYWHERE},
    "staff.release_lock": {R.SUPERVISOR: OFFICE, R.ADMINISTRATOR: EVERYWHERE},
    "agency.edit": {R.ADMINISTRATOR: EVERYWHERE},
}


# What emergency access opens: reading, never changing, and no list of services.
OPENED_IN_EMERGENCY = frozenset(("person.read", "plan.read", "health.read"))


def predicate(viewer: Viewer, permission: str) -> Predicate | None:
    """How far a permission reaches for this viewer, or None where it is not given at all."""
    return PERMISSIONS[permission].get(viewer.role)


def allowed(viewer: Viewer, permission: str, record: Protected | None = None) -> bool:
    """Whether this viewer may do this, to this record.

    A restricted record is open to those named for it and to nobody else, whatever their role or office; what they
    may do with it is still up to their role. Emergency access widens reading, and never to a restricted record.
    """
    reach = predicate(viewer, permission)
    if reach is None or record is None:
        return reach is not None
    if record.restricted:
        return record.id in viewer.named
    return reach.allows(viewer, record) or record.id in _opened(viewer, permission)


def reachable(viewer: Viewer, permission: str, model: type[Protected]) -> ColumnElement[bool]:
    """The same decision as the condition that keeps a list to what this viewer may see."""
    reach = predicate(viewer, permission)
    if reach is None:
        return false()
    usual = or_(reach.filter(viewer, model), model.id.in_(_opened(viewer, permission)))
    return or_(
        and_(model.restricted.is_(False), usual),
        and_(model.restricted.is_(True), model.id.in_(viewer.named)),
    )


def _opened(viewer: Viewer, permission: str) -> frozenset[UUID]:
    return viewer.emergency if permission in OPENED_IN_EMERGENCY else frozenset()
