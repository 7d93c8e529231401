"""Cells made comparable: names as keys, lists of words."""

import re


def name_key(name: str) -> str:
    """A name made comparable: small letters and digits of any script, nothing else."""
    return re.sub(r"[\W_]", "", name.casefold())


def list_of(text: str) -> list[str]:
    """The items of a cell that lists them with commas or semicolons."""
    return [item.strip() for item in re.split(r"[;,]", text) if item.strip()]
