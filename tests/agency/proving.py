"""Somebody at the keyboard of a service that asks for a second factor, with a telephone that shows codes."""

import html
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp

from agency.clock import FixedClock
from tests.browser import Answer, Browser
from tests.conftest import PASSWORD

STEP = timedelta(seconds=30)
SECRET = re.compile(r"Enter this secret into the app: <code>([A-Z2-7 ]+)</code>")
KEY_OPTIONS = re.compile(r'data-key-options="([^"]+)"')
RECOVERY_CODE = re.compile(r"<li><code>([A-Z2-7 ]+)</code>")


class Keyboard(Browser):
    """One staff member with a browser and, once it is set up, an app that shows codes."""

    def __init__(self, browser: Browser, email: str, clock: FixedClock, password: str = PASSWORD) -> None:
        super().__init__(browser.client)
        self.email = email
        self.clock = clock
        self.password = password
        self.secret = ""
        self.recovery_codes: list[str] = []

    def code(self, steps: int = 0) -> str:
        """What the app shows now, or that many half minutes from now."""
        return pyotp.TOTP(self.secret).at(self.clock.now() + steps * STEP)

    def give_password(self, password: str = "", to: str = "/log-in") -> Answer:
        """The first step; without a password, the right one."""
        form = {"email": self.email, "password": password or self.password, "notice": "read"}
        return self.post(to, form, page=to)

    def give_code(self, code: str = "", to: str = "/log-in/code") -> Answer:
        """The second step; without a code, the one that the app shows."""
        return self.post(to, {"code": code or self.code()}, page=to)

    def key_options(self, page: str = "/log-in/code") -> dict[str, Any]:
        """What a page hands to a security key; empty where it asks for none."""
        return key_options(self.get(page).text)

    def give_key(self, answer: str, to: str = "/log-in/code") -> Answer:
        """The second step with what a security key answered."""
        return self.post(to, {"credential": answer}, page=to)

    def set_up(self) -> Answer:
        """The first log-in of an account: the app takes the secret, and a code confirms it."""
        self.give_password()
        found = SECRET.search(self.get("/log-in/set-up").text)
        assert found
        self.secret = found[1].replace(" ", "")
        answer = self.give_code(to="/log-in/set-up")
        self.recovery_codes = RECOVERY_CODE.findall(answer.text)
        return answer

    def log_in(self) -> Answer:
        """Both steps, with a code that was not used before."""
        self.clock.moment += 2 * STEP
        self.give_password()
        return self.give_code()

    def log_out(self) -> None:
        """End the session."""
        self.post("/log-out", page="/account")

    def is_in(self) -> bool:
        """Whether pages open."""
        return self.get("/account").status == 200


def key_options(page: str) -> dict[str, Any]:
    """What a page hands to a security key; empty where it asks for none."""
    found = KEY_OPTIONS.search(page)
    return dict(json.loads(html.unescape(found[1]))) if found else {}


Staffed = Callable[..., Keyboard]
