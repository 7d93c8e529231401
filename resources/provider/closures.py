"""That an organization closes, pauses or opens again: one answer about some of its services, a proposal about each."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from marshmallow import fields, validate

from agency.languages import to_translate
from resources.changes.schemas import STATUSES
from resources.provider.answers import MOST_ROWS, TOO_LONG, SenderForm, closing, shown
from resources.records.organizations import Organization
from resources.records.services import Service

WHAT = to_translate("Say what happened.")
WHICH = to_translate("Choose at least one service.")


class ClosureForm(SenderForm):
    """What happened, until when, and to which services."""

    status = fields.String(
        required=True,
        validate=validate.OneOf(STATUSES, error=WHAT),
        error_messages={"required": WHAT},
    )
    closed_until = fields.String(load_default="")
    services = fields.List(
        fields.UUID(),
        required=True,
        validate=[validate.Length(min=1, error=WHICH), validate.Length(max=MOST_ROWS, error=TOO_LONG)],
        error_messages={"required": WHICH},
    )


def proposed(
    of: Organization, services: Iterable[Service], typed: Mapping[str, Any], today: date
) -> list[tuple[Service, dict[str, Any]]]:
    """What each of the chosen services would say; nothing of one that says so already."""
    chosen = [each for each in services if each.id in typed["services"]]
    said = {"status": typed["status"], "closed_until": typed["closed_until"]}
    return [(each, closing(shown(of, each), said, today)) for each in chosen]
