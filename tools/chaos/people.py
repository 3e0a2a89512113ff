"""Someone who signs in and logs sessions, over HTTP and nothing else."""

import http.client
import re
import time
import urllib.parse
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

PASSWORD = "quite-a-long-passphrase"  # noqa: S105 - of a world that is lost in a minute
SLUG = "seed-1-1"
TIMEOUT_SECONDS = 30
CLIENT_LINK = re.compile(r"/clients/([0-9a-f-]{36})/")
RATING = re.compile(r'name="(rating-[a-z-]+)"')
NOTE = "Something of my own need to be useful, and a long silence that we both kept. "


@dataclass(frozen=True)
class Answer:
    """`status` is 0 if no answer came."""

    status: int
    location: str = ""
    body: str = ""
    retry_after: str = ""


NO_ANSWER = Answer(0)
UNSETTLED = {0, 503}
INSISTS_TIMES, INSISTS_EACH_SECONDS = 150, 0.2


@dataclass
class Person:
    port: int
    email: str = f"clinician-1@{SLUG}.example"
    cookies: dict[str, str] = field(default_factory=dict)
    ratings: tuple[str, ...] = ()

    def get(self, path: str, *, clinic: bool = True) -> Answer:
        return self._ask("GET", path, None, clinic=clinic)

    def post(self, path: str, fields: dict[str, str], *, clinic: bool = True) -> Answer:
        token = {"csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        body = urllib.parse.urlencode(fields | token)
        return self._ask("POST", path, body, clinic=clinic)

    def sign_in(self) -> None:
        self.get("/accounts/login/", clinic=False)
        typed = {"login": self.email, "password": PASSWORD}
        answer = self.post("/accounts/login/", typed, clinic=False)
        if answer.status != 302:
            raise RuntimeError(f"{self.email} could not sign in: {answer.status}")

    def clients(self) -> list[str]:
        found: dict[str, None] = {}
        page = 1
        while page < 40:
            some = CLIENT_LINK.findall(self.get(f"/clients/?page={page}").body)
            if not set(some) - set(found):
                break
            found |= dict.fromkeys(some)
            page += 1
        return list(found)

    def entry(self, client: str, *, held_on: str = "", **more: str) -> dict[str, str]:
        """A full form, with its own submission."""
        if not self.ratings:
            self.ratings = tuple(
                dict.fromkeys(RATING.findall(self.get(f"/log/new/?client={client}").body))
            )
        return {
            "client": client,
            "held_on": held_on or date.today().isoformat(),
            "minutes": "50",
            "setting": "in_person",
            "form": "core",
            "submission": str(uuid.uuid4()),
            "reflection": NOTE,
            "intention": "Leave more room",
            "rupture": "no",
            **dict.fromkeys(self.ratings, "4"),
            **more,
        }

    def save(self, fields: dict[str, str]) -> Answer:
        return self.post("/log/new/", fields)

    def download(self, path: str) -> bytes:
        """The bytes of a file; none if there was no answer or no file."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        try:
            connection.request("GET", f"/c/{SLUG}{path}", headers=headers | {"Host": "localhost"})
            response = connection.getresponse()
            return response.read() if response.status == 200 else b""
        except (OSError, http.client.HTTPException):
            return b""
        finally:
            connection.close()

    def _ask(self, method: str, path: str, body: str | None, *, clinic: bool) -> Answer:
        address = f"/c/{SLUG}{path}" if clinic else path
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_SECONDS)
        try:
            connection.request(method, address, body, headers | {"Host": "localhost"})
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):
            return NO_ANSWER
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or ():
            name, _equals, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(
            response.status,
            response.headers.get("Location", ""),
            text,
            response.headers.get("Retry-After", ""),
        )


def insist(act: Callable[[], Answer]) -> Answer:
    """Send the same again until it is answered for good: whoever reads 503 is asked to."""
    for _time in range(INSISTS_TIMES):
        answer = act()
        if answer.status not in UNSETTLED:
            break
        time.sleep(INSISTS_EACH_SECONDS)
    return answer


def is_saved(answer: Answer) -> bool:
    return answer.status in {302, 303} and "/saved/" in answer.location
