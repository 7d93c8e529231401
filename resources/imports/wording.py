"""Cells made readable: web addresses broken by a PDF, languages in prose, true and false, names as keys."""

import re
from functools import cache

from babel import Locale

_ADDRESS = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:/[^\s;,]*)?", re.IGNORECASE)
_SIGN = re.compile(r"\bA\.?S\.?L\b|\bsign(ing)? language|\bsign\b", re.IGNORECASE)

# What is longer is no address and no list of languages, and only keeps the patterns busy.
_LONGEST = 2000


def name_key(name: str) -> str:
    """A name made comparable: small letters and digits of any script, nothing else."""
    return re.sub(r"[\W_]", "", name.casefold())


def web_address(text: str) -> str:
    """The first web address of a cell with its scheme; spaces of broken lines are closed. Empty where there is none."""
    words = re.sub(r"\b(website|web|url|e-?mail)\s*:", " ", text[:_LONGEST], flags=re.IGNORECASE).strip()
    if "@" in words or len(words.split()) > 4:
        return ""
    found = _ADDRESS.match(re.sub(r"\s+", "", words))
    if not found:
        return ""
    return found[0] if found[0].casefold().startswith("http") else f"http://{found[0]}"


def email_address(text: str) -> str:
    """The first e-mail address of a cell; empty where there is none."""
    found = re.search(r"[\w.+'-]+@[\w-]+(\.[\w-]+)+", re.sub(r"\s*([@])\s*", r"\1", text[:_LONGEST]))
    return found[0] if found else ""


def languages(text: str) -> list[str]:
    """The languages that a text names, in English and in its order; "accommodations possible" names none."""
    words = re.findall(r"[A-Za-z]+", text[:_LONGEST])
    found = [known for word in words if (known := _languages().get(word.casefold()))]
    return list(dict.fromkeys(found + (["American Sign Language"] if _SIGN.search(text[:_LONGEST]) else [])))


def list_of(text: str) -> list[str]:
    """The items of a cell that lists them with commas or semicolons."""
    return [item.strip() for item in re.split(r"[;,]", text) if item.strip()]


@cache
def _languages() -> dict[str, str]:
    names = Locale("en").languages.values()
    return {name.casefold(): name for name in names if name.isalpha() and len(name) > 3} | {
        "farsi": "Persian",
        "mandarin": "Chinese",
        "cantonese": "Cantonese",
        "creole": "Haitian Creole",
    }
