"""To whom a letter goes: which class of recipient a service is, and how it is addressed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from agency.errors import WithheldError
from reentry.consents.disclosure import RECIPIENTS
from resources.records.locations import Location
from resources.records.services import Service

# What a provider of this need is, unless its own words or flags say otherwise.
CLASS_OF_NEED = {
    "housing": "landlord",
    "homeless_services": "landlord",
    "jobs": "employer",
    "education": "school",
    "child_care": "school",
    "substance_use_treatment": "treatment_program",
    "mental_health": "health_provider",
    "health_care": "health_provider",
    "crisis": "health_provider",
    "identification_and_benefits": "benefits_office",
    "legal_help": "legal_aid",
    "cognitive_behavioral_program": "ordered_program",
    "abuser_intervention": "ordered_program",
    "community_service": "ordered_program",
}
# Who may never hear of supervision, unless it says itself that it serves people coming home.
WARY = ("employer", "landlord", "school")


@dataclass(frozen=True)
class Recipient:
    """One provider as the rules of disclosure see it."""

    kind: str
    organization_id: UUID
    name: str

    @property
    def label(self) -> str:
        """Its class, in words."""
        return RECIPIENTS[self.kind]


def recipient_of(service: Service, need: str) -> Recipient:
    """The recipient a letter about this need has; where in doubt, the class that may know least."""
    return Recipient(_kind(service, need), service.organization_id, service.organization.name)


def tells_of_treatment(service: Service, need: str) -> bool:
    """Whether a letter to this service tells of substance-use treatment by its address alone (42 CFR part 2)."""
    main = {each.need for each in service.needs if each.main}
    return service.part_2_program or "substance_use_treatment" in {need, *main}


def gets_letters(service: Service, need: str = "") -> bool:
    """Whether letters go to this service at all: those for survivors are reached by their hotline alone."""
    needs = {need, *(each.need for each in service.needs)}
    return not service.victim_services and "victim_services" not in needs


def require_letters(service: Service, need: str = "") -> None:
    """WithheldError, saying what to do instead, where a service gets no letters."""
    if not gets_letters(service, need):
        raise WithheldError(
            "This service gets no letter and no call from us. "
            "Give the person its hotline number, which the directory shows, and leave the rest to them."
        )


def require_open(service: Service, on: date) -> None:
    """WithheldError while the agency refers nobody to this service.

    There is no way around it but to end the decision on the service's page, which a coordinator or supervisor does in
    their name and for everybody: an exception for one person would be a second, silent list. The sentence leaves the
    reason out, because it also stands where the person across the desk may read it.
    """
    barred = service.barred(on)
    if barred is not None:
        until = (
            f"until {barred.until:%b} {barred.until.day}, {barred.until.year}" if barred.until else "for now"
        )
        raise WithheldError(
            f"The agency refers nobody to this service {until}. Why stands on the service’s page; "
            "a coordinator or supervisor can end it there."
        )


def address(recipient: Recipient, attention: str, location: Location | None) -> tuple[str, ...]:
    """The lines of the address: of a confidential place its county and nothing nearer."""
    lines = [recipient.name]
    if attention and attention != recipient.name:
        lines.append(f"Attention: {attention}")
    found = location.addresses[0] if location and location.addresses else None
    if found is None:
        return tuple(lines)
    if location is not None and location.confidential:
        county = [f"{_county(found.region)}, {found.state_province}"] if found.region else []
        return (*lines, *county)
    town = " ".join(part for part in (found.state_province, found.postal_code) if part)
    last = ", ".join(part for part in (found.city, town) if part)
    return tuple(line for line in (*lines, found.address_1, found.address_2, last) if line)


def fax(service: Service, location: Location | None) -> str:
    """The number to fax to, nearest to the place first; empty where none is known or the place is confidential."""
    if location is not None and location.confidential:
        return ""
    near = [*(location.phones if location else []), *service.phones, *service.organization.phones]
    return next((phone.number for phone in near if phone.type == "fax"), "")


def _kind(service: Service, need: str) -> str:
    if tells_of_treatment(service, need):
        return "treatment_program"
    classes = [CLASS_OF_NEED.get(each.need, "community") for each in service.needs if each.main]
    wary = [kind for kind in classes if kind in WARY]
    kind = CLASS_OF_NEED.get(need, "community")
    if kind not in WARY and wary and need not in {each.need for each in service.needs}:
        kind = wary[0]
    return "reentry_program" if kind in WARY and _serves_people_coming_home(service, kind) else kind


def _serves_people_coming_home(service: Service, kind: str) -> bool:
    confirmed = [row for row in service.requirements if row.confirmed_on is not None]
    # An employer or a school that takes people with a felony does not thereby ask about one.
    housed = kind == "landlord" and any(row.mode == "accepts" for row in confirmed)
    return housed or any(row.rule == "justice_involved" for row in confirmed)


def _county(region: str) -> str:
    return region if region.endswith(("County", "City")) else f"{region} County"
