"""The areas of the site: who is admitted to a page, and the unit of work it gets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from flask import Blueprint, Flask, Response, g, make_response, request
from sqlalchemy.orm import Session

from agency import words
from agency.access import case_access as access
from agency.access import permissions
from agency.access.permissions import ANYONE, Viewer
from agency.edge.log_ins import LogInRequiredError, logged_in
from agency.edge.request import SAFE, clock, database
from agency.edge.trail import write_readings, write_refusals
from agency.errors import ForbiddenError, ReentryError
from agency.offices import Agency
from agency.staff.staff import Staff

View = Callable[..., Any]


class Area(Blueprint):
    """A part of the site whose every route says which permission opens it."""

    def page(
        self,
        rule: str,
        permission: str,
        methods: tuple[str, ...] = ("GET",),
        before: Callable[[], object] | None = None,
    ) -> Callable[[View], View]:
        """Serve a view at an address to those whom the permission table admits.

        before: what takes long and is done while nobody waits for it; the view gets what it found from prepared().
        """

        def register(view: View) -> View:
            self.add_url_rule(rule, view.__name__, guarded(view, permission, before), methods=list(methods))
            return view

        return register

    def open_page(self, rule: str) -> Callable[[View], View]:
        """Serve a view to anyone outside of any unit of work: it must answer where the database does not."""

        def register(view: View) -> View:
            setattr(view, "permission", ANYONE)  # noqa: B010 - a function, not a class of ours
            self.add_url_rule(rule, view.__name__, view)
            return view

        return register


class _NotKept(Exception):  # noqa: N818 - no error: it carries a page out of a unit of work that is undone
    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


def guarded(view: View, permission: str, before: Callable[[], object] | None = None) -> View:
    """The view behind its permission, inside a unit of work that is kept only when the answer is good."""

    @wraps(view)
    def run(**values: object) -> Response:
        _refuse_unprintable()
        g.prepared = before() if before else None
        try:
            with _unit_of_work() as session:
                g.session = session
                g.staff = logged_in(session)
                g.viewer = _admit(session, g.staff, permission)
                response = make_response(view(**values))
                if response.status_code >= 400 and not g.get("keep"):
                    raise _NotKept(response)
        except _NotKept as refused:
            write_readings()
            return refused.response
        finally:
            write_refusals()
        return response

    run.permission = permission  # type: ignore[attr-defined]
    return run


def _refuse_unprintable() -> None:
    """A NUL in what was sent is nothing that anybody typed, and no database can keep it."""
    sent = [*request.args.items(multi=True), *request.form.items(multi=True)]
    if any("\0" in name or "\0" in value for name, value in sent):
        raise ReentryError("What was sent holds a character that cannot be kept. Nothing was changed.")


@contextmanager
def _unit_of_work() -> Iterator[Session]:
    with database().reading() if request.method in SAFE else database().writing() as session:
        yield session


def _admit(session: Session, staff: Staff | None, permission: str) -> Viewer | None:
    if staff is None:
        if permission == ANYONE:
            return None
        raise LogInRequiredError("Log in to open this page.")
    who = access.viewer_of(session, staff, clock().now())
    g.who = {"name": staff.name, "office": staff.office.name}
    g.role_words = words.roles(session.get(Agency, 1))
    if permission != ANYONE and permissions.predicate(who, permission) is None:
        g.viewer = who
        g.denied = permission
        raise ForbiddenError("Your role does not open this page. Ask your supervisor if it should.")
    return who


def require_permissions(app: Flask) -> None:
    """Refuse to start with a route that names no permission, or one that is not in the table."""
    for rule in app.url_map.iter_rules():
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        if permission != ANYONE and permission not in permissions.PERMISSIONS:
            raise RuntimeError(f"{rule.rule} has no permission")
