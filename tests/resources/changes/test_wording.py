"""Every field of a record has a name of its own in its history."""

import pytest

from resources.changes.fields import MODELS, fields_of
from resources.changes.wording import label, lines


@pytest.mark.parametrize("subject", MODELS)
def test_no_two_fields_are_called_the_same_and_none_by_its_column(subject: str) -> None:
    labels = [label(subject, name) for name in fields_of(subject)]

    assert len(set(labels)) == len(labels)
    assert not [each for each in labels if "_" in each or each[:1].islower()]


def test_room_without_a_number_says_so() -> None:
    said = {"said_on": "2026-11-20", "said_by": "", "unit": "beds", "available": None}

    assert lines("service", "capacity", said | {"waiting": None, "waiting_days": None}, {}) == [
        "no number given, said Nov 20, 2026"
    ]
