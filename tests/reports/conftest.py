"""A kind of report to try the machinery with: a hundred rows, and whatever a test wants between."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from alliance.reports.forms.asking import ReportForm
from alliance.reports.kinds.kind import Kind
from alliance.reports.kinds.registry import KINDS


@dataclass
class Trial:
    """`at` is called before the row of that number; `may` is the right to the report."""

    rows: int = 100
    at: dict[int, Callable[[], None]] = field(default_factory=dict)
    may: bool = True

    def write(self, order, out, progress):
        self.progress = progress
        progress.expect(self.rows)
        for number in progress.over(range(self.rows)):
            self.at.get(number, lambda: None)()
            out.write(json.dumps({"row": number, "note": "A canary sang."}).encode() + b"\n")

    def kind(self, **changed) -> Kind:
        values = {
            "name": "trial",
            "title": "Trial",
            "line": "",
            "icon": "archive",
            "suffix": "json",
            "form": ReportForm,
            "can_ask": lambda member: True,
            "still_holds": lambda order: self.may,
            "about": lambda order: "",
            "write": self.write,
        }
        return Kind(**values | changed)


@pytest.fixture
def trial(monkeypatch):
    """The kind `trial`, to be asked for like any other."""
    tried = Trial()
    monkeypatch.setattr("alliance.reports.kinds.registry.KINDS", (*KINDS, tried.kind()))
    return tried


@pytest.fixture
def held_trial(monkeypatch):
    """The same, where a second person has to approve."""
    tried = Trial()
    kind = tried.kind(needs_approval=lambda clinic: True)
    monkeypatch.setattr("alliance.reports.kinds.registry.KINDS", (*KINDS, kind))
    return tried
