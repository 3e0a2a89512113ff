"""Pages as a member gets them, and what they cost."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# What every page costs before it asks for anything of its own: session, user, place in the clinic.
FIXED_QUERIES = 3
# The audit entry of a reading.
READING_QUERIES = 1


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
