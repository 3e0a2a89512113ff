import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from tests import routes


class Clock:
    """Goes on from now, and jumps when told to."""

    def __init__(self) -> None:
        self.real, self.ahead = time.time, 0.0

    def move(self, **how_far: float) -> None:
        self.ahead += timedelta(**how_far).total_seconds()

    def time(self) -> float:
        return self.real() + self.ahead

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.time(), UTC)


@pytest.fixture
def world():
    return routes.build_world(today=timezone.localdate())


@pytest.fixture
def clock(monkeypatch):
    """The time of day for the app: `clock.move(minutes=16)`."""
    clock = Clock()
    monkeypatch.setattr("time.time", clock.time)
    monkeypatch.setattr("django.utils.timezone.now", clock.now)
    return clock


@pytest.fixture(autouse=True)
def _no_half_minute_ends(monkeypatch):
    """Else a code shown by an app could be over before it is sent, once in a hundred runs."""
    begun, real = int(time.time() // 30), time.time

    def within() -> float:
        return min(real(), 30.0 * (begun + 1) - 0.001)

    here = SimpleNamespace(time=within)
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", here)
    monkeypatch.setattr("tests.security.signing_in.time", here)
