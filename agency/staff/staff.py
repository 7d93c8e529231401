"""Staff accounts: who works here, in which role and office, and how they prove it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from agency.audit import audit
from agency.database import Database
from agency.errors import InvalidError
from agency.offices import Agency, Office
from agency.staff import passwords
from agency.tables import Base, Identified

# CJIS Security Policy 5.8, section 5.5.3: at most five failed attempts in a row.
ATTEMPTS = 5
# Where a lock does not end by itself, it ends on a day that nobody sees.
UNTIL_RELEASED = datetime(9000, 1, 1, tzinfo=UTC)

# Checked where the account is unknown, so that the answer takes as long as for a known one.
_NOBODY = passwords.hashed("an account that is not there")


class Role(StrEnum):
    """What a staff member does here; the permission table says what that allows."""

    OFFICER = "officer"
    CASE_MANAGER = "case_manager"
    INVESTIGATOR = "investigator"
    CASEWORKER = "caseworker"
    COORDINATOR = "coordinator"
    VICTIM_SERVICES = "victim_services"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


class Staff(Identified, Base):
    """A person who works for the agency."""

    __tablename__ = "staff"

    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    role: Mapped[Role] = mapped_column(
        Enum(Role, native_enum=False, length=32, values_callable=lambda roles: [role.value for role in roles])
    )
    office_id: Mapped[UUID] = mapped_column(ForeignKey("office.id"))
    password_hash: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    # The password was made by somebody else; a log-in begins with one of the owner's own.
    must_change_password: Mapped[bool] = mapped_column(default=False, server_default=text("false"))

    office: Mapped[Office] = relationship()

    @property
    def initials(self) -> str:
        """The letters that mark a printed page as this person's."""
        return "".join(word[0] for word in self.name.split() if word[0].isalpha()).upper()

    def set_password(self, password: str, *names: str) -> None:
        """Keep a new password's hash; InvalidError says what is wrong with it.

        names: the agency's names, which it must not contain; nor may it contain the e-mail name.
        """
        passwords.check(password, [(self.email or "").partition("@")[0], *names])
        self.password_hash, self.must_change_password = passwords.hashed(password), False

    def is_locked(self, now: datetime) -> bool:
        """Whether too many failures keep the account closed at this moment."""
        return self.locked_until is not None and now < self.locked_until

    def forget_failures(self) -> None:
        """The count begins anew: after a whole log-in, or when the lock is released."""
        self.failures, self.locked_until = 0, None


@dataclass(frozen=True)
class Claim:
    """A password that was given for an account, and whether it is the one that was kept at that moment."""

    staff_id: UUID | None
    password_hash: str
    right: bool


def find(session: Session, email: str) -> Staff | None:
    """The account with this e-mail address, whatever its case."""
    return session.scalar(select(Staff).where(Staff.email == email.strip().lower()))


def hold(session: Session, staff_id: UUID) -> Staff:
    """The account as it stands, kept to this unit of work, so that two attempts at once count as two."""
    return session.get_one(Staff, staff_id, populate_existing=True, with_for_update={"key_share": True})


def agency_names(session: Session) -> tuple[str, ...]:
    """What the agency is called; no password may contain it."""
    agency = session.get(Agency, 1)
    return (agency.name, agency.neutral_name) if agency else ()


def add(session: Session, email: str, role: Role, name: str, office: str, password: str) -> Staff:
    """Make an account; office is a name, or empty for the only or main office."""
    address = email.strip().lower()
    if "@" not in address:
        raise InvalidError(f"{email!r} is not an e-mail address.")
    if find(session, address):
        raise InvalidError(f"There is an account for {address} already.")
    offices = session.scalars(select(Office).order_by(Office.name)).all()
    chosen = [each for each in offices if each.name == office] if office else list(offices)
    if not chosen:
        raise InvalidError(
            f"There is no office {office!r}." if office else "Set up the agency first: agency init."
        )
    added = Staff(email=address, name=name or address.split("@")[0], role=role, office_id=chosen[0].id)
    added.set_password(password, *agency_names(session))
    added.must_change_password = True
    session.add(added)
    session.flush()
    return added


def weigh(database: Database, email: str, password: str) -> Claim:
    """Compare a password with the one kept; takes as long for an account that is not there.

    Comparing is slow on purpose, and so it happens outside of any unit of work that others wait for.
    """
    with database.reading() as session:
        known = find(session, email)
        staff_id, kept = (known.id, known.password_hash) if known else (None, _NOBODY)
    return Claim(staff_id, kept, passwords.matches(kept, password))


def authenticate(session: Session, claim: Claim, now: datetime, lock: timedelta | None) -> Staff | None:
    """The staff member who gave the right password, or nobody; five failures in a row lock the account.

    An unknown, disabled or locked account and a wrong password are told apart by neither the answer nor its time.
    The failures before it are forgotten only when the log-in is whole: see Staff.forget_failures.
    lock: how long; None means until somebody releases it.
    """
    staff = hold(session, claim.staff_id) if claim.staff_id else None
    if staff is None or not staff.active or staff.is_locked(now):
        return None
    # A password that was changed while this one was compared is another one.
    if not claim.right or staff.password_hash != claim.password_hash:
        count_failure(session, staff, now, lock)
        return None
    return staff


def count_failure(session: Session, staff: Staff, now: datetime, lock: timedelta | None) -> None:
    """A wrong password or second factor; five in a row, of either kind, lock the account."""
    staff.failures += 1
    if staff.failures >= ATTEMPTS:
        staff.failures, staff.locked_until = 0, now + lock if lock else UNTIL_RELEASED
        audit.record(session, "staff.locked", None, staff.id)
