"""Writes locale/django.pot: every sentence of screens, mails and errors, for translators.

Usage: python -m tools.messages [--check]. It reads the source as Python and templates do, so that
nothing has to be installed for it; `msginit` and `msgmerge` of GNU gettext take the file on.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "django.pot"
PYTHON = {
    "_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext",
    "pgettext_lazy",
}  # fmt: skip
# What Django's templatize writes for {% translate %} and {% blocktranslate %}.
CALL = re.compile(r"\b(n?p?gettext|_)\((?=u?['\"])")
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""


@dataclass(frozen=True, order=True)
class Message:
    singular: str
    plural: str = ""
    context: str = ""


def main() -> None:
    text = catalogue_text()
    if "--check" in sys.argv:
        is_current = CATALOGUE.exists() and CATALOGUE.read_text() == text
        print(f"{text.count('msgid') - 1} messages" if is_current else "Run `make messages`.")
        sys.exit(0 if is_current else 1)
    CATALOGUE.parent.mkdir(exist_ok=True)
    CATALOGUE.write_text(text)


def catalogue_text() -> str:
    """The whole catalogue, in an order that doesn't change when a line moves."""
    entries = (_entry(message, files) for message, files in sorted(all_messages().items()))
    return "\n".join([HEADER, *entries])


@cache
def all_messages() -> dict[Message, list[str]]:
    """Each message, and the files it stands in."""
    found: dict[Message, set[str]] = defaultdict(set)
    for path in sorted((ROOT / "alliance").rglob("*.py")):
        for message in in_python(path.read_text()):
            found[message].add(str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            for message in in_template(path.read_text()):
                found[message].add(str(path.relative_to(ROOT)))
    return {message: sorted(files) for message, files in found.items()}


def in_python(source: str) -> Iterator[Message]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        texts = [each.value for each in node.args if isinstance(each, ast.Constant)]
        said = [text for text in texts if isinstance(text, str)]
        if name in PYTHON and said:
            yield _message(name, said)


def in_template(source: str) -> Iterator[Message]:
    script = templatize(source)
    for call in CALL.finditer(script):
        said, at = [], call.end()
        while literal := re.match(
            r"\s*u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")\s*,?", script[at:]
        ):
            said.append(ast.literal_eval(literal[1]))
            at += literal.end()
        yield _message(call[1], said)


def _message(name: str, said: list[str]) -> Message:
    if name.startswith("pgettext"):
        return Message(context=said[0], singular=said[1])
    if name.startswith("ngettext"):
        return Message(singular=said[0], plural=said[1])
    return Message(singular=said[0])


def _entry(message: Message, files: list[str]) -> str:
    lines = [f"#: {file}" for file in files]
    if "%(" in message.singular:
        lines.append("#, python-format")
    if message.context:
        lines.append(f"msgctxt {_quoted(message.context)}")
    lines.append(f"msgid {_quoted(message.singular)}")
    if message.plural:
        lines += [f"msgid_plural {_quoted(message.plural)}", 'msgstr[0] ""', 'msgstr[1] ""']
    else:
        lines.append('msgstr ""')
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


if __name__ == "__main__":
    main()
