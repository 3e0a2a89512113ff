"""Six people who log sessions as fast as they can, and remember what they were promised."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tools.chaos.people import SLUG, Answer, Person, is_saved

WRITERS = 6
RETRY_SECONDS = 0.2


@dataclass
class Book:
    """What all of them sent, and what came of it."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    in_doubt: set[str] = field(default_factory=set)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    # When each request was begun, and its status.
    times: list[tuple[float, int]] = field(default_factory=list)
    wrong: list[Answer] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, submission: str, answer: Answer, seconds: float) -> None:
        with self.lock:
            self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
            self.times.append((time.monotonic() - seconds, answer.status))
            if is_saved(answer):
                self.acknowledged[submission] = answer.location
                self.in_doubt.discard(submission)
                self.seconds.append(seconds)
                return
            self.in_doubt.add(submission)
            if answer.status not in {0, 503}:
                self.wrong.append(answer)


@contextmanager
def writing(port: int, *, writers: int = WRITERS) -> Iterator[Book]:
    """People write until the block ends; then each goes on until what it sent last is settled."""
    book, is_over = Book(), threading.Event()
    people = [Person(port, f"clinician-{number + 1}@{SLUG}.example") for number in range(writers)]
    for person in people:
        person.sign_in()
    caseloads = [person.clients() for person in people]
    if not all(caseloads):
        raise RuntimeError("somebody found no client to write about")
    threads = [
        threading.Thread(target=_write, args=(person, clients, book, is_over), daemon=True)
        for person, clients in zip(people, caseloads, strict=True)
    ]
    for thread in threads:
        thread.start()
    try:
        yield book
    finally:
        is_over.set()
        for thread in threads:
            thread.join(120)


def _write(person: Person, clients: list[str], book: Book, is_over: threading.Event) -> None:
    number = 0
    while not is_over.is_set():
        fields = person.entry(clients[number % len(clients)])
        number += 1
        # The same submission again until somebody says that it is saved.
        for _try in range(400):
            began = time.monotonic()
            answer = person.save(fields)
            book.note(fields["submission"], answer, time.monotonic() - began)
            if is_saved(answer) or answer.status not in {0, 503}:
                break
            time.sleep(RETRY_SECONDS)
