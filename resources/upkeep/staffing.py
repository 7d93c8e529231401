"""Who may be given calls to make."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from agency.access.permissions import PERMISSIONS
from agency.staff.staff import Staff


def callers(session: Session) -> Sequence[Staff]:
    """The staff whose role lets them call providers, by name."""
    roles = list(PERMISSIONS["directory.call"])
    rows = select(Staff).where(Staff.active, Staff.role.in_(roles)).order_by(Staff.name, Staff.id)
    return session.scalars(rows).all()
