"""What was read from a text: a value for one field of a record, with the words it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass

# One row of telephone numbers, or of prices, is a mapping of its columns.
Value = str | int | tuple[str, ...] | Mapping[str, str | int | None] | None
# No description is longer; a hostile text may not keep the patterns busy.
LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that a text seems to state for a field, its exact words and how sure the reader is (0 to 1).

    Value has the shape of the field; None says that no single value holds, as where several prices are named.
    """

    field: str
    value: Value
    quote: str
    confidence: float
