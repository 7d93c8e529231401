"""What of an organization may be shown to whoever holds its link: what it says of itself, and nothing secret.

Services for survivors, at a confidential place, held for review, closed for good or merged away are not there, and a
field that names a confidential street is left out as a whole. Which places are shown: resources.provider.places.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from resources.pages.record import called, is_secret
from resources.records.organizations import Organization
from resources.records.services import Service
from resources.secrecy import secret_places
from resources.secrecy.secret_words import removed


def organization(session: Session, organization_id: UUID) -> Organization | None:
    """The organization of a link; None where nothing of it may be shown."""
    found = session.get(Organization, organization_id)
    if found is None or found.merged_into is not None:
        return None
    return found if services(found) or not found.services else None


def services(of: Organization) -> list[Service]:
    """Those of its services that may be shown."""
    return [each for each in of.services if _is_open(each)]


def service(of: Organization, service_id: UUID) -> Service | None:
    """One of them."""
    return next((each for each in services(of) if each.id == service_id), None)


def names_secret_place(of: Organization, texts: Iterable[str]) -> bool:
    """Whether a text tells the street of a place that must not be told, of its own organization or of any other."""
    secret = [place for place in of.locations if place.confidential]
    secret += [place for each in of.services for place in secret_places.of(each)]
    patterns = secret_places.patterns(secret)
    return any(called(of, text) != text or removed(text, patterns) != text for text in texts if text)


def _is_open(service: Service) -> bool:
    gone = service.status == "defunct" or service.merged_into is not None
    return not (gone or service.held or is_secret(service))
