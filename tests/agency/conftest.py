"""Somebody at the keyboard, as the tests of log-ins need them."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask

from agency.clock import FixedClock
from tests.agency.proving import STEP, Keyboard, Staffed
from tests.browser import Browser


@pytest.fixture
def staffed(app: Flask, hire: Callable[..., UUID], clock: FixedClock) -> Staffed:
    """Makes an account of a role and puts its owner at a keyboard, with the app set up and logged out, or not yet."""

    def sit_down(role: str = "officer", *, ready: bool = True) -> Keyboard:
        hire(role)
        keyboard = Keyboard(Browser(app.test_client()), f"{role}@test.example", clock)
        if ready:
            keyboard.set_up()
            keyboard.log_out()
            clock.moment += 2 * STEP
        return keyboard

    return sit_down
