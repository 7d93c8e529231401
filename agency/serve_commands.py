"""Serving: the web server, and from whom it takes the word on where a browser is."""

from collections.abc import Iterable
from errno import EADDRINUSE
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

import click
import waitress
from flask import Flask, current_app
from flask.cli import with_appcontext
from werkzeug.middleware.proxy_fix import ProxyFix

from agency.edge.request import clock, database, settings
from agency.errors import SettingsError
from agency.watch import logs

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from waitress.server import BaseWSGIServer


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
    serve(listening(current_app._get_current_object()))  # type: ignore[attr-defined]  # noqa: SLF001 - the server needs the app itself


def listening(app: Flask) -> "BaseWSGIServer":
    """A server that has its port on loopback; SettingsError where it could not serve: port, data folder, database."""
    require_folder(settings().data)
    with database().reading():
        # What cannot be reached, or opened with this key, says so now and not to the first who asks.
        pass
    try:
        # Whose word to take on a browser's address is decided by TrustedProxy, which must see what was sent.
        return waitress.create_server(
            app,
            host="127.0.0.1",
            port=settings().port,
            threads=8,
            ident=None,
            clear_untrusted_proxy_headers=False,
        )
    except OSError as error:
        raise SettingsError(_why(settings().port, error)) from error


def serve(server: "BaseWSGIServer") -> None:
    """Answer until it is told to end."""
    click.echo(f"Serving on http://127.0.0.1:{settings().port}  (Ctrl-C ends it)")
    logs.take_over(clock())
    server.run()


def require_folder(folder: Path) -> None:
    """SettingsError where nothing can be kept in the data folder."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise SettingsError(
            f"The data folder {folder} cannot be written: {error.strerror}. Set REENTRY_DATA to one that can."
        ) from error


def _why(port: int, error: OSError) -> str:
    if error.errno == EADDRINUSE:
        return f"Port {port} is in use by another program. End that, or set PORT to another number."
    return f"Port {port} cannot be used: {error.strerror}. Set PORT to another number."


COMMANDS = (serve_command,)
