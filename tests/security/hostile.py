"""What nobody types by mistake: texts, bodies and addresses that break programs which trust what they are sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from hypothesis import strategies as st

from tests.security.walk import Form

# An element and an attribute that no page of ours has, and a sum that no template of ours does.
ELEMENT, ATTRIBUTE, SUM, SCRIPT = "canary", "data-canary", "42000006", "javascript:"
# Stands for the token of the session until the request is sent.
TOKEN = "token-of-the-session"
BREAKING_OUT = (
    f"<b id={ELEMENT}>",
    f"\"'><b id={ELEMENT}>",
    f"</textarea></script></title><b id={ELEMENT}>",
    f'" {ATTRIBUTE}="1" \'',
    f"' {ATTRIBUTE}='1' \"",
    f"x {ATTRIBUTE}=1 ",
    "javascript:alert(1)",
    "{{ 6 * 7000001 }}",
    "{% raise %}{{ config }}",
    "#{6 * 7000001}${6 * 7000001}",
)
NOT_TEXT = ("\0", "a\0b", "\ud800", "\udfff a", "\ufffe\uffff", "\x1b[2J", "\x08\x0c\x7f")
ODD_TEXT = (
    "",
    " ",
    "\t\n\v\f",
    "a\r\nSet-Cookie: a=b",
    "a\u2028b\u2029c\u0085d",
    "\u202etxt.exe\u202c",
    "\u200b\ufeff",
    "İıſK",
    "Ẓ̸̡͇a̵͠lgo" * 20,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "ß" * 300,
    "x" * 3_000,
    "x" * 70_000,
    "word " * 2_000,
)
NUMBERS = (
    "0",
    "-1",
    "-0.0",
    "1e999",
    "-1e308",
    "NaN",
    "Infinity",
    "2147483648",
    "9223372036854775808",
    "18446744073709551617",
    "9" * 400,
    "9" * 5_000,
    "0x10",
    "1_000",
    "٣",
    "²",
    "1,5",
    "½",
)
DAYS = (
    "0001-01-01",
    "9999-12-31",
    "10000-01-01",
    "0000-00-00",
    "2026-02-30",
    "1582-10-10",
    "2027-02-14T00:00:00Z",
    "2026-W01",
    "20261121",
    "11/21/2026",
    "24:00",
    "23:59:60",
    "-1:00",
    "2026-11-21",
)
OTHER_LANGUAGES = (
    "' OR 1=1 --",
    "'; DROP TABLE person; --",
    "\\'; SELECT pg_sleep(0)--",
    "%' ESCAPE '%",
    "%_%",
    '=HYPERLINK("http://evil.example")',
    "@SUM(1+1)",
    "+1-1|cmd",
    '{"a": [1, {"b": null}]}',
    "[" * 3_000,
    "[]",
    "null",
    "true",
    "../../../../etc/passwd",
    "..\\..\\win.ini",
    "file:///etc/passwd",
    "%00%0a%2e%2e",
    "%s%n%x",
    "a" * 60 + "@" + "b" * 300 + ".example",
    "http://[::1",
    "(?:a+)+$",
    str(UUID(int=0)),
    "00000000-0000-0000-0000-00000000000g",
)
TEXTS = st.one_of(
    st.sampled_from(BREAKING_OUT),
    st.sampled_from((*ODD_TEXT, *OTHER_LANGUAGES)),
    st.sampled_from((*NUMBERS, *DAYS)),
    st.sampled_from(NOT_TEXT),
    st.text(max_size=40),
)
NAMES = st.sampled_from(
    (
        *("nobody-knows-this", "id", "__class__", "", "a[b][c]", "a.b", "person_id", "role", "version"),
        *("number.x", "facts", "facts.x", "orders.x.text", "orders." + "9" * 5_000, "a." * 2_000, "\ud800"),
    )
)
FILES = st.sampled_from(
    (
        ("", b"", "application/octet-stream"),
        ("a.json", b"", "application/json"),
        ("a.json", b"[1, null, {}]", "application/json"),
        ("a.csv", b"\xff\xfe\0\0", "text/csv"),
        ("../../a.xlsx", b"PK\x03\x04", "application/zip"),
        ("a\r\nb.pdf", b"%PDF-1.7\n", "application/pdf"),
    )
)


@dataclass(frozen=True)
class Sent:
    """One request, ready to go; changed: the fields that say something else than the page offered."""

    method: str
    address: str
    body: bytes = b""
    content_type: str = ""
    changed: Mapping[str, str] | None = None

    def with_token(self, token: str) -> bytes:
        """The body as a session sends it."""
        return self.body.replace(TOKEN.encode(), token.encode())

    def __str__(self) -> str:
        return f"{self.method} {self.address[:300]} {self.content_type} {self.body[:600]!r}"


def encoded(pairs: list[tuple[str, str]]) -> bytes:
    """As a browser sends a form; halves of characters go through, as from a program."""
    return urlencode(pairs, encoding="utf-8", errors="surrogatepass").encode()


def multipart(
    pairs: list[tuple[str, str]], files: list[str], file: tuple[str, bytes, str]
) -> tuple[bytes, str]:
    """A form with files as a browser sends it, and its content type; the same file in each of the fields."""
    parts = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode(errors="surrogatepass")
        + value.encode(errors="surrogatepass")
        for name, value in pairs
        if name not in files
    ]
    title, content, kind = file
    parts += [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"; filename="{title}"\r\n'.encode()
        + f"Content-Type: {kind}\r\n\r\n".encode()
        + content
        for name in files or ["nobody-asked"]
    ]
    return b"\r\n".join([*parts, b"--edge--\r\n"]), "multipart/form-data; boundary=edge"


@st.composite
def forms(draw: st.DrawFn, form: Form, ids: Mapping[str, UUID]) -> Sent:
    """A form filled by somebody who means no good."""
    pairs = draw(st.sampled_from((form.untouched, form.filled)))
    changed = draw(_changes(form, ids))
    sent = [(name, value) for name, value in pairs if name not in changed] + list(changed.items())
    twist = draw(st.sampled_from(("", "", "", "", "missing", "twice", "unknown", "body")))
    if twist == "missing" and sent:
        sent.remove(draw(st.sampled_from(sent)))
    elif twist == "twice" and sent:
        sent.append((draw(st.sampled_from(sent))[0], draw(TEXTS)))
    elif twist == "unknown":
        sent.append((draw(NAMES), draw(TEXTS)))
    if form.method == "GET":
        return Sent("GET", f"{form.address.partition('?')[0]}?{encoded(sent).decode()}")
    if twist == "body":
        return Sent(form.method, form.address, *draw(_BODIES))
    sent.append(("csrf_token", TOKEN))
    if form.upload or draw(st.integers(0, 9)) == 0:
        body, kind = multipart(
            sent, [each.name for each in form.fields.values() if each.kind == "file"], draw(FILES)
        )
        return Sent(form.method, form.address, body, kind)
    told = None if twist else {name: value for name, value in changed.items() if keepable(value)}
    whole = told if told and len(told) == len(changed) else None
    return Sent(form.method, form.address, encoded(sent), "application/x-www-form-urlencoded", whole)


def honest(form: Form) -> Iterator[Sent]:
    """The same form from somebody who answers every question as usual, and from one who only chooses."""
    for pairs in (form.filled, form.chosen):
        if form.method == "GET":
            yield Sent("GET", f"{form.address.partition('?')[0]}?{encoded(pairs).decode()}")
        else:
            sent = encoded([*pairs, ("csrf_token", TOKEN)])
            yield Sent(form.method, form.address, sent, "application/x-www-form-urlencoded")


@st.composite
def addresses(draw: st.DrawFn, build: Any, values: Mapping[str, Any], ids: Mapping[str, UUID]) -> Sent:
    """A page asked for with arguments of its own, of other records, and of nothing."""
    given = dict(values)
    for name in given:
        # One of a few words that an address knows; no other leads to a page.
        if name not in ("kind", "key") and draw(st.booleans()):
            there = isinstance(given[name], UUID)
            # Half of a character cannot stand in the path of an address; in its query it can.
            given[name] = draw(
                _ids(ids) if there else TEXTS.map(lambda text: text.encode(errors="ignore").decode())
            )
    query = draw(st.lists(st.tuples(st.one_of(NAMES, QUERIES), TEXTS), max_size=3))
    return Sent("GET", f"{build(given)}?{encoded(query).decode()}")


QUERIES = st.sampled_from(
    ("q", "page", "need", "county", "on", "service", "plan", "next", "from", "to", "limit", "copy")
)


def keepable(text: str) -> bool:
    """Whether a browser could send it, and a page could show it again."""
    return not any(each < " " or "\ud800" <= each <= "\udfff" or each in "\x7f\ufffe\uffff" for each in text)


def broken_out(page: str) -> bool:
    """Whether something that was sent came back as more than text."""
    if not any(mark in page.lower() for mark in (ELEMENT, SUM, SCRIPT)):
        return False
    finder = _Finder()
    finder.feed(page)
    return finder.found or SUM in page


@st.composite
def _changes(draw: st.DrawFn, form: Form, ids: Mapping[str, UUID]) -> dict[str, str]:
    if not form.fields:
        return {}
    most = draw(st.sampled_from((1, 1, 4)))
    names = draw(st.lists(st.sampled_from(sorted(form.fields)), min_size=1, max_size=most, unique=True))
    made = {}
    for name in names:
        choices = form.fields[name].choices
        usual = [st.sampled_from(choices)] if choices else []
        record = [_ids(ids).map(str)] if name.endswith("_id") else []
        made[name] = draw(st.one_of(TEXTS, *usual, *record))
    return made


def _ids(ids: Mapping[str, UUID]) -> st.SearchStrategy[UUID]:
    return st.sampled_from((*ids.values(), UUID(int=0), uuid4()))


_TOKEN_ALONE = f"csrf_token={TOKEN}".encode()
_BODIES = st.sampled_from(
    (
        (b"", ""),
        (_TOKEN_ALONE, "application/x-www-form-urlencoded"),
        (_TOKEN_ALONE + b"&%ff=%fe&=&&;&a", "application/x-www-form-urlencoded"),
        (_TOKEN_ALONE + b"&a=1" * 3_000, "application/x-www-form-urlencoded; charset=utf-16"),
        (b'{"csrf_token": 1}', "application/json"),
        (b"--x\r\nContent-Disposition: form-data\r\n", "multipart/form-data; boundary=x"),
        (b"--x--", "multipart/form-data"),
    )
)


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= any(name == ATTRIBUTE or (name == "id" and value == ELEMENT) for name, value in attrs)
        self.found |= any(
            name in ("href", "src", "action") and (value or "").lower().startswith(SCRIPT)
            for name, value in attrs
        )
