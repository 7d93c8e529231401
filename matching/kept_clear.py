"""Places to keep clear of: where a person is not to be housed; whose place it is, matching does not know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from marshmallow import fields, post_load

from matching import lenient
from matching.offer import Offer
from resources.eligibility import StatedSchema


@dataclass(frozen=True, slots=True)
class KeptClear:
    """A service at one place (location_id None: nobody knows which); certain: more than a proposal."""

    service_id: UUID
    location_id: UUID | None = None
    certain: bool = True

    def holds(self, offer: Offer) -> bool:
        """Whether an offer is under the same roof; where a place is not known, of the same service."""
        if self.location_id is None or offer.location_id is None:
            return offer.service_id == self.service_id
        return offer.location_id == self.location_id


class KeptClearSchema(StatedSchema):
    """A place as somebody was kept clear of it."""

    service_id = fields.UUID(required=True)
    location_id = fields.UUID()
    certain = fields.Boolean(required=True)

    @post_load
    def build(self, data: dict[str, Any], **_: object) -> KeptClear:
        """Makes the value."""
        return KeptClear(**data)


def read(raw: Mapping[str, object]) -> KeptClear | None:
    """A place to keep clear of, leniently; None where it cannot be told which."""
    service_id = lenient.identity(raw.get("service_id"))
    if service_id is None:
        return None
    location_id = lenient.identity(raw.get("location_id"))
    return KeptClear(service_id, location_id, lenient.flag(raw.get("certain")) is True)
