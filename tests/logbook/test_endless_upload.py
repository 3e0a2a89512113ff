"""A file without end is let pass by: it is kept nowhere, and changes nothing."""

import tracemalloc

import pytest

from alliance.logbook.models import Client, SessionLog
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("INP-07")]
MEGABYTE = 1024 * 1024
HEAD = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="../../sessions.csv"\r\n'
    b"Content-Type: text/csv\r\n\r\n"
)
TAIL = b"\r\n--x--\r\n"


class Stream:
    """A form with one file of so many megabytes, made while it is read."""

    def __init__(self, megabytes: int) -> None:
        self.size = len(HEAD) + megabytes * MEGABYTE + len(TAIL)
        self.ahead, self.left = HEAD, megabytes

    def read(self, size: int = -1) -> bytes:
        while len(self.ahead) < size and self.left:
            self.ahead += b"K-14,2026-03-05\n" * (MEGABYTE // 16)
            self.left -= 1
            if not self.left:
                self.ahead += TAIL
        found, self.ahead = self.ahead[:size], self.ahead[size:]
        return found

    def readline(self, size: int = -1) -> bytes:
        raise AssertionError("nobody reads a form by its lines")


def test_it_is_refused_and_never_held_in_memory(client, how_many, tried):
    member = make.member()
    client.force_login(member.user)
    megabytes = how_many(160, full=2_048)
    stream = Stream(megabytes)
    tracemalloc.start()

    answer = client.request(
        **{
            "REQUEST_METHOD": "POST",
            "PATH_INFO": f"/c/{member.clinic.slug}/import/",
            "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": str(stream.size),
            "wsgi.input": stream,
        }
    )

    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    tried(megabytes)
    assert answer.status_code in {400, 413, 422}
    assert not Client.objects.exists()
    assert not SessionLog.objects.exists()
    # What may be sent at most, twice over, whatever the file goes on to.
    assert most < 100 * MEGABYTE
