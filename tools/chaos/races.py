"""R6: the same form twice at once, two who change one log, a change against a sign-off."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from tools.chaos.outcome import Outcome, Size
from tools.chaos.people import SLUG, Answer, Person, is_saved
from tools.chaos.worlds import World, world

AT_ONCE = 5
LOG = re.compile(r"/log/([0-9a-f-]{36})/")
VERSION = re.compile(r'name="version" value="(\d+)"')


def r6(size: Size) -> list[Outcome]:
    sends, pairs = size.of(20, 1000), size.of(10, 500)
    with world(on="postgres", clients=size.of(20, 200)) as here:
        here.alliance.start_web(processes=2, threads=6)
        doubled, rows = _send_at_once(here, sends)
        changes = _change_at_once(here, pairs)
        signs, odd = _sign_against_change(here, pairs)
    with world(on="postgres", faults="no-locks any-version") as there:
        there.change("DROP INDEX log_submitted_once")
        there.alliance.start_web(processes=2, threads=6)
        doubled_there, _rows = _send_at_once(there, 12)
        changes_there = _change_at_once(there, 6)
        signs_there, _odd = _sign_against_change(there, 6)
    return [
        Outcome(
            "R6",
            f"a form sent {AT_ONCE} times at once",
            sends,
            doubled,
            doubled_there > 0,
            f"{sends} × {AT_ONCE} posts gave {rows} rows; control (no unique submission, no lock): "
            f"{doubled_there} of 12 doubled",
        ),
        Outcome(
            "R6",
            "two who change one log",
            pairs,
            pairs - changes,
            changes_there < 6,
            f"one saved and one 409 in {changes} of {pairs}; control (no version test): "
            f"{changes_there} of 6",
        ),
        Outcome(
            "R6",
            "a change against a sign-off",
            pairs,
            pairs - signs,
            signs_there < 6,
            f"one winner in {signs} of {pairs} {odd}; control (none tested): {signs_there} of 6",
        ),
    ]


def _send_at_once(here: World, times: int) -> tuple[int, int]:
    """How many submissions became no row, several, or were told different places; and the rows."""
    person = Person(here.alliance.port)
    person.sign_in()
    clients, bad, sent = person.clients(), 0, set()
    for number in range(times):
        fields = person.entry(clients[number % len(clients)])
        sent.add(fields["submission"].replace("-", ""))
        answers = at_once([partial(replace(person).save, fields)] * AT_ONCE)
        places = {answer.location for answer in answers if is_saved(answer)}
        bad += len(places) != 1 or not all(is_saved(answer) for answer in answers)
    rows = [submission for submission, _whole in here.kept() if submission in sent]
    return max(bad, abs(len(rows) - times)), len(rows)


def _change_at_once(here: World, pairs: int) -> int:
    """In how many of the pairs exactly one was saved and the other one met a 409."""
    person = Person(here.alliance.port)
    person.sign_in()
    good = 0
    for client, log in _new_logs(person, pairs):
        change = _change(person, client, log)
        answers = at_once([change, change])
        good += sorted(answer.status for answer in answers) in ([302, 409], [303, 409])
    return good


def _sign_against_change(here: World, pairs: int) -> tuple[int, str]:
    """In how many of the pairs a sign-off is of the version that was read, or refused.

    And the first that was neither.
    """
    trainee = Person(here.alliance.port, f"clinician-4@{SLUG}.example")
    supervisor = Person(here.alliance.port, f"supervisor@{SLUG}.example")
    trainee.sign_in()
    supervisor.sign_in()
    good, odd = 0, []
    for client, log in _new_logs(trainee, pairs):
        page = supervisor.get(f"/reviews/{log}/")
        read = VERSION.search(page.body)
        if read is None:
            odd.append(f"page for signing {page.status}")
            continue
        change = _change(trainee, client, log)
        signing = partial(supervisor.post, f"/reviews/{log}/sign-off/", {"version": read[1]})
        changed, signed = at_once([change, signing])
        versions = here.rows(
            f"SELECT version, signed_off_version FROM logbook_sessionlog WHERE id = '{log}'"
        )
        ((_version, signed_version),) = versions
        is_signed = signed.status in {302, 303} and signed_version == int(read[1])
        is_refused = signed.status == 409 and signed_version is None
        is_good = changed.status in {302, 303} and (is_signed or is_refused)
        if not is_good:
            odd.append(f"change {changed.status}, sign {signed.status}, then {versions}")
        good += is_good
    return good, odd[0] if odd else ""


def _new_logs(person: Person, count: int) -> list[tuple[str, str]]:
    clients = person.clients()
    made = []
    for number in range(count):
        client = clients[number % len(clients)]
        found = LOG.search(person.save(person.entry(client)).location)
        if found:
            made.append((client, found[1]))
    return made


def _change(person: Person, client: str, log: str) -> Callable[[], Answer]:
    read = VERSION.search(person.get(f"/log/{log}/change/").body)
    fields = person.entry(client, version=read[1] if read else "1")
    return lambda: replace(person).post(f"/log/{log}/change/", fields)


def at_once(calls: list[Callable[[], Answer]]) -> list[Answer]:
    start = threading.Barrier(len(calls))
    answers: list[Answer | None] = [None] * len(calls)

    def call(number: int) -> None:
        start.wait()
        answers[number] = calls[number]()

    threads = [threading.Thread(target=call, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answer for answer in answers if answer is not None]
