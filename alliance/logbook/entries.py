"""What a clinician says about a session: values from a form to a service."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from uuid import UUID

type Rating = int | str
"""1…5, "unsure" or "na"."""


@dataclass(frozen=True, kw_only=True)
class StrainEntry:
    """What one log says about a rupture: codes of the catalogue's rupture entry, and words."""

    status: str
    kind: str = ""
    what_happened: str = ""
    may_have_felt: tuple[str, ...] = ()
    strand: str = ""
    noticed_by: str = ""
    repair_steps: tuple[str, ...] = ()
    client_response: str = ""
    next_step: str = ""
    take_to_supervision: bool = False


@dataclass(frozen=True, kw_only=True)
class LogEntry:
    """One session as the form gives it."""

    held_on: date
    started_at: time | None = None
    minutes: int
    setting: str
    form: str
    contexts: tuple[str, ...] = ()
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    reflection: str = ""
    shared_note: str = ""
    intention: str = ""
    intention_card: str = ""
    # A moment to talk about in supervision, and what to ask there.
    for_supervision: bool = False
    supervision_question: str = ""
    hold_back: bool = False
    last_intention: str = ""
    # A rupture that this log opens, and what it says about those already open.
    rupture: StrainEntry | None = None
    threads: Mapping[UUID, StrainEntry] = field(default_factory=dict)
    # Suggestion id → outcome: how what was taken last time turned out.
    outcomes: Mapping[UUID, str] = field(default_factory=dict)
