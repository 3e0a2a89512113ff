"""Imports point one way: the rules of decision 1, checked by reading the source."""

import ast
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "alliance"

# Lowest first. A package may import from rows above its own, never from its own row.
LAYERS = [
    {"catalogue", "trends"},
    {"walls"},
    {"web", "vault", "audit", "jobs"},
    {"people"},
    {"logbook"},
    {"reviews"},
    {"progress"},
    {"reports", "privacy"},
    {"upkeep"},
    {"home"},
]
STANDARD = sys.stdlib_module_names
PURE = {"catalogue", "trends"}
# Toolkits have no pages of their own: all of their modules are for others.
TOOLKITS = PURE | {"web", "vault", "walls"}
# Leftmost first. A module may import modules to its left in its own package.
FILES = ["models", "access", "queries", "services", "forms", "views", "urls", "admin"]
# The modules a package shows to packages above it: the four, and what services take and keep.
OFFERED = {"models", "access", "queries", "services", "entries", "codes", "sealing"}

LEVEL = {name: level for level, row in enumerate(LAYERS) for name in row}
SOURCES = [p for p in ROOT.rglob("*.py") if p.parent != ROOT and "migrations" not in p.parts]


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports in full"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def role_of(path: Path) -> str:
    """The file a module counts as: `services/drafts.py` is services."""
    inside = path.relative_to(ROOT).parts[1:]
    return inside[0].removesuffix(".py")


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_downwards(path):
    home = path.relative_to(ROOT).parts[0]
    role = role_of(path)
    for target in imports(path):
        top, *rest = target.split(".")
        if home in PURE:
            assert top in {"alliance", "__future__"} or top in STANDARD, f"{target} in pure code"
        if top != "alliance" or not rest:
            continue
        package, module = rest[0], (rest + [""])[1]
        if package == home:
            if role in FILES and module in FILES and role != module:
                assert FILES.index(module) < FILES.index(role), target
        else:
            assert LEVEL[package] < LEVEL[home], f"{home} may not import {package}"
            assert package in TOOLKITS or module in OFFERED, f"{target} is private to {package}"


def test_imports_never_come_back_round():
    path_of = {
        ".".join(["alliance", *p.relative_to(ROOT).with_suffix("").parts]): p for p in SOURCES
    }
    graph = {
        name: {
            t for i in imports(p) for t in (i, i.rpartition(".")[0]) if t in path_of and t != name
        }
        for name, p in path_of.items()
    }

    TopologicalSorter(graph).prepare()  # raises CycleError


def test_every_package_has_a_layer():
    packages = {p.name for p in ROOT.iterdir() if (p / "__init__.py").exists()}

    assert packages == set(LEVEL)


def test_imports_are_at_the_top():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                late = [n for n in ast.walk(node) if isinstance(n, ast.Import | ast.ImportFrom)]
                assert not late, f"{path}: import inside {node.name}"


def lines_of_functions(path: Path) -> list[tuple[str, int]]:
    return [
        (f"{path.relative_to(ROOT)}:{node.name}", node.end_lineno - node.lineno + 1)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
    ]


def test_files_stay_under_300_lines():
    long = [str(p) for p in SOURCES if len(p.read_text().splitlines()) > 300]

    assert long == []


def test_functions_stay_under_40_lines():
    long = [entry for path in SOURCES for entry in lines_of_functions(path) if entry[1] > 40]

    assert long == []


def test_views_neither_filter_nor_save():
    views = [p for p in SOURCES if role_of(p) == "views"]
    written = {p: p.read_text() for p in views}

    wrong = [
        f"{p.relative_to(ROOT)}: {call}"
        for p, text in written.items()
        for call in (".filter(", ".exclude(", ".save(", ".delete(", ".update(", ".create(")
        if call in text
    ]
    assert wrong == []
