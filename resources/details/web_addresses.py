"""Web and e-mail addresses, made whole and alike: a scheme before the host, the host in small letters."""

import re

from resources.details.reading import Reading

_ONE, _SEVERAL = 0.9, 0.6
# What is longer is no address, and only keeps the patterns busy.
_LONGEST_CELL = 2000
_HOST = r"(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?"
_ADDRESS = re.compile(rf"(?:https?://)?{_HOST}(?:/[^\s;,]*)?", re.IGNORECASE)
# Among other words only what nobody would take for the end of a sentence without a blank.
_IN_PROSE = re.compile(
    rf"(?<![\w@.-])(?:https?://{_HOST}|www\.{_HOST}|(?:[\w-]+\.)+(?:com|org|net|gov|edu|us|info|example))(?![\w@-])"
    r"(?:/[^\s;,<>\"()]*)?",
    re.IGNORECASE,
)
_EMAIL = re.compile(
    r"(?<![\w.+'-])[\w+-][\w.+'-]{0,63}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}(?![\w-])", re.IGNORECASE
)
_PARTS = re.compile(r"(?:(?P<scheme>https?)://)?(?P<host>[^/]+)(?P<path>.*)", re.IGNORECASE | re.DOTALL)


def web_address(text: str) -> str:
    """The first web address of a cell; spaces of broken lines are closed. Empty where there is none."""
    words = re.sub(r"\b(website|web|url|e-?mail)\s*:", " ", text[:_LONGEST_CELL], flags=re.IGNORECASE).strip()
    if "@" in words or len(words.split()) > 4:
        return ""
    found = _ADDRESS.match(re.sub(r"\s+", "", words))
    return _whole(found[0]) if found else ""


def email_address(text: str) -> str:
    """The first e-mail address of a cell; empty where there is none."""
    found = _EMAIL.search(re.sub(r"\s*@\s*", "@", text[:_LONGEST_CELL]))
    return _small_host(found[0]) if found else ""


def read(text: str) -> list[Reading]:
    """The web and e-mail addresses of a text, each once; of several it is not known which is the service's own."""
    webs = {_whole(said): said for match in _IN_PROSE.finditer(text) if (said := match[0].rstrip(".,:!?'"))}
    emails = {_small_host(match[0]): match[0] for match in _EMAIL.finditer(text)}
    return [
        Reading(field, value, quote, _ONE if len(found) == 1 else _SEVERAL)
        for field, found in (("url", webs), ("email", emails))
        for value, quote in found.items()
    ]


def _whole(address: str) -> str:
    """With the scheme that was written, else the safe one."""
    parts = _PARTS.fullmatch(address)
    if parts is None:
        return address
    return f"{(parts['scheme'] or 'https').lower()}://{parts['host'].lower()}{parts['path']}"


def _small_host(address: str) -> str:
    name, _, host = address.rpartition("@")
    return f"{name}@{host.lower()}"
