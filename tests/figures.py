"""What `make security` prints: for each check how much was tried, and how much of it failed.

A test marked `security` hands its figures in; without the environment variable nothing is kept.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

FILE = "SECURITY_FIGURES"
CHECKS = {
    "permission cells": "addresses × roles × whose case it is, answered otherwise than the table says",
    "foreign ids": "ids of other people's records asked for, and anything told of them",
    "forged requests": "changes asked for without, with a wrong and with another browser's token, and done",
    "lock-out sequences": "attempts over time after which an account was open or closed against the rule",
    "second-factor bypasses": "ways past the second factor that led in",
    "audit events": "events declared, and not written by any test",
    "tampered audit rows": "entries altered, removed or reordered, and not noticed",
    "canaries": "places searched for words that must not stand there, and words found",
    "kill points": "moments at which a program was killed, and half-written states found",
    "acknowledged writes": "changes the service said were saved before it was killed, and lost",
    "restored rows": "rows restored from a backup, and not equal to what was saved",
    "erased content": "places searched for what was erased by order, and finds",
    "headers": "pages answered, and without the full set of headers",
    "api fuzz": "requests of a fuzzer to the API, and answers of 500",
    "form fuzz": "requests of a fuzzer to pages and forms, and answers of 500",
}


def record(check: str, tried: int, failed: int) -> None:
    """Hand in a figure; several of one check add up."""
    if check not in CHECKS:
        raise ValueError(f"{check!r} is no check of the table")
    path = os.environ.get(FILE)
    if path:
        with Path(path).open("a", encoding="utf-8") as kept:
            kept.write(json.dumps({"check": check, "tried": tried, "failed": failed}) + "\n")


def table(path: Path) -> tuple[list[dict[str, str | int]], bool]:
    """One line a check, added up, and whether each was tried and none failed."""
    tried, failed = Counter[str](), Counter[str]()
    for line in path.read_text(encoding="utf-8").splitlines():
        figure = json.loads(line)
        tried[figure["check"]] += figure["tried"]
        failed[figure["check"]] += figure["failed"]
    lines: list[dict[str, str | int]] = [
        {"check": check, "tried": tried[check], "failed": failed[check]} for check in CHECKS
    ]
    return lines, all(tried[check] and not failed[check] for check in CHECKS)


def main(path: Path) -> int:
    """Print the table and leave it in the file, one JSON object a check; 1 where a check failed or was not tried."""
    lines, good = table(path)
    for line in lines:
        sys.stdout.write(
            f"{line['check']:24}{line['tried']:>10}{line['failed']:>8}   {CHECKS[str(line['check'])]}\n"
        )
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
