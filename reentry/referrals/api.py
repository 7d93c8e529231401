"""Referrals for programs: drafting one, and how far it is."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import fields, validate

from agency.edge.api import AnswerSchema, ApiArea
from agency.edge.request import unit, viewer
from agency.edge.trail import read_recorded
from reentry.desk.request import clerk
from reentry.people import people
from reentry.referrals import provider_search as referral_search
from reentry.referrals import referrals
from reentry.referrals.referrals import STATES, Referral
from reentry.referrals.views import ReferralForm

area = ApiArea("api_referrals", __name__, "Referrals to services")


class ReferralLogSchema(AnswerSchema):
    """One line of a referral's log; by is a staff member's id."""

    at = fields.String()
    by = fields.String()
    state = fields.String(validate=validate.OneOf(list(STATES)))
    reason = fields.String()
    note = fields.String()


class ReferralSchema(AnswerSchema):
    """One referral; reference is what stands on its reply slip."""

    id = fields.UUID()
    person_id = fields.UUID()
    plan_id = fields.UUID(allow_none=True)
    service_id = fields.UUID()
    location_id = fields.UUID(allow_none=True)
    organization = fields.String()
    service = fields.String()
    need = fields.String()
    state = fields.String(validate=validate.OneOf(list(STATES)))
    reference = fields.String()
    appointment = fields.String()
    note = fields.String()
    created_at = fields.AwareDateTime()
    sent_at = fields.AwareDateTime(allow_none=True)
    log = fields.List(fields.Nested(ReferralLogSchema))


@area.operation(
    "/people/<uuid:person_id>/referrals",
    "referral.write",
    "POST",
    takes=ReferralForm(),
    gives=ReferralSchema,
    status=201,
    or_status=200,
)
def create_referral(sent: dict[str, Any], person_id: UUID) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Draft a referral; the draft of the same one is given back where there is one (200)."""
    person = people.get(unit(), viewer(), "referral.write", person_id)
    referral_search.check_plan(unit(), person, sent["plan_id"])
    earlier = {each.id for each in referrals.of_person(unit(), person)}
    made = referrals.draft(
        unit(), person, sent["service_id"], sent["location_id"], sent["need"], sent["plan_id"], clerk()
    )
    status = 200 if made.id in earlier else 201
    return _told(made), status, {"Location": url_for("api_referrals.read_referral", referral_id=made.id)}


@area.operation("/referrals/<uuid:referral_id>", "referral.write", gives=ReferralSchema)
def read_referral(referral_id: UUID) -> dict[str, Any]:
    """One referral with its log."""
    referral = referrals.get(unit(), viewer(), "referral.write", referral_id)
    read_recorded("person.read", referral.person_id, page="api")
    return _told(referral)


def _told(referral: Referral) -> dict[str, Any]:
    shown = (
        "id",
        "person_id",
        "plan_id",
        "service_id",
        "location_id",
        "need",
        "state",
        "reference",
        "appointment",
    )
    return {
        **{name: getattr(referral, name) for name in (*shown, "note", "created_at", "sent_at", "log")},
        "organization": referral.service.organization.name,
        "service": referral.service.name,
    }
