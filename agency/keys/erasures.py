"""What a court orders erased or shut away: how it is carried out, and the sign that stays so that it does not return.

To expunge destroys the record's key and every row of the record; in whatever copy a row remains, nothing opens it.
To seal or to shield shuts the record away: nobody but the staff named by the order may know of it. Maryland CP §10-108
makes it a crime to disclose what was expunged.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any, Self, cast
from uuid import UUID, uuid5

from sqlalchemy import Column, CursorResult, Table, delete, literal, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from agency.access.case_access import NAMED, CaseAccess
from agency.errors import KeyLostError
from agency.keys.vault import RecordKey, Sealed, SealedField, Vault
from agency.staff.staff import Staff
from agency.tables import Base

EXPUNGE = "expunge"
KINDS = {EXPUNGE: "Expunge", "seal": "Seal", "shield": "Shield"}


@dataclass(frozen=True)
class Order:
    """An order as it was carried out: on which record, which kind, on which day.

    number_index: what the record was found by. order, ordered_on: which order it was and its date, as written.
    named: the staff whom the order lets into a record that is shut away.
    """

    record_id: UUID
    number_index: str
    kind: str
    day: date
    order: str = ""
    ordered_on: str = ""
    named: tuple[UUID, ...] = ()

    def told(self) -> dict[str, Any]:
        """As JSON can hold it."""
        plain = {"record_id": str(self.record_id), "day": self.day.isoformat()}
        return {**asdict(self), **plain, "named": [str(each) for each in self.named]}

    @classmethod
    def heard(cls, told: dict[str, Any]) -> Self:
        """An order from what told() gave."""
        plain = {"record_id": UUID(told["record_id"]), "day": date.fromisoformat(told["day"])}
        return cls(**{**told, **plain, "named": tuple(UUID(each) for each in told["named"])})


class Erasure(Sealed, Base):
    """The sign that a record was erased or shut away by order; it tells nothing else about the person."""

    __tablename__ = "erasure"

    # Of the record; its sign is found by it and by the number that a later file may bring.
    erased_id: Mapped[UUID] = mapped_column(unique=True)
    number_index: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    # When it was carried out.
    day: Mapped[date]

    order = SealedField[str]("")
    ordered_on = SealedField[str]("")
    named = SealedField[list[str]]([])

    @property
    def record_id(self) -> UUID:
        """A key of its own: the record's is destroyed."""
        return self.id

    def as_order(self) -> Order:
        """What was ordered; without the words of the order where they cannot be opened any more."""
        plain = Order(self.erased_id, self.number_index, self.kind, self.day)
        with suppress(KeyLostError):
            named = tuple(UUID(each) for each in self.named)
            return replace(plain, order=self.order, ordered_on=self.ordered_on, named=named)
        return plain


def of_number(session: Session, number: str) -> Erasure | None:
    """The sign that whoever had this record number was erased or shut away."""
    vault: Vault = session.info["vault"]
    index = vault.fingerprint(session, number)
    return session.scalar(select(Erasure).where(Erasure.number_index == index))


def of_record(session: Session, record_id: UUID) -> Erasure | None:
    """The sign that this record was erased or shut away."""
    return session.scalar(select(Erasure).where(Erasure.erased_id == record_id))


def names() -> list[str]:
    """The tables that hold rows of records, by name."""
    return [table.name for table, _ in tables()]


def orders(session: Session) -> list[Order]:
    """Every order this database knows of, the oldest first."""
    return [sign.as_order() for sign in session.scalars(select(Erasure).order_by(Erasure.day, Erasure.id))]


def carry_out(session: Session, order: Order, now: datetime) -> bool:
    """Erase a record or shut it away, and leave the sign; whether there was anything to be done.

    Carried out again, where an older copy was restored, it leaves the same.
    """
    session.flush()
    done = _destroy(session, order, now) if order.kind == EXPUNGE else _shut_away(session, order, now)
    session.expire_all()
    _sign(session, order)
    return done


def tables() -> Iterator[tuple[Table, Column[Any]]]:
    """Every table with rows of records, and the column that says whose; those that point to others first."""
    owned = {mapper.local_table: mapper.class_.__record__ for mapper in Base.registry.mappers}
    for table in reversed(Base.metadata.sorted_tables):
        if owned.get(table):
            yield table, table.c[owned[table]]


def _destroy(session: Session, order: Order, now: datetime) -> bool:
    for table, whose in tables():
        session.execute(delete(table).where(whose == order.record_id))
    there = RecordKey.id == order.record_id, RecordKey.wrapped.is_not(None)
    found = session.scalar(select(literal(True)).select_from(RecordKey).where(*there)) is not None
    session.execute(
        update(RecordKey)
        .where(RecordKey.id == order.record_id)
        .values(wrapped=None, wrapped_by="", destroyed_at=now)
        .execution_options(synchronize_session=False)
    )
    return found


def _shut_away(session: Session, order: Order, now: datetime) -> bool:
    found = False
    for table, whose in tables():
        if "restricted" in table.c:
            shut = update(table).where(whose == order.record_id).values(restricted=True, holder_id=None)
            found = cast("CursorResult[Any]", session.execute(shut)).rowcount > 0 or found
    session.execute(delete(CaseAccess).where(CaseAccess.record_id == order.record_id))
    staff = session.scalars(select(Staff.id).where(Staff.id.in_(order.named))) if found else ()
    for staff_id in staff:
        way = CaseAccess(record_id=order.record_id, staff_id=staff_id, kind=NAMED, given_at=now)
        way.reason = "By order."
        session.add(way)
    return found


def _sign(session: Session, order: Order) -> None:
    sign = of_record(session, order.record_id)
    if sign is None:
        # The same wherever it is left again, so that a copy of a copy has one.
        sign = Erasure(id=uuid5(order.record_id, "erasure"), erased_id=order.record_id)
        session.add(sign)
    elif sign.as_order() == order:
        return
    sign.number_index, sign.kind, sign.day = order.number_index, order.kind, order.day
    sign.order, sign.ordered_on, sign.named = order.order, order.ordered_on, list(map(str, order.named))
    session.flush()
