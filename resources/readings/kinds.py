"""The kinds of prose that are read at a service."""

from resources.readings.items import Kind
from resources.readings.opening_hours import OpeningHours
from resources.readings.rules import Rules

_ALL: tuple[Kind, ...] = (Rules(), OpeningHours())
KINDS = {kind.name: kind for kind in _ALL}
