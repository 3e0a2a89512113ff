"""Whatever anybody sends, as often as they like: an answer, and reading that changes nothing.

The requests are made up from the forms of the pages themselves, by a seed that each failure names.
"""

import os
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from tests import routes
from tests.security.every_form import Form, addresses_of, forms_of
from tests.web.test_hostile_input import ODD, field_names

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INP-08", "INP-09", "WEB-02")]
ROLES = ("author", "supervisor", "admin", "stranger", "anonymous")
SLOWEST_SECONDS = 5
# It says 503 by itself where no worker runs.
UNWELL = "/readyz"
# What reading may write: the trail, the sign-in's clock, counts of tries; allauth's own address.
MAY_WRITE = re.compile(r'"(audit_\w+|people_session|cache|account_emailaddress)"')
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
PIECES = [
    *(
        "\x00",
        "\ud7ff",
        "\u202e",
        "👩‍🚀",
        "é",
        "e\u0301",
        "\r\n",
        "\t",
        "'",
        '"',
        "<b>",
        "{{x}}",
        "%s",
    ),
    *("K-14", "../", "//", "\\", "0", "-1", "9" * 20, "1e400", "2026-02-29", "25:61", "ß" * 300),
    *(
        "true",
        "null",
        "[]",
        "{}",
        "=1+1",
        "; --",
        "*",
        " ",
        "\ufeff",
        "\u0000\u0000",
        "on",
        "a" * 5000,
    ),
]


@dataclass(frozen=True)
class Sent:
    method: str
    path: str
    fields: dict[str, object]


class Fuzz:
    """Requests without end for one role; the same seed makes the same ones."""

    def __init__(self, addresses: list[str], world, forms: list[Form], *, seed: str) -> None:
        self.random, self.forms, self.addresses = random.Random(seed), forms, addresses
        self.names = sorted(
            {*field_names(world), *(name for form in forms for name in form.values)}
        )
        self.odd = [*ODD.values(), "\x00", "\u2028"]

    def __iter__(self) -> Iterator[Sent]:
        ways = [self.form] * 5 + [self.page] * 3 + [self.anywhere] * 2 + [self.strange_address]
        while True:
            yield self.random.choice(ways if self.forms else ways[5:])()

    def value(self) -> object:
        pick = self.random.random()
        if pick < 0.5:
            return self.random.choice(self.odd)
        count = self.random.randint(1, 6)
        return "".join(self.random.choice(PIECES) for _ in range(count))

    def form(self) -> Sent:
        """One of theirs, of which a field or two are odd, missing or not theirs."""
        form = self.random.choice(self.forms)
        fields = form.filled()
        for name in self.random.sample(sorted({*fields, *form.written}) or ["x"], k=1):
            fields[name] = self.value()
        if self.random.random() < 0.3:
            fields[self.random.choice(self.names)] = self.value()
        if self.random.random() < 0.2:
            fields.pop(self.random.choice(sorted(fields)))
        return Sent(form.method, form.path, fields)

    def page(self) -> Sent:
        return Sent("GET", self.random.choice(self.addresses), self.some_fields(3))

    def anywhere(self) -> Sent:
        method = self.random.choice(["POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"])
        return Sent(method, self.random.choice(self.addresses), self.some_fields(12))

    def strange_address(self) -> Sent:
        path = list(self.random.choice(self.addresses))
        for _turn in range(self.random.randint(1, 4)):
            at = self.random.randrange(1, len(path))
            path[at] = self.random.choice(["%00", "%ff", "/", "..", "%2e", "x", "", "%0d%0a", "é"])
        return Sent(self.random.choice(["GET", "POST"]), "".join(path), {})

    def some_fields(self, most: int) -> dict[str, object]:
        count = self.random.randint(0, most)
        return {self.random.choice(self.names): self.value() for _ in range(count)}


def answered(browser: Client, sent: Sent) -> tuple[int, list[str]]:
    """The status, and what was written though it should only have been read; all is taken back."""
    written: list[str] = []

    def watch(execute, sql, params, many, context):
        if WRITES.match(sql) and not MAY_WRITE.search(sql):
            written.append(sql[:120])
        return execute(sql, params, many, context)

    coded = urlencode(sent.fields, doseq=True, errors="replace")
    reads = sent.method in {"GET", "HEAD"}
    address = f"{sent.path}?{coded}" if reads and coded else sent.path
    body = {} if reads else {"data": coded, "content_type": "application/x-www-form-urlencoded"}
    with transaction.atomic(), connection.execute_wrapper(watch):
        answer = browser.generic(sent.method, address, **body)
        if answer.streaming:
            b"".join(answer.streaming_content)
        transaction.set_rollback(True)
    return answer.status_code, written if reads else []


# In full each role has ten tests of a thousand; else one test asks for all of them.
IS_FULL = os.environ.get("ALLIANCE_PROBES") == "full"
WHO = [((role,), batch) for role in ROLES for batch in range(10)] if IS_FULL else [(ROLES, 0)]


@pytest.mark.parametrize(("roles", "batch"), WHO)
def test_nothing_that_is_sent_breaks_a_page(roles, batch, how_many, tried):
    world = routes.build_world(today=timezone.localdate())
    count = how_many(40, full=1_000)

    wrong = [found for role in roles for found in broken(world, role, count=count, batch=batch)]

    tried(count * len(roles))
    assert wrong == []


def broken(world, role: str, *, count: int, batch: int) -> Iterator[tuple[object, ...]]:
    """Each request of this role that was answered as none should be, with how to send it again."""
    user, slug = world.people[role]
    # What fails in a view is answered, as it is to a person, rather than raised here.
    browser = Client(raise_request_exception=False)
    if user:
        browser.force_login(user)
    prefix, seed = f"/c/{slug}", f"{role} {batch}"
    addresses = addresses_of(world, prefix=prefix)
    pages = addresses if IS_FULL else random.Random(seed).sample(addresses, 60)
    requests = Fuzz(addresses, world, list(forms_of(browser, pages)), seed=seed)
    for number, sent in enumerate(islice(requests, count)):
        began = time.perf_counter()
        status, written = answered(browser, sent)
        took = time.perf_counter() - began
        if status >= 500 and not sent.path.endswith(UNWELL):
            yield seed, number, status, sent
        if written:
            yield seed, number, written, sent
        if IS_FULL and took > SLOWEST_SECONDS:
            yield seed, number, f"{took:.1f} s", sent
