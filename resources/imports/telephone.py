"""Telephone numbers out of a cell as people fill it: several numbers, extensions, letters, what each is for."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

# Spaces may stand anywhere: text that was cut out of a PDF breaks lines within a number.
_DIGITS = r"(?:\+?1[\s.\-(]*)?\(?\s*\d\s*\d\s*\d\s*\)?[\s./-]*\d\s*\d\s*\d[\s.-]*\d\s*\d\s*\d\s*\d(?!\d)"
_LETTERS = r"(?:1[\s.-]*)?\(?\d{3}\)?[\s.-]*(?=[A-Z0-9 -]*[A-Z]{3})(?:[A-Z0-9][\s-]*){6,9}[A-Z0-9](?:\s*\(\d{4}\))?"
_SHORT = r"(?<![\d-])[2-9]11(?![\d-])|\b988\b"
_NUMBER = re.compile(f"(?P<digits>{_DIGITS})|(?P<letters>{_LETTERS})|(?P<short>{_SHORT})")
_EXTENSION = re.compile(r"^\W*(?:ext(?:ension)?|x)\s*[.:#]?\s*(\d{1,6})\b", re.IGNORECASE)
_KINDS = (
    ("fax", r"\bfax\b"),
    ("tty", r"\b(tty|tdd|relay)\b"),
    ("hotline", r"hot\s?line|help\s?line|crisis line|lifeline|\b24\s?(-\s?)?(hours?|hrs?|/\s?7)\b"),
    ("text", r"\btext\b"),
)


@dataclass(frozen=True, slots=True)
class TelephoneNumber:
    """One number as people dial it, its type as HSDS names it, and what was said about it.

    clear is False where the text could not be read as a number and stands as it was written.
    """

    number: str
    type: str = "voice"
    extension: str = ""
    description: str = ""
    clear: bool = True


def read_numbers(text: str, kind: str = "", about: str = "") -> list[TelephoneNumber]:
    """Every number of a cell; kind and about are what other cells say of it. Nothing written gives nothing."""
    if not re.search(r"[A-Za-z0-9]", text):
        return []
    found = list(_each(text, kind, about))
    if not found:
        return [TelephoneNumber(" ".join(text.split()), _kind(f"{about} {text}", kind), "", about, clear=False)]
    return found


def _each(text: str, kind: str, about: str) -> Iterator[TelephoneNumber]:
    matches = list(_NUMBER.finditer(text))
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        before = text[matches[index - 1].end() if index else 0 : match.start()]
        label = re.split(r"[;/\n]", before)[-1] if before.rstrip().endswith(":") else ""
        after = text[match.end() : end]
        if index + 1 < len(matches) and after.rstrip().endswith(":"):
            after = re.split(r"[;/\n]", after)[0]
        extension = _EXTENSION.search(after)
        note = _note(f"{label} {after[extension.end() :] if extension else after}")
        number = _dialed(match)
        description = ", ".join(part for part in (about, note) if part)
        yield TelephoneNumber(
            number or match[0].strip(),
            _kind(description, kind),
            extension[1] if extension else "",
            description,
            clear=number is not None,
        )


def _dialed(match: re.Match[str]) -> str | None:
    if match["short"]:
        return match["short"]
    written = re.sub(r"\(\d{4}\)$", "", match[0]) if match["letters"] else re.sub(r"[^\d+]", "", match[0])
    try:
        number = phonenumbers.parse(written, "US")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)


def _note(text: str) -> str:
    return " ".join(re.sub(r"[()]", " ", text).split()).strip(" ,;:/.-&")


def _kind(words: str, given: str) -> str:
    """The type of a number; a word that decides counts for more than the "voice" that files write everywhere."""
    for kind, pattern in _KINDS:
        if re.search(pattern, words, re.IGNORECASE):
            return kind
    return given if given in ("fax", "tty", "hotline", "text", "cell", "pager", "sms") else "voice"
