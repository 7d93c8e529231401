"""Revisions: each change of a record counts one, so that two people who edit at once are told of each other."""

from sqlalchemy.orm import Mapped, mapped_column


class Revised:
    """A record that counts its changes, by hand or by import."""

    revision: Mapped[int] = mapped_column(default=1)
