"""Every address of the service, as the committed list has it; run as a program it writes the list anew."""

import tempfile
from pathlib import Path

from flask import Flask

from agency.settings import Settings
from app import create_app

LIST = Path(__file__).with_name("routes.txt")
# Answered by the framework for every address.
IMPLIED = {"HEAD", "OPTIONS"}


def lines(app: Flask) -> list[str]:
    """One line for each address: methods, rule, permission."""
    return sorted(
        f"{','.join(sorted(set(rule.methods or ()) - IMPLIED))} {rule.rule} {_permission(app, rule.endpoint)}"
        for rule in app.url_map.iter_rules()
    )


def _permission(app: Flask, endpoint: str) -> str:
    return str(getattr(app.view_functions[endpoint], "permission", "none"))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(f"sqlite:///{folder}/none.db", Path(folder), (bytes(32),)))
        LIST.write_text("\n".join(lines(app)) + "\n")
