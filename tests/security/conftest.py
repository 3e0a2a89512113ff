import time
from datetime import UTC, datetime, timedelta

import pytest


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
def clock(monkeypatch):
    """The time of day for the app: `clock.move(minutes=16)`."""
    clock = Clock()
    monkeypatch.setattr("time.time", clock.time)
    monkeypatch.setattr("django.utils.timezone.now", clock.now)
    return clock
