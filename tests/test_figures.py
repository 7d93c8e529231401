"""The table of security figures cannot look good where something failed or was left out."""

from pathlib import Path

import pytest

from tests import figures


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test's figures go."""
    monkeypatch.setenv(figures.FILE, str(tmp_path / "figures.jsonl"))
    return tmp_path / "figures.jsonl"


def test_figures_of_one_check_add_up(kept: Path) -> None:
    for check in figures.CHECKS:
        figures.record(check, 2, 0)
        figures.record(check, 3, 0)

    lines, good = figures.table(kept)

    assert good
    assert [line["tried"] for line in lines] == [5] * len(figures.CHECKS)


@pytest.mark.parametrize(("tried", "failed"), [(0, 0), (4, 1)])
def test_a_check_that_failed_or_tried_nothing_spoils_the_table(kept: Path, tried: int, failed: int) -> None:
    for check in figures.CHECKS:
        figures.record(check, 2, 0) if check != "canaries" else figures.record(check, tried, failed)

    assert figures.main(kept) == 1


def test_a_check_nobody_listed_is_refused() -> None:
    with pytest.raises(ValueError, match="no check"):
        figures.record("luck", 1, 0)
