"""For whom the rows are that are asked for now: what the database is told before it is asked.

Nothing is said, and so nothing of any clinic is found, until somebody says. A request says it once
the member is known (people.middleware). Code that runs outside a clinic's pages says it itself:

    with in_clinic(clinic.pk): ...   one clinic's rows
    with for_user(user.pk): ...      a person's own places, in whichever clinics

The worker and commands run in a role that sees all clinics (docs/operations.md); on SQLite there is
no second wall, and all of this says nothing to anybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Whose:
    """What policies compare rows with; empty: with none."""

    clinic: str = ""
    user: str = ""
    # SHA-256 of an invitation's token.
    token: str = ""


NOBODYS = Whose()
_whose: ContextVar[Whose] = ContextVar("whose", default=NOBODYS)


def whose() -> Whose:
    return _whose.get()


def say(*, user_id: UUID | None = None, clinic_id: UUID | None = None) -> None:
    """Until the end of the `nobodys()` around it: of the request."""
    _whose.set(Whose(clinic=str(clinic_id or ""), user=str(user_id or "")))


@contextmanager
def nobodys() -> Iterator[None]:
    """What is said inside is forgotten at the end, whatever happens."""
    with _saying(NOBODYS):
        yield


@contextmanager
def in_clinic(clinic_id: UUID | None) -> Iterator[None]:
    with _saying(replace(whose(), clinic=str(clinic_id or ""))):
        yield


@contextmanager
def for_user(user_id: UUID | None) -> Iterator[None]:
    with _saying(replace(whose(), user=str(user_id or ""))):
        yield


@contextmanager
def for_token(token_hash: str) -> Iterator[None]:
    with _saying(replace(whose(), token=token_hash)):
        yield


@contextmanager
def _saying(said: Whose) -> Iterator[None]:
    before = _whose.set(said)
    try:
        yield
    finally:
        _whose.reset(before)
