"""A test client that behaves as a browser does: it sends forms with the token of the page they stand on."""

from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient

# Elements that have no end tag.
VOID = ("br", "hr", "img", "input", "link", "meta", "path")


class Browser:
    """A test client that sends forms as a browser does: with the token of the page it came from."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        # The token last seen, by the session it belongs to: it is good for every form of that session.
        self._tokens: dict[str, str] = {}

    def get(self, path: str, **options: Any) -> "Answer":
        """Open a page."""
        return Answer(self.client.get(path, **options))

    def post(
        self, path: str, form: Mapping[str, object] | None = None, page: str = "", **options: Any
    ) -> "Answer":
        """Send a form, with the token of the page it stands on where one is named."""
        token = Answer(self.client.get(page, follow_redirects=True)).token if page else self._token
        return Answer(self.client.post(path, data={**(form or {}), "csrf_token": token}, **options))

    @property
    def _token(self) -> str:
        if self._session not in self._tokens:
            token = Answer(self.client.get("/account", follow_redirects=True)).token
            self._tokens = {self._session: token}
        return self._tokens[self._session]

    @property
    def _session(self) -> str:
        cookie = self.client.get_cookie("reentry")
        return cookie.value if cookie else ""


class Typed(HTMLParser):
    """What stands in the fields of a page's main part, as a browser would send it."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, list[str]] = {}
        self.inside = False
        self.choosing = self.writing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.inside = self.inside or tag == "main"
        if not self.inside:
            return
        if tag == "select":
            self.choosing = given["name"]
            self.fields[self.choosing] = [""]
        elif tag == "option" and "selected" in given:
            self.fields[self.choosing] = [given["value"]]
        elif tag == "textarea":
            self.writing = given["name"]
            self.fields[self.writing] = [""]
        elif tag == "input" and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.fields.setdefault(given["name"], []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.inside = self.inside and tag != "main"
        self.writing = "" if tag == "textarea" else self.writing

    def handle_data(self, data: str) -> None:
        if self.writing:
            self.fields[self.writing][0] += data.removeprefix("\n")


class Shown(HTMLParser):
    """The words of a page's main part, without what only the officer may read."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        # For each open element, whether its words are shown.
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        outside = not self.open
        if tag in VOID or (outside and tag != "main"):
            return
        hidden = tag == "script" or any(name == "data-officer-only" for name, _ in attrs)
        self.open.append((outside or self.open[-1]) and not hidden)

    def handle_endtag(self, tag: str) -> None:
        if self.open and tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] and data.strip():
            self.words.append(" ".join(data.split()))


class Answer:
    """What came back, with what tests look for in it."""

    def __init__(self, response: object) -> None:
        self.response = response
        self.status: int = response.status_code  # type: ignore[attr-defined]
        self.headers = response.headers  # type: ignore[attr-defined]
        self.data: bytes = response.data  # type: ignore[attr-defined]

    @property
    def text(self) -> str:
        """The page."""
        return self.data.decode()

    @property
    def token(self) -> str:
        """The token of the page's forms."""
        _, _, rest = self.text.partition('name="csrf_token" value="')
        return rest.partition('"')[0]

    @property
    def typed(self) -> dict[str, list[str]]:
        """What its form would send if nobody touched it."""
        parser = Typed()
        parser.feed(self.text)
        return parser.fields

    @property
    def across_the_desk(self) -> str:
        """The words of its main part that the client-safe view shows."""
        parser = Shown()
        parser.feed(self.text)
        return " ".join(parser.words)
