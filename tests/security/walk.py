"""A walk through the service as each role may take it: every page that is linked, every form that stands on one."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

from agency.access.permissions import ANYONE, PERMISSIONS
from agency.staff.staff import Role
from tests.browser import Browser

# As many addresses of one rule as show what there is to it.
ENOUGH = 2
# Fields that take words.
WORDS = ("text", "search", "textarea")
USUAL = {
    "date": "2026-12-07",
    "time": "09:30",
    "number": "3",
    "email": "new@test.example",
    "hidden": "",
    "file": "",
}


@dataclass
class Field:
    """One field of a form: what it would send untouched, and what it offers to choose."""

    name: str
    kind: str
    values: list[str] = field(default_factory=list)
    choices: list[str] = field(default_factory=list)

    @property
    def usual(self) -> str:
        """What somebody might answer; a button is left alone."""
        if self.kind == "button":
            return ""
        return next((each for each in self.choices if each), USUAL.get(self.kind, "Two words"))


@dataclass
class Form:
    """One form as a role finds it: the rule it is sent to, its address, the page it stands on."""

    role: str
    rule: str
    method: str
    address: str
    page: str
    upload: bool = False
    fields: dict[str, Field] = field(default_factory=dict)

    @property
    def untouched(self) -> list[tuple[str, str]]:
        """What a browser sends where nobody typed, without the token."""
        return [(each.name, value) for each in self.fields.values() for value in each.values]

    @property
    def filled(self) -> list[tuple[str, str]]:
        """What somebody sends who answers every question."""
        return [
            (each.name, value)
            for each in self.fields.values()
            for value in [text for text in each.values if text] or [each.usual]
            if value or each.kind != "button"
        ]

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """What somebody sends who chooses wherever there is a choice and types nothing."""
        return [
            (each.name, value)
            for each in self.fields.values()
            for value in [text for text in each.values if text]
            or ([each.usual] if each.choices else each.values)
            if value or each.kind != "button"
        ]

    @property
    def searching(self) -> list[tuple[str, str]]:
        """The same with a letter in every empty text field, so that a search finds something."""
        return [
            (name, value or ("e" if self.fields[name].kind in WORDS else ""))
            for name, value in self.untouched
        ]


@dataclass
class Walked:
    """What was found: the addresses of each page by role, and one form of each kind."""

    pages: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    forms: dict[tuple[str, str], Form] = field(default_factory=dict)
    # One page of each rule, as it came.
    texts: dict[str, str] = field(default_factory=dict)
    # Pages that failed.
    faults: list[str] = field(default_factory=list)
    # Forms on pages that come where two people change one thing.
    met: list[Form] = field(default_factory=list)


class Reader(HTMLParser):
    """The links and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[dict[str, str], dict[str, Field]]] = []
        self.open = self.chosen = self.text = ""
        # The forms whose first button has no name: that one is pressed by whoever presses Enter.
        self.plain: set[int] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.links += [given[name] for name in ("href", "hx-get") if name in given]
        if tag == "form":
            self.forms.append((given, {}))
            self.open = "form"
        elif self.open:
            self._in_form(tag, given)
        elif tag == "input" and "form" in given:
            self._far_from(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.open:
            # A browser leaves out the first line break.
            self.forms[-1][1][self.chosen].values = [self.text.removeprefix("\n")]
            self.open, self.text = "form", ""
        elif tag == "form":
            self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open == "textarea":
            self.text += data

    def _in_form(self, tag: str, given: Mapping[str, str]) -> None:
        self.open = "textarea" if tag == "textarea" else "form"
        if tag == "button":
            self._press(given)
        if tag == "option":
            self._offer(self.forms[-1][1][self.chosen], given["value"], taken="selected" in given)
        elif tag in ("input", "select", "textarea") and given.get("name"):
            self.chosen = given["name"]
            kind = given.get("type", "text") if tag == "input" else tag
            found = self.forms[-1][1].setdefault(self.chosen, Field(self.chosen, kind))
            if kind in ("radio", "checkbox"):
                self._offer(found, given.get("value", "on"), taken="checked" in given)
            elif tag == "input":
                found.values.append(given.get("value", ""))

    def _press(self, given: Mapping[str, str]) -> None:
        """A button that sends the form elsewhere makes a form of its own, and one with a name says what is wanted."""
        attributes, fields = self.forms[-1]
        if "formaction" in given:
            self.forms.insert(-1, ({**attributes, "action": given["formaction"]}, fields))
        elif given.get("name"):
            found = fields.setdefault(given["name"], Field(given["name"], "button"))
            self._offer(
                found, given.get("value", ""), taken=not self.plain & {id(fields)} and not found.values
            )
        else:
            self.plain.add(id(fields))

    def _far_from(self, given: Mapping[str, str]) -> None:
        """A box that stands elsewhere on the page than the form it belongs to."""
        fields = next(fields for attributes, fields in self.forms if attributes.get("id") == given["form"])
        self._offer(
            fields.setdefault(given["name"], Field(given["name"], given["type"])), given["value"], taken=False
        )

    @staticmethod
    def _offer(found: Field, value: str, *, taken: bool) -> None:
        found.choices.append(value)
        if taken:
            found.values = [*found.values, value] if found.kind == "checkbox" else [value]


def walk(app: Flask, browsers: Mapping[str, Browser], starts: Iterable[str] = ()) -> Walked:
    """Follow every link from the first page and from those that nothing may lead to in time, as each role."""
    found = Walked()
    for role, browser in browsers.items():
        _walk(app, role, browser, ["/", *starts], found)
    return found


def fields_on(page: str) -> dict[str, list[str]]:
    """What the forms of a page would send untouched, by the name of the field."""
    reader, found = Reader(), dict[str, list[str]]()
    reader.feed(page)
    for _, fields in reader.forms:
        for name, each in fields.items():
            found[name] = [
                *found.get(name, []),
                *(text for text in each.values if text not in found.get(name, [])),
            ]
    return found


def rule_of(app: Flask, address: str, method: str) -> str:
    """The rule an address is served by; empty for none."""
    try:
        rule, _ = app.url_map.bind("localhost").match(urlsplit(address).path, method, return_rule=True)
    except HTTPException:
        return ""
    return rule.rule


def _walk(app: Flask, role: str, browser: Browser, starts: list[str], found: Walked) -> None:
    waiting, seen, visits = list(starts), set(starts), Counter[tuple[str, tuple[str, ...]]]()
    while waiting:
        address = waiting.pop(0)
        kind = (rule_of(app, address, "GET"), tuple(name for name, _ in parse_qsl(urlsplit(address).query)))
        enough = 1 if any(who != role for who, _ in found.pages.get(kind[0], ())) else ENOUGH
        if not kind[0] or (visits[kind] >= enough and address not in starts) or not _may(app, role, address):
            continue
        visits[kind] += 1
        answer = browser.get(address, follow_redirects=True)
        found.faults += [f"{address} to {role}"] if answer.status >= 500 else []
        if answer.status != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        found.pages.setdefault(kind[0], []).append((role, address))
        found.texts.setdefault(kind[0], answer.text)
        reader = Reader()
        reader.feed(answer.text)
        for form in _forms(app, role, address, reader):
            found.forms.setdefault((form.method, form.rule), form)
            if form.method == "GET" and form.rule:
                reader.links.append(f"{form.address.partition('?')[0]}?{urlencode(form.searching)}")
        new = {urldefrag(urljoin(address, link)).url for link in reader.links} - seen
        seen |= new
        waiting += sorted(link for link in new if link.startswith("/") and not link.startswith("/static/"))


def forms_of(app: Flask, role: str, page: str, text: str) -> list[Form]:
    """The forms of a page that a role has opened."""
    reader = Reader()
    reader.feed(text)
    return list(_forms(app, role, page, reader))


def _may(app: Flask, role: str, address: str) -> bool:
    """Whether the role opens the page at all, by the table; what it is denied is tried by tests of permissions."""
    endpoint, _ = app.url_map.bind("localhost").match(urlsplit(address).path)
    permission = getattr(app.view_functions[endpoint], "permission", ANYONE)
    return permission == ANYONE or Role(role) in PERMISSIONS[permission]


def _forms(app: Flask, role: str, page: str, reader: Reader) -> Iterator[Form]:
    for attributes, fields in reader.forms:
        method = attributes.get("method", "get").upper()
        address = urljoin(page, attributes.get("action") or page)
        named = {name: each for name, each in fields.items() if name != "csrf_token"}
        upload = attributes.get("enctype") == "multipart/form-data"
        yield Form(role, rule_of(app, address, method), method, address, page, upload, named)
        if "data-draft" in attributes:
            kept = urljoin(page, attributes["data-draft"])
            yield Form(role, rule_of(app, kept, "POST"), "POST", kept, page, fields=dict(named))
