"""What tests of the ground floor share."""

import pytest
from argon2 import PasswordHasher


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    # A good hash takes its time, which hundreds of log-ins would spend for nothing.
    monkeypatch.setattr("agency.staff._hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
