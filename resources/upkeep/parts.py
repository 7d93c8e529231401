"""The parts of a record that are gone over on a call, and what each of them says."""

from collections.abc import Mapping

from resources.upkeep.calls import PARTS

# By part: fields of the service, and of the places it is given at, as resources.changes.fields names them.
OF_SERVICE: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "phone": ("phones",),
    "website": ("url",),
    "email": ("email",),
    "hours": ("schedules", "hours_description", "season_from", "season_to"),
    "terms": ("requirements", "eligibility_description"),
    "cost": ("cost_cents", "cost_period", "cost_options", "fees_description"),
    "ways_in": ("access_ways", "application_process"),
}
OF_PLACES: Mapping[str, tuple[str, ...]] = {"phone": ("phones",), "address": ("addresses",)}


def parts_in(fields: Mapping[str, object], of: Mapping[str, tuple[str, ...]]) -> set[str]:
    """The parts that a change of these fields touches."""
    return {part for part in PARTS if not fields.keys().isdisjoint(of.get(part, ()))}
