"""Chores: what an update leaves to be done once when the service first starts, because a migration opens no seal."""

from collections.abc import Callable, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.database import Database
from agency.tables import Base

Chores = Mapping[str, Callable[[Session], None]]


class Chore(Base):
    """One that is still to be done; a migration puts it here."""

    __tablename__ = "chore"

    name: Mapped[str] = mapped_column(primary_key=True)


def do(database: Database, chores: Chores) -> None:
    """Do those that are due, in their order, each kept whole or not at all.

    Where two processes start at once, the second waits for the first and finds nothing left to do.
    """
    with database.engine.connect() as connection:
        due = set(connection.scalars(select(Chore.name)))
    for name in [each for each in chores if each in due]:
        with database.engine.begin() as connection:
            if connection.execute(delete(Chore).where(Chore.name == name)).rowcount:
                with database.session_on(connection) as session:
                    chores[name](session)
                    session.commit()
