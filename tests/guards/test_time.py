"""Time is passed in: nothing but agency/clock.py reads it."""

import ast
from pathlib import Path

import pytest

from tests.guards.conftest import Plant
from tests.guards.source import ROOT, product, told

READERS = {
    "datetime": {"now", "utcnow", "today"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime", "ctime", "strftime"},
    "func": {"now", "current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"},
}


def readings(root: Path) -> list[str]:
    """Every place that reads the time, whether it is called there or handed on."""
    found = []
    for module in product(root):
        if module.path.as_posix() == "agency/clock.py":
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute):
                owner = ast.unparse(node.value).rpartition(".")[2]
                if node.attr in READERS.get(owner, ()):
                    found.append(f"{module.at(node)} reads {owner}.{node.attr}")
            elif isinstance(node, ast.ImportFrom) and node.module == "time":
                names = {alias.name for alias in node.names} & READERS["time"]
                found += [f"{module.at(node)} imports time.{name}" for name in sorted(names)]
    return found


def test_only_the_clock_reads_the_time() -> None:
    rule = (
        "Only agency/clock.py reads the time. A view has clock(), a session has info['clock'];\n"
        "a rule takes the day or the moment as an argument without a default."
    )

    assert not (found := readings(ROOT)), told(rule, found)


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\nat = datetime.now()",
        "import datetime\nat = datetime.datetime.utcnow()",
        "from datetime import date\ndef age(on=date.today()): ...",
        "from datetime import datetime\ncolumn = dict(default=datetime.now)",
        "import time\nat = time.time()",
        "from time import time",
        "from sqlalchemy import func\nat = func.now()",
    ],
)
def test_reading_the_time_is_found(plant: Plant, text: str) -> None:
    assert len(readings(plant({"reentry/plans/plans.py": text}))) == 1


def test_the_clock_itself_may(plant: Plant) -> None:
    root = plant(
        {
            "agency/clock.py": "from datetime import datetime\nat = datetime.now()",
            "agency/audit/audit.py": "at = clock.now()",
        }
    )

    assert readings(root) == []
