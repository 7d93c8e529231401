"""For those who watch over the service: a line for each request, whether it is well, its figures; never about whom."""

from ipaddress import ip_address
from typing import cast

import structlog
from flask import Flask, Response, current_app, g, jsonify, make_response, request
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.exceptions import NotFound

from agency.clock import Clock
from agency.edge.areas import Area
from agency.edge.request import clock, database, reference, settings
from agency.watch import health, logs
from agency.watch.health import State
from agency.watch.metrics import Metrics

area = Area("watch", __name__)
log = structlog.get_logger()

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})

# Set by a proxy on the same machine, which would make everybody look as if they sat there.
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Forwarded")


def install(app: Flask, clock: Clock) -> None:
    """Write a line for every request, and count it."""
    logs.configure(clock)
    app.before_request(_begin)
    app.after_request(_tell)


@area.open_page("/healthz")
def show_health() -> Response:
    """Which checks pass, for anyone: 200 where the service can work, 503 where it cannot."""
    found = health.checks(database(), settings(), clock().now())
    well = health.is_well(found)
    status = State.OK if well else State.FAILED
    answer = jsonify(status=status, checks={check.name: check.state for check in found})
    return make_response(answer, 200 if well else 503)


@area.open_page("/metrics")
def show_metrics() -> Response:
    """The service's figures for Prometheus, on this machine only; elsewhere there is no such page."""
    if not _asked_here():
        raise NotFound
    with database().reading() as session:
        told = _metrics().told(session, clock().now())
    return Response(told, content_type=CONTENT_TYPE_LATEST)


def _asked_here() -> bool:
    if any(name in request.headers for name in PASSED_ON):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


def _begin() -> None:
    g.began = clock().ticks()


def _tell(response: Response) -> Response:
    seconds = clock().ticks() - g.began if "began" in g else 0.0
    endpoint = request.endpoint or "none"
    method = request.method if request.method in METHODS else "other"
    _metrics().count(endpoint, method, response.status_code, seconds)
    log.info(
        "request",
        endpoint=endpoint,
        method=method,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        reference=reference(),
    )
    return response


def _metrics() -> Metrics:
    return cast(Metrics, current_app.extensions["metrics"])
