"""Logs: one JSON line a request, saying what was asked for by name, how it ended and how long it took.

Nothing in a log is about anybody: no address with ids, no query, no name, no message that may quote what was typed.
Who did what stands in the audit trail.
"""

import json
import logging
import sys
import traceback
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

import structlog

from agency.clock import Clock


def configure(clock: Clock) -> None:
    """Everything this program logs is one JSON object a line, on standard error."""

    def stamp(_logger: object, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {"time": clock.now().isoformat(), **line}

    structlog.configure(
        processors=[structlog.stdlib.add_log_level, stamp, structlog.processors.JSONRenderer()],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def take_over(clock: Clock) -> logging.Handler:
    """Write what the web server and other libraries log in the same way, and return what was installed for it."""
    handler = logging.StreamHandler()
    handler.setFormatter(Impersonal(clock))
    logging.getLogger().addHandler(handler)
    logging.getLogger().setLevel(logging.INFO)
    return handler


class Impersonal(logging.Formatter):
    """Tells a library's line by what stands in its source: filled in, it may quote an address or what was typed."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def format(self, record: logging.LogRecord) -> str:
        """The line as one JSON object."""
        line = {
            "time": self._clock.now().isoformat(),
            "level": record.levelname.lower(),
            "event": "library",
            "logger": record.name,
            "at": f"{record.module}:{record.lineno}",
        }
        if record.args and isinstance(record.msg, str):
            line["said"] = record.msg
        if record.exc_info and record.exc_info[1]:
            line.update(told(record.exc_info[1]))
        return json.dumps(line)


def told(error: BaseException) -> dict[str, Any]:
    """An error's kind and the places in the program it came through; never its message."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"kind": type(error).__name__, "where": where}
