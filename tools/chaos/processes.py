"""The programs that get killed: a database to lose, the web server, the worker."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from tools.postgres import program

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 60
# Everything that makes an answer durable is on, as in production.
DURABLE = """
listen_addresses = ''
fsync = on
synchronous_commit = {commit}
full_page_writes = on
max_connections = 60
shared_buffers = 128MB
wal_writer_delay = 200ms
"""
NO_ROLES: Mapping[str, str] = MappingProxyType({})


class Postgres:
    """A server of our own, with durable settings, that can be killed as a whole."""

    def __init__(self, folder: Path, *, commit: str = "on", template: Path | None = None) -> None:
        self.folder = folder / "pg"
        self.socket = folder / "s"
        self.log = folder / "postgres.log"
        self.socket.mkdir(mode=0o700)
        if template:
            subprocess.run(["cp", "-a", str(template / "pg"), str(self.folder)], check=True)
        else:
            self.folder.mkdir(mode=0o700)
        # PostgreSQL never runs as root.
        self.user = _someone_else() if os.geteuid() == 0 else None
        if self.user:
            os.chmod(folder, 0o711)  # noqa: S103 - to pass, not to read
            for place in (self.folder, self.socket):
                shutil.chown(place, self.user)
        if template is None:
            self._run("initdb", "--auth=trust", "--username=alliance", "--no-instructions")
        with (self.folder / "postgresql.auto.conf").open("a", encoding="ascii") as file:
            file.write(DURABLE.format(commit=commit))
        self.process: subprocess.Popen[bytes] | None = None
        self.start()
        if template is None:
            self._run("createdb", "--username=alliance", "alliance", in_data=False)

    @property
    def address(self) -> str:
        return self.address_of("alliance")

    def address_of(self, role: str) -> str:
        return f"postgresql://{role}@{quote(str(self.socket), safe='')}/alliance"

    def start(self) -> float:
        """Start and wait until it answers; how many seconds that took."""
        began = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(program("postgres")), "-D", str(self.folder), "-k", str(self.socket)],
                stdout=log,
                stderr=log,
                user=self.user,
                extra_groups=[] if self.user else None,
                cwd="/",
                start_new_session=True,
            )
        while time.monotonic() - began < PATIENCE_SECONDS:
            command = [str(program("pg_isready")), "-q", "-h", str(self.socket)]
            if subprocess.run(command, check=False).returncode == 0:
                return time.monotonic() - began
            time.sleep(0.05)
        sys.exit(f"PostgreSQL did not start: {self.log.read_text()[-800:]}")

    def kill(self) -> None:
        """SIGKILL to every process of the server at the same moment."""
        assert self.process is not None
        ours = [self.process.pid, *children_of(self.process.pid)]
        for pid in ours:
            _kill(pid, signal.SIGKILL)
        self.process.wait()
        for pid in ours[1:]:
            while Path(f"/proc/{pid}").exists():
                time.sleep(0.005)

    def cpu_seconds(self) -> float:
        """Of the whole server since it was started, those processes included that are gone."""
        assert self.process is not None
        pids = [self.process.pid, *children_of(self.process.pid)]
        return sum(_cpu_seconds(pid) for pid in pids)

    def stop(self) -> None:
        """In good order, but without waiting for those who are connected."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE_SECONDS)

    def _run(self, name: str, *arguments: str, in_data: bool = True) -> None:
        place = ["-D", str(self.folder)] if in_data else ["-h", str(self.socket)]
        subprocess.run(
            [str(program(name)), *place, *arguments],
            check=True,
            user=self.user,
            extra_groups=[] if self.user else None,
            cwd="/",
            stdout=subprocess.DEVNULL,
        )


class Alliance:
    """Web server and worker on one database, in a folder of their own.

    `roles`: program → the address at which it signs in as itself, where the database has roles.
    """

    def __init__(
        self, folder: Path, *, database: str, roles: Mapping[str, str] = NO_ROLES, faults: str = ""
    ) -> None:
        self.folder = folder
        self.roles = roles
        # What the web server is started under.
        self.before: list[str] = []
        self.port = free_port()
        self.environment = environment(folder, database=database, faults=faults)
        self.web: subprocess.Popen[bytes] | None = None
        self.worker: subprocess.Popen[bytes] | None = None

    def manage(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"manage.py {arguments[0]}: {done.stdout[-1500:]}")
        return done.stdout

    def start_web(self, *, processes: int = 1, threads: int = 8, **more: str) -> None:
        sizes = {"WEB_PROCESSES": str(processes), "WEB_THREADS": str(threads)}
        bind = {"WEB_BIND": f"127.0.0.1:{self.port}"}
        with (self.folder / "web.log").open("ab") as log:
            self.web = subprocess.Popen(
                [*self.before, sys.executable, "-m", "gunicorn"]
                + ["--config", "python:alliance.serving", "alliance.wsgi:application"],
                cwd=ROOT,
                env=self.environment | self._signed_in("web") | sizes | bind | more,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until_alive()

    def wait_until_alive(self) -> None:
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE_SECONDS:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/livez", timeout=5).close()
            except OSError:
                time.sleep(0.05)
            else:
                return
        sys.exit(f"The web server did not start: {(self.folder / 'web.log').read_text()[-1500:]}")

    def start_worker(self) -> None:
        with (self.folder / "worker.log").open("ab") as log:
            self.worker = subprocess.Popen(
                [sys.executable, "manage.py", "worker"],
                cwd=ROOT,
                env=self.environment | self._signed_in("worker"),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _signed_in(self, program: str) -> dict[str, str]:
        return {"DATABASE_URL": self.roles[program]} if program in self.roles else {}

    def stop(self) -> None:
        for process in (self.web, self.worker):
            if process and process.poll() is None:
                pids = [process.pid, *children_of(process.pid)]
                process.terminate()
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    for pid in pids:
                        _kill(pid, signal.SIGKILL)


def environment(folder: Path, *, database: str, faults: str) -> dict[str, str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return inherited | {
        "DJANGO_SETTINGS_MODULE": "tools.chaos.settings",
        "CHAOS_FAULTS": faults,
        "DATABASE_URL": database,
        "SECRET_KEY": "only-for-chaos-" + "x" * 40,
        "VAULT_KEYS": f"1 {'o' * 43}=",
        "HTTP_ALLOWED": "1",
        # Password hashes of real strength would measure themselves.
        "PASSWORD_HASHERS": "django.contrib.auth.hashers.MD5PasswordHasher",
        "STATIC_STORAGE": "django.contrib.staticfiles.storage.StaticFilesStorage",
        "MAIL_FOLDER": str(folder / "mail"),
        "BACKUP_FOLDER": str(folder / "backups"),
        "EXPORT_FOLDER": str(folder / "exports"),
        "ERASURE_LEDGER": str(folder / "erasures.ledger"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def children_of(pid: int) -> list[int]:
    """Its children and theirs, as they are now."""
    try:
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [found for child in map(int, told) for found in (child, *children_of(child))]


def _cpu_seconds(pid: int) -> float:
    """Its own, and of those of its children who ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def kill_all(pids: Iterable[int], number: int = signal.SIGKILL) -> None:
    for pid in pids:
        _kill(pid, number)


def _kill(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _someone_else() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in ("postgres", "pgserver", "nobody") if name in names)
