"""SQLite and the disk: R3, killed and in which order it waits; R14, the disk is full."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.chaos.database import compare
from tools.chaos.load import writing
from tools.chaos.outcome import Outcome, Size
from tools.chaos.people import Person, is_saved
from tools.chaos.processes import children_of, kill_all
from tools.chaos.worlds import World, world

STRACE = ("strace", "-f", "-y", "-e", "trace=pwrite64,fdatasync,fsync,sendto,write,sendmsg")
CALL = re.compile(r"^(?P<thread>\d+) +(?P<name>\w+)\(\d+<(?P<place>[^>]*)>(?P<rest>.*)")
DISK_MEGABYTES = 64


def r3(size: Size) -> list[Outcome]:
    return [_killed(size), _order(size)]


def _killed(size: Size) -> Outcome:
    kills = size.of(4, 200)
    with world(on="sqlite", clients=size.of(20, 80)) as here:
        web = here.alliance
        web.start_web()
        with writing(web.port) as book:
            for _kill in range(kills):
                enough = len(book.acknowledged) + 4
                give_up_at = time.monotonic() + 60
                while len(book.acknowledged) < enough and time.monotonic() < give_up_at:
                    time.sleep(size.chance.random() * 0.05)
                assert web.web is not None
                kill_all([web.web.pid, *children_of(web.web.pid)])
                web.web.wait()
                web.start_web()
        lost, doubled = compare(here, book)
        is_whole = here.rows("PRAGMA integrity_check") == [("ok",)]
    failures = lost + doubled + len(book.in_doubt) + len(book.wrong) + (not is_whole)
    told = f"{kills} kills, {lost} lost, {doubled} doubled or half, whole: {is_whole}"
    tries = len(book.acknowledged)
    return Outcome("R3a", "SQLite: web killed under six writers", tries, failures, None, told)


def _order(size: Size) -> Outcome:
    what = "SQLite: on the disk before the answer"
    if not shutil.which("strace"):
        return Outcome("R3b", what, 0, 0, skipped="strace is not here")
    saves = size.of(20, 1000)
    good, seen = _synced(saves, faults="")
    good_there, seen_there = _synced(10, faults="relaxed-disk")
    told = (
        f"{good} of {seen} answers came after the write-ahead log was on the disk; control "
        f"(synchronous=NORMAL): {good_there} of {seen_there}"
    )
    is_found_out = seen_there > 0 and good_there < seen_there
    return Outcome("R3b", what, saves, saves - good, is_found_out, told)


def _synced(saves: int, *, faults: str) -> tuple[int, int]:
    """Of the saves that were answered: after how many was nothing written still in memory only."""
    with world(on="sqlite", faults=faults) as here:
        trace = here.folder / "trace"
        here.alliance.before = [*STRACE, "-o", str(trace)]
        here.alliance.start_web(threads=1)
        person = Person(here.alliance.port)
        person.sign_in()
        clients = person.clients()
        forms = [person.entry(clients[number % len(clients)]) for number in range(saves)]
        trace_began = trace.stat().st_size
        answered = sum(is_saved(person.save(form)) for form in forms)
        here.alliance.stop()
        with trace.open(errors="replace") as lines:
            lines.seek(trace_began)
            return _read(lines), answered


def _read(lines: Iterator[str]) -> int:
    """Count the answers of a save before which the log of the database was written and synced."""
    is_written: dict[str, bool] = {}
    was_synced: dict[str, bool] = {}
    good = 0
    for line in lines:
        call = CALL.match(line)
        if not call:
            continue
        thread, name = call["thread"], call["name"]
        if call["place"].endswith("-wal"):
            if name == "pwrite64":
                is_written[thread] = True
            elif name in {"fdatasync", "fsync"}:
                is_written[thread], was_synced[thread] = False, True
        elif "HTTP/1.1 302" in call["rest"] or "HTTP/1.1 303" in call["rest"]:
            good += was_synced.pop(thread, False) and not is_written.get(thread, False)
    return good


def r14(size: Size) -> list[Outcome]:
    what = "disk full while people write"
    if os.geteuid() or not shutil.which("mount"):
        return [Outcome("R14", what, 0, 0, skipped="a disk to fill needs root")]
    times = size.of(1, 20)
    problems: list[str] = []
    with _small_disk() as disk, world(on="sqlite", data=disk) as here:
        here.alliance.start_web()
        for _time in range(times):
            problems += _fill_and_free(here, disk)
    told = (
        f"{times} times full: refused with 503 and the reason, health up, every acknowledged save "
        f"there and whole, went on by itself; not so: {', '.join(problems) or 'none'}"
    )
    return [Outcome("R14", what, times, len(problems), None, told)]


def _fill_and_free(here: World, disk: Path) -> list[str]:
    """What went wrong."""
    person = Person(here.alliance.port)
    person.sign_in()
    clients = person.clients()
    sent = [person.entry(client) for client in clients[:3]]
    filler, answers = disk / "filler", [person.save(form) for form in sent]
    problems = [f"{a.status} before" for a in answers if not is_saved(a)]
    _fill(filler)
    refused = None
    # The database still has room inside its own files for some.
    for number in range(60):
        sent.append(person.entry(clients[number % len(clients)]))
        answer = person.save(sent[-1])
        if not is_saved(answer):
            refused = answer
            break
    if refused is None or refused.status != 503 or "disk takes nothing" not in refused.body:
        problems.append(f"{refused.status if refused else 'nothing'} while full")
    if person.get("/livez", clinic=False).status != 200:
        problems.append("health is down")
    # A sign-in is a row, which a full disk doesn't take; its page may only say so.
    door = Person(here.alliance.port).get("/accounts/login/", clinic=False)
    if door.status != 200 and "disk takes nothing" not in door.body:
        problems.append(f"sign-in page {door.status}")
    filler.unlink()
    if not is_saved(person.save(sent[-1])):
        problems.append("not saved after there was room")
    kept = [submission for submission, is_whole in here.kept() if is_whole]
    missing = sum(kept.count(form["submission"].replace("-", "")) != 1 for form in sent)
    problems += [f"{missing} lost or doubled"] if missing else []
    is_intact = here.rows("PRAGMA integrity_check") == [("ok",)]
    return problems if is_intact else [*problems, "corrupt"]


def _fill(filler: Path) -> None:
    """To the last byte."""
    for block in (1 << 20, 4096, 1):
        try:
            with filler.open("ab", buffering=0) as file:
                while True:
                    file.write(b"\0" * block)
        except OSError:
            continue


@contextmanager
def _small_disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="alliance-disk-") as name:
        size = f"size={DISK_MEGABYTES}m"
        subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=False)
