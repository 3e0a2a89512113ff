"""Where unlocked keys are while Alliance runs: in memory, for web and worker, and on no disk.

`tools/serve.py` opens a piece of memory without a name and hands it to both by its number. Where
the system has none, each process keeps the keys to itself.
"""

import os

from django.views.decorators.debug import sensitive_variables

NUMBER = "VAULT_MEMORY_FD"
MOST_BYTES = 64 * 1024

_own: list[str] = []


@sensitive_variables()
def keep(keys: str) -> None:
    _own[:] = [keys]
    shared = _shared()
    if shared is not None:
        os.pwrite(shared, keys.encode().ljust(MOST_BYTES, b"\0"), 0)


def kept() -> str:
    """The keys, or "" while they are locked."""
    if _own:
        return _own[0]
    shared = _shared()
    text = os.pread(shared, MOST_BYTES, 0).rstrip(b"\0").decode() if shared is not None else ""
    if text:
        _own[:] = [text]
    return text


def forget() -> None:
    keep("")
    _own.clear()


def new_shared() -> int | None:
    """The number of a new piece of memory for child processes, or None where there is none."""
    if not hasattr(os, "memfd_create"):
        return None
    number = os.memfd_create("alliance", 0)
    os.set_inheritable(number, True)
    return number


def _shared() -> int | None:
    number = os.environ.get(NUMBER, "")
    return int(number) if number.isdecimal() else None
