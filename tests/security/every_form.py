"""Every form that somebody comes upon, as a browser would send it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from types import MappingProxyType
from urllib.parse import urljoin, urlsplit

from django.test import Client

from tests import routes

TYPED = {"text", "search", "email", "url", "tel", "password", "textarea", "hidden"}
# What they do ends what everyone else is looking at.
LEFT_OUT = ("/accounts/logout/", "/people/close", "/settings/close")


@dataclass(frozen=True)
class Form:
    """`values`: what would be sent if nothing were touched. `written`: what somebody writes in."""

    method: str
    path: str
    page: str
    values: dict[str, list[str]] = field(default_factory=dict, compare=False)
    written: tuple[str, ...] = ()
    # Of every control it has, sent or not.
    names: frozenset[str] = field(default_factory=frozenset, compare=False)
    has_file: bool = False

    def filled(self, other: Mapping[str, object] = MappingProxyType({})) -> dict[str, object]:
        return {**self.values, **other}


class _Reader(HTMLParser):
    """Forms with their fields, also of fields that name a form elsewhere on the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.open, self.found = page, "", {}
        self.later: list[tuple[str, str, str, str]] = []
        self.text: tuple[str, str] | None = None
        self.select = ""

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = said.get("id") or f"form {len(self.found)}"
            path = urlsplit(urljoin(self.page, said.get("action", ""))).path
            method = said.get("method", "get").upper()
            self.found[self.open] = Form(method, path or self.page, self.page)
        elif tag in {"input", "textarea", "select", "button"}:
            self._control(tag, said)
        elif tag == "option" and self.select:
            self.later.append((self.select, "option", said.get("value", ""), "selected" in said))

    def _control(self, tag, said):
        owner, name = said.get("form") or self.open, said.get("name", "")
        kind = tag if tag in {"textarea", "select", "button"} else said.get("type", "text")
        if not owner or not name:
            return
        if tag == "select":
            self.select = f"{owner}\n{name}"
        if tag == "textarea":
            self.text = (owner, name)
        is_sent = kind not in {"checkbox", "radio"} or "checked" in said
        self.later.append((f"{owner}\n{name}", kind, said.get("value", ""), is_sent))

    def handle_endtag(self, tag):
        if tag == "form":
            self.open = ""
        elif tag == "textarea":
            self.text = None
        elif tag == "select":
            self.select = ""

    def handle_data(self, data):
        if self.text:
            self.later.append(("\n".join(self.text), "text of", data, True))

    def forms(self) -> list[Form]:
        values: dict[str, dict[str, list[str]]] = {key: {} for key in self.found}
        written: dict[str, set[str]] = {key: set() for key in self.found}
        files = set()
        for place, kind, value, is_sent in self.later:
            owner, name = place.split("\n", 1)
            if owner not in self.found:
                continue
            sent = values[owner].setdefault(name, [])
            if kind in TYPED and kind != "hidden":
                written[owner].add(name)
            if kind == "file":
                files.add(owner)
            elif kind == "text of":
                sent[:] = [value.removeprefix("\n")]
            elif kind == "option":
                # Where none is selected, a browser sends the first.
                sent[:] = [value] if is_sent or not sent else sent
            elif is_sent and kind not in {"textarea", "select", "button"}:
                sent.append(value)
        return [
            replace(
                form,
                values={name: sent for name, sent in values[key].items() if sent},
                written=tuple(sorted(written[key])),
                names=frozenset(values[key]),
                has_file=key in files,
            )
            for key, form in self.found.items()
        ]


def forms_on(page: str, text: str) -> list[Form]:
    reader = _Reader(page)
    reader.feed(text)
    return reader.forms()


def forms_of(browser: Client, addresses: Iterable[str]) -> Iterator[Form]:
    """Each form once: the same path with the same fields is the same form."""
    seen = set()
    for address in addresses:
        answer = browser.get(address)
        if answer.status_code != 200 or "html" not in answer.get("Content-Type", ""):
            continue
        for form in forms_on(address, answer.content.decode()):
            key = (form.method, form.path, frozenset(form.values), form.written)
            if key not in seen and not form.path.endswith(LEFT_OUT):
                seen.add(key)
                yield form


def addresses_of(world, *, prefix: str) -> list[str]:
    """Every page as seen from inside a clinic."""
    return [prefix + routes.path_of(name, world.ids) for name in dict.fromkeys(routes.names())]
