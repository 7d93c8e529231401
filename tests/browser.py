"""A test client that behaves as a browser does: it sends forms with the token of the page they stand on."""

from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient


class Browser:
    """A test client that sends forms as a browser does: with the token of the page it came from."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str, **options: Any) -> "Answer":
        """Open a page."""
        return Answer(self.client.get(path, **options))

    def post(
        self, path: str, form: Mapping[str, object] | None = None, page: str = "/log-in", **options: Any
    ) -> "Answer":
        """Send a form that stands on a page."""
        token = Answer(self.client.get(page, follow_redirects=True)).token
        return Answer(self.client.post(path, data={**(form or {}), "csrf_token": token}, **options))


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
