"""Erasing by order: who is erased or shut away, and what a later intake of the same record number is told."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from agency.audit import audit
from agency.errors import ConflictError, InvalidError
from agency.keys import erasures
from agency.keys.erasure_ledger import ErasureLedger
from agency.keys.erasures import EXPUNGE, Order
from agency.staff import staff
from reentry.access import apart
from reentry.people.clerk import Clerk
from reentry.people.people import Person

NOT_YOURS = "This number is of a case you may not open."


@dataclass(frozen=True)
class Terms:
    """What an order says: its kind, which order it is, its date as written, and whom it lets in, by e-mail address."""

    kind: str
    order: str
    ordered_on: str = ""
    named: tuple[str, ...] = ()


def erase(
    session: Session, person: Person, terms: Terms, ledger: ErasureLedger, clerk: Clerk, today: date
) -> None:
    """Carry out an order on one person's record, in this unit of work.

    InvalidError where somebody it names has no account or may not be let in; SettingsError where the ledger beside the
    data cannot be written.
    """
    named = tuple(_account(session, person, address) for address in terms.named)
    order = Order(
        person.id, person.number_index, terms.kind, today, terms.order.strip(), terms.ordered_on, named
    )
    erasures.carry_out(session, order, clerk.now)
    audit.record(session, "person.erased", clerk.staff_id, order.record_id, kind=order.kind)
    session.flush()
    ledger.add(session, order)


def require_free(session: Session, number: str, source: str) -> None:
    """InvalidError where an intake brings back whoever was erased, or a file changes a record that is shut away."""
    sign = erasures.of_number(session, number)
    if sign is None:
        return
    if sign.kind == EXPUNGE:
        day = f"{sign.day:%b} {sign.day.day}, {sign.day.year}"
        said = f"The record of this number was erased by order on {day}. It cannot be taken in again."
        raise InvalidError("This person cannot be taken in.", {"number": [said]})
    if source == "file":
        raise InvalidError("This person cannot be taken in.", {"number": [NOT_YOURS]})


def require_open(session: Session, person_id: UUID) -> None:
    """ConflictError where an order says who may know of this record."""
    if erasures.of_record(session, person_id) is not None:
        raise ConflictError("An order says who may know of this record. Nothing was changed.")


def _account(session: Session, person: Person, address: str) -> UUID:
    found = staff.find(session, address)
    if found is None:
        said = f"There is no staff account {address}."
    elif not apart.may_be_let_in(session, person, found.id):
        said = f"{found.email} cannot be let into this record."
    else:
        return found.id
    raise InvalidError("Please correct the marked fields.", {"named": [said]})
