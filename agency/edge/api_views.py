"""What the API says of itself: who is logged in, and everything it offers."""

from typing import Any

from flask import g
from flask_wtf.csrf import generate_csrf
from marshmallow import fields

from agency.edge import api
from agency.edge.api import AnswerSchema, ApiArea
from agency.staff.staff import Role, Staff

area = ApiArea("api_session", __name__, "Who is logged in, and what the API offers")


class OfficeSchema(AnswerSchema):
    """An office; its time zone decides what "today" is there."""

    id = fields.UUID()
    name = fields.String()
    time_zone = fields.String()


class SessionSchema(AnswerSchema):
    """The staff member who is logged in, and the token for what changes something."""

    id = fields.UUID()
    email = fields.String()
    name = fields.String()
    role = fields.Enum(Role, by_value=True)
    office = fields.Nested(OfficeSchema)
    csrf_token = fields.String(metadata={"description": f"send it as {api.TOKEN_HEADER}"})


@area.operation("/session", "session.use", gives=SessionSchema)
def show_session() -> dict[str, Any]:
    """Who is logged in."""
    staff: Staff = g.staff
    shown = ("id", "email", "name", "role", "office")
    return {**{name: getattr(staff, name) for name in shown}, "csrf_token": generate_csrf()}


@area.operation("/openapi.json", "session.use", gives=None)
def show_document() -> dict[str, Any]:
    """This document."""
    return api.document()
