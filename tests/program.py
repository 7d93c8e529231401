"""A program that uses the API: it sends JSON with the token of its session, and holds every answer to the document."""

import re
from collections.abc import Mapping
from typing import Any

from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from tests.browser import Browser


class Program:
    """Somebody's program, in the session of a browser that is logged in."""

    def __init__(self, browser: Browser) -> None:
        self.client: FlaskClient = browser.client
        self.document: dict[str, Any] = self.client.get("/api/openapi.json").get_json()
        self.token: str = self.client.get("/api/session").get_json()["csrf_token"]

    def get(self, path: str, **options: Any) -> TestResponse:
        """Ask."""
        return self.send("GET", path, **options)

    def post(self, path: str, body: object = None, **options: Any) -> TestResponse:
        """Make something; without a body where none is given."""
        sent: dict[str, Any] = {} if body is None else {"json": body}
        return self.send("POST", path, **sent, **options)

    def patch(self, path: str, body: object, etag: str | None) -> TestResponse:
        """Change what the body names, where it is still what etag says."""
        return self.send("PATCH", path, json=body, headers={"If-Match": etag} if etag else {})

    def send(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **options: Any
    ) -> TestResponse:
        """Send a request, and hold the answer to the document."""
        token = {} if method == "GET" else {"X-CSRFToken": self.token}
        answer = self.client.open(path, method=method, headers={**token, **(headers or {})}, **options)
        assert answer.mimetype == "application/json"
        schema = {
            **self._schema(method, path, str(answer.status_code)),
            "components": self.document["components"],
        }
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
            answer.get_json()
        )
        return answer

    def _schema(self, method: str, path: str, status: str) -> dict[str, Any]:
        responses = self._responses(method, path.partition("?")[0])
        told = responses.get(status) or self.document["components"]["responses"]["DEFAULT_ERROR"]
        if "$ref" in told:
            told = self.document["components"]["responses"][told["$ref"].rpartition("/")[2]]
        found: dict[str, Any] = told.get("content", {}).get("application/json", {}).get("schema", {})
        return found

    def _responses(self, method: str, path: str) -> dict[str, Any]:
        for template, operations in self.document["paths"].items():
            if re.fullmatch(re.sub(r"{\w+}", "[0-9a-f-]{36}", template), path):
                return dict(operations.get(method.lower(), {}).get("responses", {}))
        return {}
