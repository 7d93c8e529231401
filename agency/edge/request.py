"""What a page has at hand while it answers: who asks, from where, the unit of work, the clock and the settings."""

import getpass
import re
import secrets
from typing import Any, cast

from flask import current_app, g, has_request_context, request
from sqlalchemy.orm import Session

from agency.access import permissions
from agency.access.permissions import Viewer
from agency.clock import Clock
from agency.database import Database
from agency.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# An address of this service: one slash, and nothing that a browser drops or turns into another slash.
OURS = re.compile(r"/(?![/\\])[^\\\s\x00-\x1f\x7f]*")


def database() -> Database:
    """The database of this installation."""
    return cast(Database, current_app.extensions["database"])


def settings() -> Settings:
    """How this installation is set up."""
    return cast(Settings, current_app.extensions["settings"])


def clock() -> Clock:
    """The clock of this installation."""
    return cast(Clock, current_app.extensions["clock"])


def home_or(asked: str, home: str) -> str:
    """The page of this service that was asked to be gone back to; home where it is none of ours."""
    return asked if OURS.fullmatch(asked) else home


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


def reference() -> str:
    """What this request is called in the log, so that somebody can point to it."""
    if "reference" not in g:
        g.reference = secrets.token_hex(4)
    return cast(str, g.reference)
