"""A rotation of keys that dies where it is told to: run by test_rotation_killed.py in a process of
its own.

For each line on its standard input, the number of a moment, it forks a process that adds a key,
wraps everything with it, retires the others, and is killed (-9) at that moment: before or after a
statement, a commit, or anything done to a file. Of moment 0 it is not killed, and says how many
moments there were.
"""

import io
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from alliance.vault import rotating  # noqa: E402
from alliance.vault.keys import key_ring  # noqa: E402

FILES = ("replace", "fsync", "unlink")


def main() -> None:
    connection.settings_dict["NAME"] = sys.argv[1]
    settings.VAULT_KEYS, settings.VAULT_KEY_FILE = "", Path(sys.argv[2])
    say("ready")
    for line in sys.stdin:
        worker = os.fork()
        if not worker:
            say(what_became_of(int(line)))
            os._exit(0)
        _pid, status = os.waitpid(worker, 0)
        if os.WIFSIGNALED(status):
            say("killed")
        elif status:
            say("failed")


def what_became_of(last: int) -> str:
    try:
        return f"lived through {rotate_until(last)}"
    except Exception as error:  # noqa: BLE001 - the test says what it was
        said = " ".join(str(error).split())
        return f"failed in {connection.settings_dict['NAME']}: {type(error).__qualname__}: {said}"


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def rotate_until(last: int) -> int:
    """How many moments there were."""
    seen = 0

    def moment() -> None:
        nonlocal seen
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def between[**P, R](act: Callable[P, R]) -> Callable[P, R]:
        def watched(*args: P.args, **kwargs: P.kwargs) -> R:
            moment()
            done = act(*args, **kwargs)
            moment()
            return done

        return watched

    connection.execute_wrappers.append(lambda execute, *told: between(execute)(*told))
    connection._commit = between(connection._commit)
    for name in FILES:
        setattr(os, name, between(getattr(os, name)))
    rotating.BATCH = 1
    call_command("rotate_keys", "--add", stdout=io.StringIO())
    for version in sorted(key_ring().versions)[:-1]:
        call_command("rotate_keys", "--retire", str(version), stdout=io.StringIO())
    return seen


if __name__ == "__main__":
    main()
