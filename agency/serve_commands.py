"""Serving: the web server, and from whom it takes the word on where a browser is."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click
import waitress
from flask import Flask, current_app
from flask.cli import with_appcontext
from werkzeug.middleware.proxy_fix import ProxyFix

from agency.edge.request import clock, settings
from agency.watch import logs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class TrustedProxy:
    """Takes a browser's address and scheme from the one proxy that is trusted; from others a header is only a claim."""

    def __init__(self, app: "WSGIApplication", address: str) -> None:
        """address: from where the proxy asks, such as 127.0.0.1."""
        self._app, self._told, self._address = app, ProxyFix(app, x_for=1, x_proto=1), address

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer as the service does."""
        trusted = environ.get("REMOTE_ADDR") == self._address
        return (self._told if trusted else self._app)(environ, start_response)


@click.command("serve")
@with_appcontext
def serve_command() -> None:
    """Serve the agency on this machine, for a proxy with HTTPS before it."""
    serve(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - the server needs the app itself


def serve(app: Flask) -> None:
    """Answer on loopback until it is told to end."""
    click.echo(f"Serving on http://127.0.0.1:{settings().port}  (Ctrl-C ends it)")
    logs.take_over(clock())
    # Whose word to take on a browser's address is decided by TrustedProxy, which must see what was sent.
    waitress.serve(
        app,
        host="127.0.0.1",
        port=settings().port,
        threads=8,
        ident=None,
        clear_untrusted_proxy_headers=False,
    )


COMMANDS = (serve_command,)
