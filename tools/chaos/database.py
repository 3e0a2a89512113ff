"""R1: the whole PostgreSQL is killed under load. R5: it is restarted, and away for a while."""

import time
from collections.abc import Callable

from tools.chaos.load import Book, writing
from tools.chaos.outcome import Outcome, Size
from tools.chaos.people import NOTE, Person
from tools.chaos.races import at_once
from tools.chaos.worlds import World, world

RECOVERY_SECONDS = 5
GIVE_UP_SECONDS = 600
QUIET = 8


def r1(size: Size) -> list[Outcome]:
    kills, saves = size.of(2, 50), size.of(60, 10_000)
    with world(on="postgres", clients=size.of(20, 200)) as here:
        here.alliance.start_web()
        book, slowest = _kill_under_load(here, size, kills=kills, saves=saves)
        lost, doubled = compare(here, book)
    control = size.of(2, 6)
    with world(on="postgres", commit="off") as there:
        there.alliance.start_web()
        unsure, _slowest = _kill_under_load(there, size, kills=control, saves=0)
        lost_there, _doubled = compare(there, unsure)
    told = (
        f"{kills} kills, {len(book.acknowledged)} saves acknowledged, {lost} lost, "
        f"{doubled} doubled, {len(book.in_doubt)} unsettled, slowest start {slowest:.1f} s; "
        f"control (synchronous_commit=off): {lost_there} of {len(unsure.acknowledged)} lost"
    )
    failures = lost + doubled + len(book.in_doubt) + len(book.wrong)
    return [
        Outcome(
            "R1",
            "PostgreSQL killed under six writers",
            len(book.acknowledged),
            failures,
            lost_there > 0,
            told,
        )
    ]


def _kill_under_load(here: World, size: Size, *, kills: int, saves: int) -> tuple[Book, float]:
    assert here.postgres is not None
    slowest = 0.0
    with writing(here.alliance.port) as book:
        for number in range(kills):
            _wait_for_more(book, max(12, saves // kills))
            time.sleep(size.chance.random() * 0.3)
            here.postgres.kill()
            slowest = max(slowest, here.postgres.start())
            if number == kills - 1:
                _wait_for(lambda: len(book.acknowledged) >= saves)
    return book, slowest


def compare(here: World, book: Book) -> tuple[int, int]:
    """How many acknowledged saves are missing, and how many are there twice or by halves."""
    kept: dict[str, int] = {}
    halves = 0
    sent = {submission.replace("-", "") for submission in (*book.acknowledged, *book.in_doubt)}
    for submission, is_whole in here.kept():
        if submission in sent:
            kept[submission] = kept.get(submission, 0) + 1
            halves += not is_whole
    lost = sum(1 for submission in book.acknowledged if submission.replace("-", "") not in kept)
    return lost, halves + sum(1 for times in kept.values() if times > 1)


def r5(size: Size) -> list[Outcome]:
    restarts, outages = size.of(2, 50), size.of(1, 5)
    away_seconds = size.of(3, 60)
    with world(on="postgres", clients=size.of(20, 120)) as here:
        here.alliance.start_web()
        is_text_kept = _text_kept_while_away(here)
        stale = _refused_after_a_quiet_restart(here)
        with writing(here.alliance.port) as book:
            seen = [_outage(here, book, size, seconds=0.0) for _number in range(restarts)]
            seen += [_outage(here, book, size, seconds=away_seconds) for _number in range(outages)]
        lost, doubled = compare(here, book)
    with world(on="postgres", faults="unchecked-connections") as there:
        there.alliance.start_web()
        stale_there = _refused_after_a_quiet_restart(there)
    slowest = max(seen)
    failures = lost + doubled + len(book.wrong) + len(book.in_doubt) + stale + (not is_text_kept)
    failures += sum(1 for seconds in seen if seconds > RECOVERY_SECONDS)
    told = (
        f"{restarts} restarts, {outages} outages of {away_seconds} s: {len(book.acknowledged)} "
        f"saved, {lost} lost, {book.statuses.get(503, 0)} answers 503, {len(book.wrong)} others, "
        f"text kept: {is_text_kept}, first save at most {slowest:.1f} s after it was back; "
        f"after a restart that nobody noticed {stale} of {QUIET} refused; control (connections "
        f"not tried first): {stale_there} of {QUIET}"
    )
    what = "PostgreSQL restarted, and away"
    return [Outcome("R5", what, restarts + outages, failures, stale_there > 0, told)]


def _text_kept_while_away(here: World) -> bool:
    assert here.postgres is not None
    person = Person(here.alliance.port)
    person.sign_in()
    fields = person.entry(person.clients()[0])
    here.postgres.stop()
    began = time.monotonic()
    answer = person.save(fields)
    is_quick = time.monotonic() - began < RECOVERY_SECONDS
    here.postgres.start()
    is_kept = NOTE in answer.body and fields["submission"] in answer.body
    return answer.status == 503 and bool(answer.retry_after) and is_kept and is_quick


def _refused_after_a_quiet_restart(here: World) -> int:
    """Nobody asks while it restarts, so every kept connection is dead and nobody knows."""
    assert here.postgres is not None
    person = Person(here.alliance.port)
    person.sign_in()
    at_once([lambda: person.get("/clients/")] * QUIET)
    here.postgres.stop()
    here.postgres.start()
    answers = at_once([lambda: person.get("/clients/")] * QUIET)
    return sum(1 for answer in answers if answer.status != 200)


def _outage(here: World, book: Book, size: Size, *, seconds: float) -> float:
    """Away for so many seconds under load; how long after its end the first save came."""
    assert here.postgres is not None
    _wait_for_more(book, 12)
    time.sleep(size.chance.random() * 0.2)
    here.postgres.stop()
    time.sleep(seconds)
    here.postgres.start()
    back_at = time.monotonic()
    _wait_for_more(book, 1)
    return time.monotonic() - back_at


def _wait_for_more(book: Book, saves: int) -> None:
    enough = len(book.acknowledged) + saves
    _wait_for(lambda: len(book.acknowledged) >= enough)


def _wait_for(is_so: Callable[[], bool]) -> None:
    give_up_at = time.monotonic() + GIVE_UP_SECONDS
    while not is_so() and time.monotonic() < give_up_at:
        time.sleep(0.02)
