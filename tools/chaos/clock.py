"""R18: the clock jumps, summer time comes and goes, and 29 February exists."""

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from tools.chaos.outcome import Outcome, Size
from tools.chaos.people import Person, is_saved
from tools.chaos.worlds import World, world

ZONES = ("Europe/London", "America/New_York")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class Moment:
    name: str
    at: datetime


# The world was seeded today, so each lies ahead of it.
MOMENTS = (
    Moment("the hour that London skips", datetime(2027, 3, 28, 0, 59, 40, tzinfo=UTC)),
    Moment("the hour that London has twice", datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    Moment("the hour that New York skips", datetime(2027, 3, 14, 6, 59, 40, tzinfo=UTC)),
    Moment("the hour that New York has twice", datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),
    Moment("29 February", datetime(2028, 2, 29, 12, 0, tzinfo=UTC)),
    Moment("midnight in New York only", datetime(2027, 6, 2, 4, 0, 30, tzinfo=UTC)),
    Moment("midnight in London only", datetime(2027, 6, 1, 23, 0, 30, tzinfo=UTC)),
    Moment("the last second of a year", datetime(2027, 12, 31, 23, 59, 40, tzinfo=UTC)),
)
# After signing in at noon: how far the clock jumps, and whether the sign-in still holds.
JUMPS = (
    (11 * HOUR, True),
    (13 * HOUR, False),
    (HOUR, True),
    (-HOUR, True),
    (DAY, False),
    (-DAY, True),
)
NOON = datetime(2027, 5, 5, 12, 0, tzinfo=UTC)


def r18(size: Size) -> list[Outcome]:
    what = "clock: jumps, summer time, 29 February"
    moments = MOMENTS[: size.of(1, len(MOMENTS))]
    jumps = JUMPS[: size.of(2, 6)]
    tried, wrong = 0, []
    with world(on="sqlite") as here:
        for zone in ZONES[: size.of(1, 2)]:
            with_zone = f"UPDATE people_clinic SET time_zone = '{zone}'"
            _set(here, with_zone)
            for moment in moments:
                found = _saves_at(here, moment, ZoneInfo(zone))
                tried += 3
                wrong += [f"{moment.name} in {zone}: {each}" for each in found]
        held = {jump: _holds_after(here, jump) for jump, _holds in jumps}
        tried += len(jumps)
        wrong += [
            f"signed in after {jump}: {held[jump]}" for jump, holds in jumps if held[jump] != holds
        ]
    told = f"{len(moments)} moments and {len(jumps)} jumps; wrong: {'; '.join(wrong) or 'none'}"
    # That the clock moved at all shows in sign-ins that ran out.
    is_found_out = held.get(13 * HOUR) is False
    return [Outcome("R18", what, tried, len(wrong), is_found_out, told)]


def _set(here: World, sql: str) -> None:
    with sqlite3.connect(here.sqlite) as connection:
        connection.execute(sql)


def _saves_at(here: World, moment: Moment, zone: ZoneInfo) -> list[str]:
    """Sign in, save a session of that day where the clinic is, and find it on top."""
    wrong = []
    _start_at(here, moment.at)
    person = Person(here.alliance.port)
    person.sign_in()
    client = person.clients()[0]
    today = moment.at.astimezone(zone).date()
    if not is_saved(person.save(person.entry(client, held_on=today.isoformat()))):
        wrong.append("not saved")
    tomorrow = (today + 2 * DAY).isoformat()
    if is_saved(person.save(person.entry(client, held_on=tomorrow))):
        wrong.append("a session of the day after tomorrow was taken")
    dates = here.rows(
        "SELECT held_on FROM logbook_sessionlog WHERE client_id = "
        f"'{client.replace('-', '')}' ORDER BY number"
    )
    days = [date.fromisoformat(held_on) for (held_on,) in dates]
    if days != sorted(days) or today not in days:
        wrong.append("out of order")
    here.alliance.stop()
    return wrong


def _holds_after(here: World, jump: timedelta) -> bool:
    """Whether who signed in at noon is still signed in after the clock jumped."""
    _start_at(here, NOON)
    person = Person(here.alliance.port)
    person.sign_in()
    here.alliance.stop()
    _start_at(here, NOON + jump)
    answer = person.get("/clients/")
    # After half an hour the screen is covered, which is no end of the sign-in.
    holds = answer.status not in {0, 503} and "/accounts/login/" not in answer.location
    here.alliance.stop()
    return holds


def _start_at(here: World, at: datetime) -> None:
    shift = (at - datetime.now(UTC)).total_seconds()
    here.alliance.start_web(CHAOS_FAULTS="other-clock", CHAOS_SHIFT_SECONDS=str(shift))
