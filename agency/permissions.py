"""Who may do what: one table of role × permission × predicate. What is not in it is not allowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, false, true

from agency.staff import Role


class Protected(Protocol):
    """What a record must tell so that it can be decided who may see it."""

    holder_id: Any
    office_id: Any


@dataclass(frozen=True)
class Viewer:
    """The staff member who asks."""

    id: UUID
    role: Role
    office_id: UUID


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


ANYONE = "anyone"
EVERYWHERE, OFFICE, CASELOAD = Everywhere(), OwnOffice(), OwnCaseload()
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
    "directory.edit": {R.COORDINATOR: EVERYWHERE, R.SUPERVISOR: EVERYWHERE},
    "person.read": {**_CASEWORK, R.INVESTIGATOR: OFFICE},
    "person.create": _CASEWORK,
    "person.edit": _CASEWORK,
    "person.match": _CASEWORK,
    "plan.read": {**_CASEWORK, R.INVESTIGATOR: OFFICE},
    "plan.edit": _CASEWORK,
    "plan.print": _CASEWORK,
    "consent.record": _CASEWORK,
    "referral.write": _CASEWORK,
    "letter.print": _CASEWORK,
    "audit.read": {R.AUDITOR: EVERYWHERE, R.ADMINISTRATOR: EVERYWHERE},
    "staff.manage": {R.ADMINISTRATOR: EVERYWHERE},
}


def predicate(viewer: Viewer, permission: str) -> Predicate | None:
    """How far a permission reaches for this viewer, or None where it is not given at all."""
    return PERMISSIONS[permission].get(viewer.role)


def allowed(viewer: Viewer, permission: str, record: Protected | None = None) -> bool:
    """Whether this viewer may do this, to this record."""
    reach = predicate(viewer, permission)
    return reach is not None and reach.allows(viewer, record)


def reachable(viewer: Viewer, permission: str, model: type[Protected]) -> ColumnElement[bool]:
    """The condition that keeps a list to what this viewer may see."""
    reach = predicate(viewer, permission)
    return false() if reach is None else reach.filter(viewer, model)
