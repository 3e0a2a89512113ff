"""R2: web processes are killed under load. R10: they are replaced in good order under load."""

import os
import signal
import time

from tools.chaos.database import compare
from tools.chaos.load import Book, writing
from tools.chaos.outcome import Outcome, Size
from tools.chaos.processes import children_of, kill_all
from tools.chaos.worlds import World, world


def r2(size: Size) -> list[Outcome]:
    kills = size.of(5, 100)
    with world(on="postgres", clients=size.of(20, 120)) as here:
        here.alliance.start_web(processes=2, threads=4)
        book = _kill_web(here, size, kills=kills)
        lost, halves = compare(here, book)
    with world(on="postgres", faults="no-transactions") as there:
        there.alliance.start_web(processes=2, threads=4)
        unsure = _kill_web(there, size, kills=size.of(8, 20))
        lost_there, halves_there = compare(there, unsure)
    told = (
        f"{kills} kills, {len(book.acknowledged)} saves acknowledged, {lost} lost, {halves} "
        f"doubled or without text or trail; control (no transactions): "
        f"{lost_there + halves_there} of {len(unsure.acknowledged) + len(unsure.in_doubt)}"
    )
    failures = lost + halves + len(book.in_doubt) + len(book.wrong)
    what = "web killed under six writers"
    tries = len(book.acknowledged)
    return [Outcome("R2", what, tries, failures, lost_there + halves_there > 0, told)]


def _kill_web(here: World, size: Size, *, kills: int) -> Book:
    """Mostly one process, which its master replaces; now and then master and all."""
    web = here.alliance
    with writing(web.port) as book:
        for number in range(kills):
            _wait_for_more(book, 6)
            time.sleep(size.chance.random() * 0.2)
            assert web.web is not None
            workers = children_of(web.web.pid)
            if number % 4 == 3 or not workers:
                kill_all([web.web.pid, *workers])
                web.web.wait()
                web.start_web(processes=2, threads=4)
            else:
                kill_all([size.chance.choice(workers)])
    return book


def r10(size: Size) -> list[Outcome]:
    restarts = size.of(3, 100)
    with world(on="sqlite", clients=size.of(20, 120)) as here:
        here.alliance.start_web(processes=2, threads=4)
        book = _replace(here, signal.SIGHUP, times=restarts)
        lost, doubled = compare(here, book)
    with world(on="sqlite") as there:
        there.alliance.start_web(processes=2, threads=4)
        cut = _replace(there, signal.SIGKILL, times=3).statuses.get(0, 0)
    failures = sum(book.statuses.get(status, 0) for status in (0, 500, 502, 503)) + lost + doubled
    asked = sum(book.statuses.values())
    told = (
        f"{restarts} restarts of all processes, {asked} requests, {book.statuses.get(0, 0)} cut or "
        f"refused, {lost} lost; control (SIGKILL): {cut} cut"
    )
    return [Outcome("R10", "rolling restart under load", asked, failures, cut > 0, told)]


def _replace(here: World, number: int, *, times: int) -> Book:
    web = here.alliance.web
    assert web is not None
    with writing(here.alliance.port) as book:
        for _time in range(times):
            before = set(children_of(web.pid))
            _wait_for_more(book, 8)
            if number == signal.SIGKILL:
                kill_all(before)
            else:
                os.kill(web.pid, number)
            give_up_at = time.monotonic() + 60
            while set(children_of(web.pid)) & before and time.monotonic() < give_up_at:
                time.sleep(0.05)
        _wait_for_more(book, 8)
    return book


def _wait_for_more(book: Book, saves: int) -> None:
    enough = len(book.acknowledged) + saves
    give_up_at = time.monotonic() + 120
    while len(book.acknowledged) < enough and time.monotonic() < give_up_at:
        time.sleep(0.02)
