"""Contexts of a session: what they are called, and the ones that follow from facts of the log."""

from dataclasses import dataclass

FIRST_SESSION = "first_session"
EARLY_PHASE = "early_phase"
TELEHEALTH = "telehealth"
TRAINEE = "trainee"
NEAR_DROPOUT = "near_dropout"

DERIVED = frozenset({FIRST_SESSION, EARLY_PHASE, TELEHEALTH, TRAINEE, NEAR_DROPOUT})
"""Contexts that `derive` can give; all others are set by a person."""

LAST_EARLY_SESSION = 4
"""Early sessions are the second to the fourth: our own design, after document 002's slow trust."""

REMOTE_SETTINGS = frozenset({"video", "phone"})


@dataclass(frozen=True, slots=True)
class Context:
    """A tag on a session. `coverage` says how much the documents hold on the subject."""

    id: str
    label: str
    coverage: str
    coverage_words: str
    what_changes: str
    claims: tuple[str, ...]

    @property
    def is_derived(self) -> bool:
        return self.id in DERIVED


def derive(
    *, session_number: int, setting: str, is_trainee: bool, missed_before: bool
) -> frozenset[str]:
    """The contexts that follow from facts; a clinician may overrule each.

    `session_number` counts from 1 and includes sessions held before Alliance. `setting` is
    in_person, video or phone. `missed_before`: the client missed the session before this one.
    """
    facts = {
        FIRST_SESSION: session_number == 1,
        EARLY_PHASE: 1 < session_number <= LAST_EARLY_SESSION,
        TELEHEALTH: setting in REMOTE_SETTINGS,
        TRAINEE: is_trainee,
        NEAR_DROPOUT: missed_before,
    }
    return frozenset(context for context, holds in facts.items() if holds)
