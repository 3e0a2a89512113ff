"""Pages as a member gets them, the forms they send, and what they cost."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import make

# What every page costs before it asks for anything of its own: session, user, place in the clinic.
FIXED_QUERIES = 3
# The audit entry of a reading.
READING_QUERIES = 1
# A list leaves one too.
LIST_QUERIES = FIXED_QUERIES + READING_QUERIES


class Browser:
    """`Browser(client, member).get("/clients/")`: a signed-in member in their own clinic."""

    def __init__(self, client: Client, member) -> None:
        self.client, self.prefix = client, f"/c/{member.clinic.slug}"
        client.force_login(member.user)

    def get(self, path: str, **kwargs):
        return self.client.get(self.prefix + path, **kwargs)

    def post(self, path: str, fields=None, **kwargs):
        return self.client.post(self.prefix + path, fields or {}, **kwargs)

    def read(self, path: str, **kwargs) -> str:
        page = self.get(path, **kwargs)
        assert page.status_code == 200, page.status_code
        return page.content.decode()


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of one page, transaction control aside."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as queries:
        yield statements
    control = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
    statements += [q["sql"] for q in queries if not q["sql"].startswith(control)]


# --- the form of a log ------------------------------------------------------------------------


def unrated(about=None, **fields) -> dict[str, str]:
    """A core form on which nothing is answered."""
    values = {
        "client": str(about.pk) if about else "",
        "held_on": str(make.TODAY),
        "minutes": "50",
        "setting": "in_person",
        "form": "core",
        "submission": str(uuid.uuid4()),
    }
    return values | fields


def posted(about=None, **fields) -> dict[str, str]:
    """A core form filled with Mostly."""
    answers = {f"rating-{item}": str(rating) for item, rating in make.ratings().items()}
    return unrated(about) | answers | fields


# --- the page of a client ---------------------------------------------------------------------


def client_page(client: Client, about, *, by=None, **query) -> str:
    return Browser(client, by or about.clinician).read(f"/clients/{about.pk}/", data=query)


def part(page: str, heading: str) -> str:
    """The section with this heading."""
    return page.split(heading)[1].split("</section>")[0]


# --- the guidance library ---------------------------------------------------------------------


def library(client: Client, member, /, **query):
    """The library as this member sees it."""
    return Browser(client, member).get("/guidance/", data=query)


def found_titles(response) -> list[str]:
    """The titles of the reads that were found, in their order."""
    return re.findall(r"<h3><a [^>]*>([^<]+)</a></h3>", response.text)


def found_line(response) -> str:
    return re.search(r'<p class="found-line"[^>]*>([^<]*)</p>', response.text)[1]
