"""Requests that are sent to find fault with the answers."""

from collections.abc import Callable, Mapping
from typing import Protocol

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.browser import Answer, Browser
from tests.security import hostile
from tests.security.hostile import Sent
from tests.security.walk import Form, fields_on, forms_of

# What a page shows again as it was typed.
TYPED = ("text", "search", "textarea", "date", "time", "email", "tel", "url", "number")
# One line on a page full of them: what is wrong with it is told on a page of its own, which says to go back.
TOLD_APART = {"/plans/<uuid:plan_id>/waivers"}


class Seats(Protocol):
    """Who sits at a keyboard, by name; sit_down brings somebody back whose session ended."""

    browsers: dict[str, Browser]
    tokens: dict[str, str]

    def sit_down(self, name: str) -> None:
        """Begin anew."""

    def rest(self) -> None:
        """Wait for the work that goes on beside the requests."""


class Trial:
    """Requests that were sent, and what was wrong with the answers."""

    def __init__(self, desks: Seats, dice: int) -> None:
        self.desks, self.dice, self.count = desks, dice, 0
        self.faults: list[str] = []
        self.alive: list[str] = []
        self.lost: list[str] = []
        # The forms that were read at all, and not taken for forged or garbled.
        self.read: set[tuple[str, str]] = set()

    def send(self, role: str, sent: Sent) -> Answer:
        """Send one request, and follow where it leads."""
        token = self.desks.tokens[role]
        answer = Answer(
            self.desks.browsers[role].client.open(
                sent.address,
                method=sent.method,
                data=sent.with_token(token),
                content_type=sent.content_type or None,
                headers={"X-CSRFToken": token},
            )
        )
        self.desks.rest()
        self.count += 1
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        if answer.status >= 500:
            self.faults.append(f"{answer.status} to {role}: {sent}")
        if html and hostile.broken_out(answer.text):
            self.alive.append(f"to {role}: {sent}")
        if answer.status in (302, 303):
            self._follow(role, answer.headers["Location"])
        return answer

    def look(self, role: str, address: str) -> Answer:
        """Open a page as it stands by now."""
        answer = self.desks.browsers[role].get(address)
        if answer.status >= 500:
            self.faults.append(f"{answer.status} to {role}: GET {address}")
        return answer

    def fill(self, form: Form, sent: Sent) -> None:
        """Send a form; where it is refused, what was typed must stand in the page again."""
        answer = self.send(form.role, sent)
        if answer.status != 400:
            self.read.add((form.method, form.rule))
        if answer.status == 422 and sent.changed and form.rule not in TOLD_APART:
            self._look_for(form, sent.changed, answer)
        elif answer.status in (302, 303, 404, 409):
            self._renew(form)

    def many(self, count: int, strategy: st.SearchStrategy[Sent], send: Callable[[Sent], object]) -> None:
        """Send as many requests of a kind; the same dice give the same ones."""

        @seed(self.dice)
        @settings(
            max_examples=count,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(strategy)
        def one(sent: Sent) -> None:
            send(sent)

        one()

    def _renew(self, form: Form) -> None:
        """What was decided is gone from its page, or has another version: take what the page offers now."""
        app, page = self.desks.browsers[form.role].client.application, self.look(form.role, form.page)
        if page.status == 200:
            found = forms_of(app, form.role, form.page, page.text)
            now = next((each for each in found if (each.rule, each.method) == (form.rule, form.method)), form)
            form.address = now.address
            for name, each in form.fields.items():
                # As many values as before, the last again and again: what is drawn next hangs on their number.
                offered = now.fields[name].values if name in now.fields else []
                if offered:
                    each.values = [offered[min(at, len(offered) - 1)] for at, _ in enumerate(each.values)]

    def _follow(self, role: str, address: str) -> None:
        if address.startswith("/log-in"):
            self.desks.sit_down(role)
        else:
            self.send(role, Sent("GET", address))

    def _look_for(self, form: Form, changed: Mapping[str, str], answer: Answer) -> None:
        asked = fields_on(self.look(form.role, form.page).text)
        shown = fields_on(answer.text)
        for name, value in changed.items():
            again = [text.strip() for text in shown.get(name, [])]
            if (
                form.fields[name].kind in TYPED
                and name in asked
                and value.strip()
                and value.strip() not in again
            ):
                self.lost.append(f"{form.rule} loses {name}={value[:60]!r}")
