"""Staff accounts in the administrator's hands: who has one, and what to do when somebody's work changes or ends."""

from uuid import UUID

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from agency import words
from agency.audit import audit
from agency.edge.areas import Area
from agency.edge.forms import AccountForm, StaffForm, errors_of, load
from agency.edge.request import clock, unit, viewer
from agency.errors import ConflictError, InvalidError, NotFoundError
from agency.offices import Agency, Office
from agency.staff import passwords, second_factor, security_keys, sessions, staff
from agency.staff.second_factor import SecondFactor
from agency.staff.staff import Role, Staff

area = Area("staff", __name__)


@area.page("/staff", "staff.manage")
def list_staff() -> str:
    """Every account, open ones first."""
    found = unit().scalars(
        select(Staff).options(joinedload(Staff.office)).order_by(Staff.active.desc(), Staff.name, Staff.email)
    )
    ready = set(unit().scalars(select(SecondFactor.staff_id).where(SecondFactor.confirmed_at.is_not(None))))
    return render_template("agency/staff_list.html", staff=found.all(), ready=ready, now=clock().now())


@area.page("/staff/new", "staff.manage")
def new_staff() -> str:
    """The form for a new account."""
    return _form("agency/new_staff.html", {}, {})


@area.page("/staff", "staff.manage", methods=("POST",))
def add_staff() -> str | Response:
    """Make an account; its password is made by chance and shown this once."""
    typed = request.form.to_dict()
    errors = errors_of(StaffForm(), typed)
    if errors:
        return make_response(_form("agency/new_staff.html", typed, errors), 422)
    password = passwords.invented()
    try:
        role = Role(typed["role"])
        added = staff.add(unit(), typed["email"], role, typed["name"], typed["office"], password)
    except InvalidError as error:
        return make_response(_form("agency/new_staff.html", typed, {"email": [str(error)]}), 422)
    added.title, added.phone = typed.get("title", ""), typed.get("phone", "")
    audit.record(unit(), "staff.added", viewer().id, added.id, role=role.value)
    return render_template("agency/staff_password.html", person=added, password=password)


@area.page("/staff/<uuid:staff_id>", "staff.manage")
def show_staff(staff_id: UUID) -> str:
    """One account, and what can be done about it."""
    person = _account(staff_id)
    return render_template(
        "agency/staff.html",
        person=person,
        factor=second_factor.of(unit(), person),
        keys=security_keys.of(unit(), person),
        locked=person.is_locked(clock().now()),
        own=person.id == viewer().id,
    )


@area.page("/staff/<uuid:staff_id>/edit", "staff.manage")
def edit_staff(staff_id: UUID) -> str:
    """The form for what an account says of its owner."""
    person = _account(staff_id)
    typed = {name: str(getattr(person, name)) for name in ("name", "title", "phone", "role")}
    return _form("agency/edit_staff.html", {**typed, "office": person.office.name}, {}, person)


@area.page("/staff/<uuid:staff_id>/edit", "staff.manage", methods=("POST",))
def send_edit(staff_id: UUID) -> Response:
    """Change it; where role or office become others, the account's sessions end."""
    person = staff.hold(unit(), _account(staff_id).id)
    typed = request.form.to_dict()
    office = unit().scalar(select(Office).where(Office.name == typed.get("office", "")))
    errors = errors_of(AccountForm(), typed)
    if office is None:
        errors.setdefault("office", ["Choose an office."])
    if errors or office is None:
        return make_response(_form("agency/edit_staff.html", typed, errors, person), 422)
    read = load(AccountForm(), typed)
    changed = _change(person, {**read, "office_id": office.id})
    if changed:
        audit.record(unit(), "staff.changed", viewer().id, person.id, fields=", ".join(changed))
    return _told(person, "The account is changed." if changed else "Nothing was different.")


@area.page("/staff/<uuid:staff_id>/disable", "staff.manage", methods=("POST",))
def disable_staff(staff_id: UUID) -> Response:
    """Close an account; whoever is logged in with it is out at once."""
    person = _other_account(staff_id)
    person.active = False
    sessions.end_all(unit(), person)
    audit.record(unit(), "staff.disabled", viewer().id, person.id)
    return _told(person, "The account is disabled, and its sessions are ended.")


@area.page("/staff/<uuid:staff_id>/enable", "staff.manage", methods=("POST",))
def enable_staff(staff_id: UUID) -> Response:
    """Open a disabled account again."""
    person = _other_account(staff_id)
    person.active = True
    audit.record(unit(), "staff.enabled", viewer().id, person.id)
    return _told(person, "The account is open again.")


@area.page("/staff/<uuid:staff_id>/reset-second-factor", "staff.manage", methods=("POST",))
def reset_second_factor(staff_id: UUID) -> Response:
    """For a lost telephone: the next log-in sets up a new second factor; sessions end, recovery codes too."""
    person = _other_account(staff_id)
    second_factor.forget(unit(), person)
    sessions.end_all(unit(), person)
    audit.record(unit(), "staff.second_factor_reset", viewer().id, person.id)
    return _told(person, "The second factor is reset; the next log-in sets up a new one.")


@area.page("/staff/<uuid:staff_id>/new-password", "staff.manage", methods=("POST",))
def reset_password(staff_id: UUID) -> str:
    """For a forgotten password: one made by chance and shown this once; sessions end."""
    person, password = _other_account(staff_id), passwords.invented()
    person.set_password(password)
    person.must_change_password = True
    sessions.end_all(unit(), person)
    audit.record(unit(), "staff.password_reset", viewer().id, person.id)
    return render_template("agency/staff_password.html", person=person, password=password)


def _account(staff_id: UUID) -> Staff:
    found = unit().get(Staff, staff_id)
    if found is None:
        raise NotFoundError("There is no such account.")
    return found


def _other_account(staff_id: UUID) -> Staff:
    if staff_id == viewer().id:
        raise ConflictError("Another administrator does this for your own account. Nothing was changed.")
    return staff.hold(unit(), _account(staff_id).id)


def _told(person: Staff, message: str) -> Response:
    flash(message, "success")
    return make_response(redirect(url_for("staff.show_staff", staff_id=person.id)))


def _change(person: Staff, read: dict[str, object]) -> list[str]:
    """Give the account its new values; returns the names of those that differ."""
    values = {name: read[name] for name in ("name", "title", "phone", "role", "office_id")}
    changed = [name for name, value in values.items() if getattr(person, name) != value]
    if {"role", "office_id"} & set(changed):
        # What a role or office opens is decided anew at the next log-in; nobody decides it for themselves.
        sessions.end_all(unit(), _other_account(person.id))
    for name in changed:
        setattr(person, name, values[name])
    return [name.removesuffix("_id") for name in changed]


def _form(
    template: str, typed: dict[str, str], errors: dict[str, object], person: Staff | None = None
) -> str:
    names = unit().scalars(select(Office.name).order_by(Office.name))
    called = words.roles(unit().get(Agency, 1))
    return render_template(
        template,
        person=person,
        typed=typed,
        errors=errors,
        roles=[(role.value, called[role]) for role in Role],
        offices=[(name, name) for name in names],
    )
