"""The needs as an HSDS taxonomy, so that programs can ask for the services of one."""

from typing import Any
from uuid import UUID, uuid5

from resources.needs import NEEDS

# Never changes: programs keep these ids.
TAXONOMY_ID = UUID("0b7d1c36-6d5f-4f0e-9a53-51c7f6a3b1e2")
TERM_IDS = {need: uuid5(TAXONOMY_ID, need) for need in NEEDS}
# Survivors' services are published nowhere, so that nobody asks for them here.
PUBLISHED = tuple(need for need in NEEDS if need != "victim_services")
_NEEDS = {term: need for need, term in TERM_IDS.items()}


def taxonomy() -> dict[str, Any]:
    """The one taxonomy there is."""
    return {
        "id": str(TAXONOMY_ID),
        "name": "Reentry needs",
        "description": "What people need on leaving prison or while on probation, and services meet.",
    }


def term(need: str) -> dict[str, Any]:
    """A need as a term."""
    return {
        "id": str(TERM_IDS[need]),
        "code": need,
        "name": NEEDS[need],
        "description": f"Services that meet the need “{NEEDS[need]}”.",
        "taxonomy": "Reentry needs",
        "taxonomy_id": str(TAXONOMY_ID),
        "language": "en",
    }


def need_of(term_id: UUID) -> str | None:
    """The need behind a term's id; None where it is no term of ours."""
    return _NEEDS.get(term_id)
