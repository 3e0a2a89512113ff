"""A made-up world of any size: what it is to be, and chance that always falls the same way."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

WEEKS_OF_ENDINGS = 60
"""Clients who left did so at any time in so many weeks."""


@dataclass(frozen=True)
class World:
    """So many clinics with so many clinicians each, clients of each, and sessions with each."""

    clinics: int
    clinicians: int
    clients: int
    sessions: int
    seed: int
    until: date

    @property
    def logs(self) -> int:
        return self.clinics * self.clinicians * self.clients * self.sessions

    def chance(self, *place: object) -> "Chance":
        """Chance for one place in the world, the same whatever else is made and in what order."""
        return Chance("/".join(map(str, (self.seed, *place))))

    def slug(self, clinic: int) -> str:
        return f"seed-{self.seed}-{clinic}"


class Chance(Random):
    """A source of chance that can also give ids. For made-up rows only, never for secrets."""

    def id_at(self, moment: datetime) -> uuid.UUID:
        """A version 7 UUID as a row made at `moment` would have."""
        value = int(moment.timestamp() * 1000) << 80
        value |= 0x7 << 76 | self.getrandbits(12) << 64
        value |= 0b10 << 62 | self.getrandbits(62)
        return uuid.UUID(int=value)

    def one_in(self, times: float) -> bool:
        return self.random() * times < 1


def morning(day: date) -> datetime:
    """When rows that belong to no session were made."""
    return datetime.combine(day, time(8), tzinfo=UTC)


def beginning(world: World) -> date:
    """The day on which all its clinics opened: before the first session of any client."""
    return world.until - timedelta(weeks=world.sessions * 2 + WEEKS_OF_ENDINGS + 2)
