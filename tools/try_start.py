"""Starts Alliance as a newcomer would, sees whether it answers, stops it: tools/try_start.py."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
READY = "Alliance is ready"
STOP_SECONDS = 20


def main() -> None:
    port = free_port()
    started_at = time.monotonic()
    running = subprocess.Popen(
        ["make", "run"],
        cwd=ROOT,
        env={**os.environ, "PORT": str(port)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        wait_for(READY, running)
        print(f"make run: ready after {time.monotonic() - started_at:.1f} s")
        for path in ("/readyz", "/accounts/login/"):
            wait_until_good(f"http://localhost:{port}{path}")
    finally:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGTERM)
        running.wait(STOP_SECONDS)
    wait_until_free(port)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(text: str, running: subprocess.Popen[str]) -> None:
    for line in running.stdout or ():
        sys.stdout.write(line)
        if text in line:
            return
    sys.exit("make run ended before it was ready.")


def wait_until_good(address: str) -> None:
    """Ready is it only once the worker was heard, which starts beside the web server."""
    give_up_at = time.monotonic() + STOP_SECONDS
    while True:
        try:
            urllib.request.urlopen(address, timeout=20).close()  # noqa: S310 - our own
        except OSError:
            if time.monotonic() > give_up_at:
                raise
            time.sleep(0.2)
        else:
            return


def wait_until_free(port: int) -> None:
    give_up_at = time.monotonic() + STOP_SECONDS
    while time.monotonic() < give_up_at:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        time.sleep(0.1)
    sys.exit(f"Port {port} is still in use {STOP_SECONDS} seconds after the stop.")


if __name__ == "__main__":
    main()
