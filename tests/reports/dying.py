"""A worker that dies where it is told to: run by test_killed.py in a process of its own.

For each line on its standard input, the name of a point, it forks a worker that makes the next
export and is killed (-9) there, and says so when it is dead.
"""

import os
import signal
import sys
from collections.abc import Callable

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from alliance.reports.kinds import registry  # noqa: E402
from alliance.reports.services import running  # noqa: E402
from tests.reports.conftest import Trial  # noqa: E402

# Points outside the rows: before or after what, in which module.
AROUND = {
    "before the file": (running, "new_file_key", True),
    "before fsync": (os, "fsync", True),
    "after fsync": (os, "fsync", False),
    "before rename": (os, "rename", True),
    "after rename": (os, "rename", False),
    "before the row": (running, "_finish", True),
    "after the row": (running, "_finish", False),
}


def main() -> None:
    connection.settings_dict["NAME"], settings.EXPORT_FOLDER = sys.argv[1:3]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        worker = os.fork()
        if not worker:
            work_until(line.strip())
            os._exit(0)
        _pid, status = os.waitpid(worker, 0)
        sys.stdout.write("killed\n" if os.WIFSIGNALED(status) else "lived\n")
        sys.stdout.flush()


def work_until(point: str) -> None:
    trial = Trial(rows=20_000)
    registry.KINDS = (*registry.KINDS, trial.kind())
    if point.startswith("row "):
        trial.at[int(point.removeprefix("row "))] = die
    else:
        put_death(*AROUND[point])
    running.run_next(is_stopping=lambda: False)


def put_death(module: object, name: str, is_before: bool) -> None:
    real: Callable[..., object] = getattr(module, name)

    def dying(*args: object, **kwargs: object) -> None:
        if not is_before:
            real(*args, **kwargs)
        die()

    setattr(module, name, dying)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
