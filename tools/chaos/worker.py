"""R4: the worker is killed while it makes exports; no half file is ever offered."""

import io
import time
import uuid
import zipfile

from tools.chaos.outcome import Outcome, Size
from tools.chaos.people import SLUG, Person
from tools.chaos.processes import children_of, kill_all
from tools.chaos.worlds import World, world

KIND = "my_data"
GIVE_UP_SECONDS = 900
# Who takes out more in an hour is slowed down.
EACH = 3


def r4(size: Size) -> list[Outcome]:
    kills, askers = size.of(3, 100), size.of(2, 6)
    exports = askers * EACH
    with world(on="postgres", faults="short-lease") as here:
        here.alliance.start_web()
        people = [_asker(here, number) for number in range(1, askers + 1)]
        asked = [_ask(person) for person in people for _time in range(EACH)]
        half = _kill_worker(here, people, size, kills=kills)
        half += _finish(here, people)
        rows = here.rows("SELECT id, state FROM reports_export")
        whole = sum(_is_whole(people, str(pk)) for pk, state in rows if state == "done")
        is_found_out = whole > 0 and _a_cut_file_is_noticed(here, people)
    failures = half + (exports - whole) + abs(len(rows) - exports) + asked.count(False)
    told = (
        f"{kills} kills, {exports} exports asked for, {whole} came whole, {half} offered by "
        f"halves, {len(rows) - exports} doubled; control: a file that was cut "
        f"is noticed: {is_found_out}"
    )
    return [Outcome("R4", "worker killed at its exports", kills, failures, is_found_out, told)]


def _asker(here: World, number: int) -> Person:
    person = Person(here.alliance.port, f"clinician-{number}@{SLUG}.example")
    person.sign_in()
    return person


def _ask(person: Person) -> bool:
    fields = {"submission": str(uuid.uuid4())}
    return person.post(f"/reports/ask/{KIND}/", fields).status in {302, 303}


def _kill_worker(here: World, people: list[Person], size: Size, *, kills: int) -> int:
    """Kill it `kills` times; how often what was offered then was not whole."""
    half = 0
    for _kill in range(kills):
        here.alliance.start_worker()
        assert here.alliance.worker is not None
        worker = here.alliance.worker
        _wait_until_running(here)
        time.sleep(size.chance.random() * 1.5)
        kill_all([worker.pid, *children_of(worker.pid)])
        worker.wait()
        half += _offered_by_halves(here, people)
        _ask_again(here, people)
    return half


def _wait_until_running(here: World) -> None:
    give_up_at = time.monotonic() + 20
    while time.monotonic() < give_up_at:
        if here.rows("SELECT 1 FROM reports_export WHERE state = 'running' AND tries > 0"):
            return
        time.sleep(0.05)


def _finish(here: World, people: list[Person]) -> int:
    here.alliance.start_worker()
    give_up_at = time.monotonic() + GIVE_UP_SECONDS
    while time.monotonic() < give_up_at:
        _ask_again(here, people)
        if not here.rows("SELECT 1 FROM reports_export WHERE state <> 'done'"):
            break
        time.sleep(0.5)
    return _offered_by_halves(here, people)


def _ask_again(here: World, people: list[Person]) -> None:
    """One that was killed three times waits for somebody to say that it is still wanted."""
    for (pk,) in here.rows("SELECT id FROM reports_export WHERE state = 'failed'"):
        for person in people:
            person.post(f"/reports/{pk}/again/", {})


def _offered_by_halves(here: World, people: list[Person]) -> int:
    done = here.rows("SELECT id FROM reports_export WHERE state = 'done'")
    return sum(not _is_whole(people, str(pk)) for (pk,) in done)


def _is_whole(people: list[Person], pk: str) -> bool:
    """Whether whoever asked for it gets all of it; to the others it isn't there."""
    return any(_is_package(person.download(f"/reports/{pk}/download/")) for person in people)


def _is_package(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.testzip() is None and bool(package.namelist())
    except zipfile.BadZipFile:
        return False


def _a_cut_file_is_noticed(here: World, people: list[Person]) -> bool:
    ((pk, name),) = here.rows("SELECT id, file FROM reports_export WHERE state = 'done' LIMIT 1")
    files = [path for path in (here.folder / "exports").rglob("*") if path.name == name]
    for path in files:
        path.write_bytes(path.read_bytes()[:-20])
    return bool(files) and not _is_whole(people, str(pk))
