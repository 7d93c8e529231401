"""The headers of every answer."""

import secrets
from typing import cast

from flask import Response, g

from agency.edge.request import settings


def set_headers(response: Response) -> Response:
    """The headers every answer carries: nothing is allowed that is not named here."""
    tiles = settings().tile_url
    tile_host = "/".join(tiles.split("/")[:3]).replace("{s}.", "*.") if tiles else ""
    response.headers["Content-Security-Policy"] = "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{nonce()}'",
            "style-src 'self'",
            f"img-src 'self' data: {tile_host}".strip(),
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if settings().secure_cookies:
        # RFC 6797: from the first answer over HTTPS on, the browser asks this host in no other way for a year.
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()"
    if "Cache-Control" not in response.headers:
        response.headers["Cache-Control"] = "no-store"
    return response


def nonce() -> str:
    """The value that lets this answer's own scripts run, and no others."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return cast(str, g.nonce)
