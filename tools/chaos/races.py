"""R6: the same form twice at once, two who change one log, a change against a sign-off."""

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http import HTTPStatus

from tools.chaos.outcome import Outcome, Size
from tools.chaos.people import SLUG, Answer, Person, insist, is_saved
from tools.chaos.worlds import World, world

AT_ONCE = 5
CONTROLS = 6
MOVED_ON = {302, 303}
LOG = re.compile(r"/log/([0-9a-f-]{36})/")
VERSION = re.compile(r'name="version" value="(\d+)"')
READ = 1
FORMER, CHANGED = "What was meant at first", "What was meant after all"
type Together = Callable[[list[Callable[[], Answer]]], list[Answer]]


def r6(size: Size) -> list[Outcome]:
    sends, pairs = size.of(20, 1000), size.of(12, 500)
    with world(on="postgres", clients=size.of(20, 200)) as here:
        here.alliance.start_web(processes=2, threads=6)
        doubled, rows = _send_at_once(here, sends)
        changes = _change_at_once(here, pairs, together=at_once)
        signs, amended = _sign_against_change(here, pairs, together=at_once)
        deadlocks = here.postgres.log.read_text().count("deadlock") if here.postgres else 0
    with world(on="postgres", faults="no-locks any-version") as there:
        there.change("DROP INDEX log_submitted_once")
        there.alliance.start_web(processes=2, threads=6)
        doubled_there, _rows = _send_at_once(there, 12)
        changes_there = _change_at_once(there, CONTROLS, together=in_turn)
        signs_there, _amended = _sign_against_change(there, CONTROLS, together=in_turn)
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
            len(changes),
            bool(changes_there),
            f"one saved and one 409 with both in {pairs - len(changes)} of {pairs} "
            f"{''.join(changes[:1])}; control (no version test): {len(changes_there)} wrong",
        ),
        Outcome(
            "R6",
            "a change against a sign-off",
            pairs,
            len(signs) + deadlocks,
            bool(signs_there),
            f"{amended} amended after it, {pairs - amended - len(signs)} refused it, {len(signs)} "
            f"otherwise {''.join(signs[:1])}, {deadlocks} waited for each other; control (no "
            f"version test): {len(signs_there)} wrong",
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
        answers = at_once([partial(insist, partial(replace(person).save, fields))] * AT_ONCE)
        places = {answer.location for answer in answers if is_saved(answer)}
        bad += len(places) != 1 or not all(is_saved(answer) for answer in answers)
    rows = [submission for submission, _whole in here.kept() if submission in sent]
    return max(bad, abs(len(rows) - times)), len(rows)


def _change_at_once(here: World, pairs: int, *, together: Together) -> list[str]:
    """What was wrong with the pairs that were not: one saved, and a 409 that shows both."""
    person = Person(here.alliance.port)
    person.sign_in()
    wrong = []
    for client, log in _new_logs(person, pairs):
        words = ["Mine, of the pair", "Yours, of the pair"]
        answers = together([_change(person, client, log, intention=each) for each in words])
        statuses = [answer.status for answer in answers]
        refused = [answer for answer in answers if answer.status == HTTPStatus.CONFLICT]
        kept = insist(partial(person.get, f"/log/{log}/")).body
        former = insist(partial(person.get, f"/log/{log}/versions/")).body
        is_right = (
            len(refused) == 1
            and sum(status in MOVED_ON for status in statuses) == 1
            and all(each in refused[0].body for each in words)
            and words[statuses.index(HTTPStatus.CONFLICT) - 1] in kept
            and FORMER in former
        )
        if not is_right:
            wrong.append(f"answered {statuses}")
    return wrong


def _sign_against_change(here: World, pairs: int, *, together: Together) -> tuple[list[str], int]:
    """What was wrong with the pairs that were neither of the two that are right; how many of those
    were amended after sign-off.

    Signed first, the change is an amendment; changed first, the sign-off is refused. Either way the
    words of before and after are kept, and the supervisor is shown what changed.
    """
    trainee = Person(here.alliance.port, f"clinician-4@{SLUG}.example")
    supervisor = Person(here.alliance.port, f"supervisor@{SLUG}.example")
    trainee.sign_in()
    supervisor.sign_in()
    wrong, amended = [], 0
    for client, log in _new_logs(trainee, pairs):
        read = VERSION.search(insist(partial(supervisor.get, f"/reviews/{log}/")).body)
        fields = {"version": read[1] if read else "?"}
        change = _change(trainee, client, log, intention=CHANGED)
        signing = partial(insist, partial(supervisor.post, f"/reviews/{log}/sign-off/", fields))
        changed, signed = together([change, signing])
        kept = insist(partial(trainee.get, f"/log/{log}/versions/")).body
        found = _wrong_with(here, supervisor, log, changed=changed, signed=signed)
        if found or FORMER not in kept:
            wrong.append(found or "what it said before is not kept")
        elif signed.status in MOVED_ON:
            amended += 1
    return wrong, amended


def _wrong_with(
    here: World, supervisor: Person, log: str, *, changed: Answer, signed: Answer
) -> str:
    """What is wrong with a log that was changed and signed off at once; "" if nothing is."""
    ((version, signed_version),) = here.rows(
        f"SELECT version, signed_off_version FROM logbook_sessionlog WHERE id = '{log}'"
    )
    signs = here.rows(f"SELECT version FROM reviews_signoff WHERE log_id = '{log}'")
    page = insist(partial(supervisor.get, f"/reviews/{log}/")).body
    told = f"change {changed.status}, sign-off {signed.status}, version {version}, signed {signs}"
    if changed.status not in MOVED_ON or version != READ + 1 or CHANGED not in page:
        return f"the change is not there: {told}"
    if signed.status in MOVED_ON:
        is_right = signs == [(READ,)] and signed_version == READ
        is_shown = FORMER in page and "Amended since sign-off" in page
    else:
        is_right = signed.status == HTTPStatus.CONFLICT and not signs and signed_version is None
        is_shown = FORMER in signed.body and CHANGED in signed.body
    if not is_right:
        return f"the sign-off is not what it says: {told}"
    return "" if is_shown else f"what changed is not shown: {told}"


def _new_logs(person: Person, count: int) -> list[tuple[str, str]]:
    clients = person.clients()
    made = []
    for number in range(count):
        client = clients[number % len(clients)]
        fields = person.entry(client, intention=FORMER)
        saved = insist(partial(person.save, fields))
        found = LOG.search(saved.location)
        if found is None:
            raise RuntimeError(f"a log was not saved: {saved.status}")
        made.append((client, found[1]))
    return made


def _change(person: Person, client: str, log: str, *, intention: str) -> Callable[[], Answer]:
    read = VERSION.search(insist(partial(person.get, f"/log/{log}/change/")).body)
    fields = person.entry(client, version=read[1] if read else "1", intention=intention)
    return partial(insist, partial(replace(person).post, f"/log/{log}/change/", fields))


def in_turn(calls: list[Callable[[], Answer]]) -> list[Answer]:
    return [call() for call in calls]


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
