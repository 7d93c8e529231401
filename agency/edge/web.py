"""The edge between a browser and the house: who is admitted, which unit of work a page gets, how an error reads."""

import getpass
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NoReturn, cast
from uuid import UUID

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    g,
    has_request_context,
    make_response,
    redirect,
    request,
    url_for,
)
from flask import (
    session as cookie,
)
from sqlalchemy.orm import Session

from agency import words
from agency.access import case_access as access
from agency.access import permissions
from agency.access.permissions import ANYONE, Viewer
from agency.audit import audit
from agency.clock import Clock
from agency.database import Database
from agency.errors import ForbiddenError, ReentryError
from agency.offices import Agency
from agency.settings import Settings
from agency.staff import devices, sessions
from agency.staff.staff import Staff, hold

View = Callable[..., Any]
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class LogInRequiredError(ReentryError):
    """Nobody is logged in, or the session has ended; what was typed is not lost, log in and go back."""

    status = 401
    title = "Please log in"


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
                g.staff = _logged_in(session)
                g.viewer = _admit(session, g.staff, permission)
                response = make_response(view(**values))
                if response.status_code >= 400 and not g.get("keep"):
                    raise _NotKept(response)
        except _NotKept as refused:
            _write_readings()
            return refused.response
        finally:
            _write_refusals()
        return response

    run.permission = permission  # type: ignore[attr-defined]
    return run


def _write_readings() -> None:
    """A form that is refused shows the record again: that it was read stands, although its unit is undone."""
    for event, subject_id, details in g.pop("readings", []):
        audit.record_reading(database(), event, viewer().id, subject_id, "done", **details)


def _write_refusals() -> None:
    refusals = g.pop("refusals", [])
    if refusals:
        with database().writing() as session:
            for permission, subject_id in refusals:
                audit.record(
                    session, "access.denied", viewer().id, subject_id, "refused", permission=permission
                )


def database() -> Database:
    """The database of this installation."""
    return cast(Database, current_app.extensions["database"])


def settings() -> Settings:
    """How this installation is set up."""
    return cast(Settings, current_app.extensions["settings"])


def clock() -> Clock:
    """The clock of this installation."""
    return cast(Clock, current_app.extensions["clock"])


def origin() -> str:
    """From where the service is asked, for the audit trail: the address of the browser, or who sits at the machine."""
    if has_request_context():
        return request.remote_addr or ""
    try:
        return f"command line, {getpass.getuser()}"
    except (KeyError, OSError):
        return "command line"


def viewer() -> Viewer:
    """The staff member who asks."""
    return cast(Viewer, g.viewer)


def unit() -> Session:
    """The unit of work of this request."""
    return cast(Session, g.session)


def prepared() -> Any:  # noqa: ANN401 - whatever the view's own step before found
    """What was done before the unit of work; see Area.page."""
    return g.prepared


def keep_unit() -> None:
    """Keep what this request wrote although it answers with an error: a failed log-in counts."""
    g.keep = True


def may(permission: str, record: Any = None) -> bool:  # noqa: ANN401
    """Whether the page should offer this to the viewer; the permission table decides again when it is asked for."""
    who = getattr(g, "viewer", None)
    return who is not None and permissions.allowed(who, permission, record)


def read_recorded(event: str, subject_id: UUID | None, **details: audit.Detail) -> None:
    """Write down that a record is about to be shown; where that fails, it is not shown."""
    if request.method in SAFE:
        audit.record_reading(database(), event, viewer().id, subject_id, "done", **details)
    else:
        audit.record(unit(), event, viewer().id, subject_id, "done", **details)
        g.setdefault("readings", []).append((event, subject_id, details))


def forbid(permission: str, sentence: str) -> NoReturn:
    """Refuse what the viewer's role is not shown; the sentence says so."""
    g.denied = permission
    raise ForbiddenError(sentence)


def refusal_recorded(permission: str, subject_id: UUID | None) -> None:
    """Write down that something out of bounds was reached for; the answer tells no more than that it is refused.

    It is written in a unit of its own after this request's, and so stands although that one is undone.
    """
    g.setdefault("refusals", []).append((permission, subject_id))


def log_in(staff: Staff, session: Session) -> None:
    """Begin a session under a new token."""
    chosen, device = settings(), devices.named(request.user_agent.string)
    cookie.clear()
    cookie["token"] = sessions.start(
        session, staff, clock().now(), chosen.longest_session, chosen.sessions_per_user, device
    )


def log_in_halfway(staff: Staff, session: Session, *, proven: bool = False) -> None:
    """Await what a log-in lacks: the second factor or, where that is proven, a password of one's own."""
    cookie.clear()
    cookie["half"] = sessions.start_half(session, staff, clock().now(), proven=proven)


def halfway(session: Session, *, proven: bool = False) -> Staff | None:
    """Whose log-in has come so far in this browser a moment ago; no page opens to them yet."""
    token, now = cookie.get("half"), clock().now()
    found = sessions.find_half(session, token, now, proven=proven) if token else None
    if token and found and request.method not in SAFE:
        # Attempts at once wait for each other here; each then finds what the one before it left.
        hold(session, found.staff_id)
        found = sessions.find_half(session, token, now, proven=proven)
    return found.staff if found else None


def own_session(session: Session) -> sessions.StaffSession | None:
    """The live session of this browser."""
    token = cookie.get("token")
    return sessions.find(session, token, clock().now(), settings().longest_session) if token else None


def log_out(session: Session) -> None:
    """End this browser's session at once, on the server too."""
    session.delete(own_session(session))
    cookie.clear()


def _refuse_unprintable() -> None:
    """A NUL in what was sent is nothing that anybody typed, and no database can keep it."""
    sent = [*request.args.items(multi=True), *request.form.items(multi=True)]
    if any("\0" in name or "\0" in value for name, value in sent):
        raise ReentryError("What was sent holds a character that cannot be kept. Nothing was changed.")


@contextmanager
def _unit_of_work() -> Iterator[Session]:
    with database().reading() if request.method in SAFE else database().writing() as session:
        yield session


def _logged_in(session: Session) -> Staff | None:
    found = own_session(session)
    if found is None:
        return None
    if clock().now() - found.used_at >= sessions.TOUCH:
        _touch(session, found.id)
    return found.staff


def _touch(session: Session, session_id: UUID) -> None:
    def use(where: Session) -> None:
        found = where.get(sessions.StaffSession, session_id)
        if found is not None:
            found.used_at = clock().now()

    if request.method not in SAFE:
        use(session)
        return
    with database().writing() as writing:
        use(writing)


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


def set_headers(response: Response) -> Response:
    """The headers every answer carries: nothing is allowed that is not named here."""
    tiles = settings().tile_url
    tile_host = "/".join(tiles.split("/")[:3]).replace("{s}.", "*.") if tiles else ""
    response.headers["Content-Security-Policy"] = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce()}'",
            "style-src 'self'",
            f"img-src 'self' data: {tile_host}".strip(),
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if settings().secure_cookies:
        # RFC 6797: from the first answer over HTTPS on, the browser asks this host in no other way for a year.
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()"
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def nonce() -> str:
    """The value that lets this answer's own scripts run, and no others."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return cast(str, g.nonce)


def reference() -> str:
    """What this request is called in the log, so that somebody can point to it."""
    if "reference" not in g:
        g.reference = secrets.token_hex(4)
    return cast(str, g.reference)


def to_log_in() -> Response:
    """Send the browser to the log-in page and back afterwards."""
    return make_response(
        redirect(url_for("agency.show_log_in", next=request.full_path if request.method == "GET" else None))
    )
