"""What became of every source row, put together from what became of the records it stands for."""

from resources.imports.batch import Batch, Entry
from resources.imports.rows import Outcome, SourceRow

_ORDER = (Outcome.CREATED, Outcome.UPDATED, Outcome.UNCHANGED)


class Outcomes:
    """Gathers them while a batch is written; each row has one in the end."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._effects: dict[SourceRow, set[Outcome]] = {}

    def note(self, entry: Entry, outcome: Outcome) -> None:
        """Something became of a record; of the row that only brings it along it says at most that it changed."""
        if not entry.main and outcome is Outcome.CREATED:
            outcome = Outcome.UPDATED
        self._effects.setdefault(entry.row, set()).add(outcome)

    def of_rows(self) -> dict[SourceRow, Outcome]:
        """Every row with its outcome: settled while it was read, or the strongest of its records."""
        return {row: self._batch.settled.get(row) or self._of(row) for row in self._batch.rows}

    def _of(self, row: SourceRow) -> Outcome:
        effects = self._effects.get(row, set())
        return next((outcome for outcome in _ORDER if outcome in effects), Outcome.MERGED)
