"""From the log-in form to the end of a session: what a browser holds of it, and whose it is."""

from uuid import UUID

from flask import Response, make_response, redirect, request, url_for
from flask import session as cookie
from sqlalchemy.orm import Session

from agency.edge.request import SAFE, clock, database, settings
from agency.errors import ReentryError
from agency.staff import devices, sessions
from agency.staff.staff import Staff, hold


class LogInRequiredError(ReentryError):
    """Nobody is logged in, or the session has ended; what was typed is not lost, log in and go back."""

    status = 401
    title = "Please log in"


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


def logged_in(session: Session) -> Staff | None:
    """Who asks, if anybody is logged in; that the session is in use is kept every so often."""
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


def log_out(session: Session) -> None:
    """End this browser's session at once, on the server too."""
    session.delete(own_session(session))
    cookie.clear()


def to_log_in() -> Response:
    """Send the browser to the log-in page and back afterwards."""
    return make_response(
        redirect(url_for("agency.show_log_in", next=request.full_path if request.method == "GET" else None))
    )
