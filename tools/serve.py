"""Makes what a start needs and serves Alliance on this machine: tools/serve.py run|dev."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from alliance.vault.memory import NUMBER, new_shared

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"
SECRET_KEY_FILE = VAR / "keys" / "secret_key"
HOST = "127.0.0.1"
PATIENCE_SECONDS = 60


def main() -> None:
    way = sys.argv[1] if len(sys.argv) == 2 else ""
    if way not in {"run", "dev"}:
        sys.exit("Say how: `make run` or `make dev`.")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    # Database, mails and keys are for nobody else on this machine.
    os.umask(0o077)
    port = wanted_port()
    environment = environment_for(way, port)
    try:
        make_keys(environment)
        run(sys.executable, "-m", "tools.prepare", way, environment=environment)
        serve(way, port, environment)
    except KeyboardInterrupt:
        sys.exit(0)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def wanted_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65_536:
        sys.exit(f"PORT is {text!r}, which is no port number.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except PermissionError:
            sys.exit(f"Port {text} is not yours to use; try one above 1024: PORT=8001 make run")
        except OSError:
            sys.exit(f"Port {text} is in use; choose another: PORT={int(text) + 1} make run")
    return int(text)


def environment_for(way: str, port: int) -> dict[str, str]:
    """Loopback only, so plain http is allowed; DEBUG only for developing."""
    return {
        "SITE_URL": f"http://localhost:{port}",
        **os.environ,
        "DEBUG": "1" if way == "dev" else "0",
        "HTTP_ALLOWED": "1",
        "ONE_LAPTOP": "1",
        "PORT": str(port),
    }


# --- before the start -------------------------------------------------------------------


def make_keys(environment: Mapping[str, str]) -> None:
    """Once for an installation; what is there is never touched."""
    keys = VAR / "keys"
    are_there = any((keys / name).exists() for name in ("vault_key", "vault_lock"))
    if SECRET_KEY_FILE.exists() and are_there:
        return
    # Settings ask for a secret key, also of the command that makes it.
    unborn = {} if SECRET_KEY_FILE.exists() else {"SECRET_KEY": "not made yet"}
    run(
        *(sys.executable, "manage.py", "make_keys"),
        *("--if-missing", f"--secret-key-file={SECRET_KEY_FILE}"),
        environment={**environment, **unborn},
    )


def run(*command: str, environment: Mapping[str, str]) -> None:
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code:
        sys.exit("Alliance could not be started; the lines above say why.")


# --- serving ----------------------------------------------------------------------------


def serve(way: str, port: int, environment: Mapping[str, str]) -> None:
    if way == "dev":
        run(sys.executable, "manage.py", "runserver", f"{HOST}:{port}", environment=environment)
        return
    # Keys that a passphrase unlocks are shared by the two, in memory and on no disk.
    shared = new_shared()
    passed = () if shared is None else (shared,)
    environment = {**environment, **({} if shared is None else {NUMBER: str(shared)})}
    # Sessions of their own: Ctrl-C reaches this program only, which stops them in good order.
    children = [
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=output,
            start_new_session=True,
            pass_fds=passed,
        )
        for command, output in [
            (gunicorn(port), None),
            ([sys.executable, "manage.py", "worker"], subprocess.DEVNULL),
        ]
    ]
    try:
        wait_until_ready(port, children)
        welcome(port)
        while all(child.poll() is None for child in children):
            time.sleep(0.5)
        sys.exit("The web server or the worker stopped; the lines above say why.")
    except KeyboardInterrupt:
        print("\nStopping.", flush=True)
    finally:
        stop(children)


def stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Let each finish what it is doing; a second Ctrl-C doesn't leave one behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.terminate()
    for child in children:
        child.wait()


def gunicorn(port: int) -> list[str]:
    """One process with threads: enough for a practice, and light on a laptop."""
    return [
        *(sys.executable, "-m", "gunicorn", "alliance.wsgi:application"),
        *("--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--threads", "8"),
        *("--log-level", "warning", "--graceful-timeout", "10", "--no-control-socket"),
    ]


def wait_until_ready(port: int, children: Sequence[subprocess.Popen[bytes]]) -> None:
    give_up_at = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up_at:
        if any(child.poll() is not None for child in children):
            sys.exit("The web server or the worker did not start; the lines above say why.")
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/livez", timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"The web server did not answer within {PATIENCE_SECONDS} seconds.")


def welcome(port: int) -> None:
    way_in = (VAR / "way-in").read_text(encoding="utf-8")
    print(
        f"\nAlliance is ready. Ctrl-C stops it.\n\n  Open      http://localhost:{port}\n{way_in}",
        flush=True,
    )


if __name__ == "__main__":
    main()
