"""Habits that open holes, found by reading the code: none, or with a reason beside it."""

import ast
import re
import tomllib

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
SOURCES = sorted((ROOT / "alliance").rglob("*.py"))
# What each would open.
FORBIDDEN_NAMES = {
    "mark_safe": "scripts in pages",
    "SafeString": "scripts in pages, unless it is only a type",
    "csrf_exempt": "forms sent from other sites",
    "eval": "anything",
    "exec": "anything",
    "pickle": "anything, from what is kept",
    "xframe_options_exempt": "pages in frames",
}
FORBIDDEN_CALLS = {"raw", "extra", "RawSQL"}
# Makes an address or a select from what somebody sent.
SENT = {"GET", "POST", "headers", "COOKIES"}
# Looked at: drawings are put together in one place, from numbers and from words it escapes.
KNOWN = {"alliance/web/charts/svg.py": 1}

pytestmark = pytest.mark.requirement("DEP-06")
each_source = pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))


def problems_in(tree: ast.AST) -> list[str]:
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="SafeString"), args=[ast.Constant(value="")]):
                pass
            case ast.Call(func=ast.Name(id=name)) if name in FORBIDDEN_NAMES | dict.fromkeys(
                FORBIDDEN_CALLS
            ):
                found.append(f"{node.lineno}: {name}()")
            case ast.Call(func=ast.Attribute(attr=name)) if name in FORBIDDEN_CALLS:
                found.append(f"{node.lineno}: .{name}()")
            case ast.Name(id=("csrf_exempt" | "mark_safe" | "xframe_options_exempt") as name):
                found.append(f"{node.lineno}: {name}")
            case ast.Import(names=names) if any(
                each.name in {"pickle", "marshal"} for each in names
            ):
                found.append(f"{node.lineno}: import")
        if isinstance(node, ast.Call):
            found += [
                f"{node.lineno}: ** of what was sent"
                for keyword in node.keywords
                if keyword.arg is None and _was_sent(keyword.value)
            ]
            if _is_made_up_template(node):
                found.append(f"{node.lineno}: format_html of a made-up template")
    return found


def _is_made_up_template(node: ast.Call) -> bool:
    is_it = isinstance(node.func, ast.Name) and node.func.id == "format_html" and node.args
    return bool(is_it) and isinstance(node.args[0], ast.JoinedStr | ast.BinOp)


def _was_sent(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Attribute) and inner.attr in SENT for inner in ast.walk(node))


@each_source
def test_nothing_in_the_code_opens_a_hole(path):
    assert len(problems_in(ast.parse(path.read_text()))) == KNOWN.get(
        str(path.relative_to(ROOT)), 0
    )


@pytest.mark.parametrize(
    "line",
    [
        "mark_safe(words)",
        "SafeString(words)",
        "@csrf_exempt\ndef view(request): pass",
        "Client.objects.raw('SELECT 1')",
        "Client.objects.extra(where=['1'])",
        "Client.objects.filter(**request.GET)",
        "Client.objects.filter(**dict(request.POST.items()))",
        "format_html(f'<b>{words}</b>')",
        "import pickle",
        "eval(words)",
    ],
)
def test_the_rule_sees_what_it_is_there_for(line):
    assert len(problems_in(ast.parse(line))) >= 1


def test_every_silenced_warning_has_its_reason():
    """`# noqa: S310 - one address, of https`; a number alone explains nothing."""
    bare = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in SOURCES
        for line in path.read_text().splitlines()
        if re.search(r"# noqa: [^-]*\bS\d+[^-]*$", line)
    ]

    assert bare == []


def test_the_rules_of_security_are_switched_on_for_the_app():
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]

    assert "S" in ruff["select"]
    assert [path for path in ruff["per-file-ignores"] if path.startswith("alliance")] == []
