"""Accounts locked by failed log-ins, and letting their owners try again: the supervisor's for the own office."""

from typing import Any, cast
from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agency.access import permissions
from agency.access.permissions import Predicate
from agency.audit import audit
from agency.edge.areas import Area
from agency.edge.request import clock, may, unit, viewer
from agency.errors import ConflictError, DeniedError, NotFoundError
from agency.staff import staff
from agency.staff.staff import UNTIL_RELEASED, Staff

area = Area("locks", __name__)
RELEASE = "staff.release_lock"


@area.page("/staff/locked", RELEASE)
def list_locked() -> str:
    """Whose account is locked now, within one's reach."""
    # An account is reached by its office alone; holders and restriction are a case's.
    condition = _reach().filter(viewer(), cast(Any, Staff))
    locked = select(Staff).where(condition, Staff.active, Staff.locked_until > clock().now())
    found = unit().scalars(locked.options(joinedload(Staff.office)).order_by(Staff.name, Staff.email))
    zone = unit().get_one(Staff, viewer().id).office.time_zone
    return render_template(
        "agency/locked.html", staff=found.all(), zone=zone, endless=UNTIL_RELEASED, own=viewer().id
    )


@area.page("/staff/<uuid:staff_id>/release-lock", RELEASE, methods=("POST",))
def release_lock(staff_id: UUID) -> Response:
    """Let somebody try again before the lock runs out."""
    person = unit().get(Staff, staff_id)
    if person is None:
        raise NotFoundError("There is no such account.")
    if not _reach().allows(viewer(), cast(Any, person)):
        raise DeniedError(RELEASE, staff_id)
    if person.id == viewer().id:
        raise ConflictError("Somebody else releases the lock of your own account. Nothing was changed.")
    person = staff.hold(unit(), staff_id)
    person.forget_failures()
    audit.record(unit(), "staff.lock_released", viewer().id, person.id)
    flash(f"The lock is released; {person.name} may try to log in now.", "success")
    if may("staff.manage"):
        return make_response(redirect(url_for("staff.show_staff", staff_id=person.id)))
    return make_response(redirect(url_for("locks.list_locked")))


def _reach() -> Predicate:
    reach = permissions.predicate(viewer(), RELEASE)
    if reach is None:
        raise NotFoundError("There is no such account.")
    return reach
