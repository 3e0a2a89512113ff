"""Earlier session logs from a table: what would be kept, and what stands in the way of each."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from functools import partial

from django.utils.translation import gettext as _

from alliance.catalogue.items import InvalidRating
from alliance.catalogue.load import CURRENT_EDITION, checklist
from alliance.logbook.codes import problem_with, tidy
from alliance.logbook.entries import LogEntry, Rating
from alliance.logbook.models import Client, SessionLog
from alliance.logbook.models.clients import CODE_LENGTH
from alliance.people.models import Membership
from alliance.web.table_file import Row, Table

NEEDED = ("code", "held_on")
# What an export of one's own sessions calls them, so that it can be imported again.
ALSO_CALLED = {"client": "code", "day": "held_on"}
WORDS = {"reflection": 20_000, "shared_note": 4_000, "intention": 160}
MINUTES, LONGEST = 50, 600
OLDEST_YEARS = 80
LONG_NUMBER = 5


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """One row: a session. Without `problems` it has an `entry`.

    `number` is the row's; `session` the one of the session with this client, where it is told.
    """

    number: int
    code: str
    session: int | None
    entry: LogEntry | None
    problems: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LogTable:
    """`fresh`: the codes of clients whom the import would add."""

    lines: tuple[LogLine, ...]
    fresh: tuple[str, ...]
    # Every session in it is logged: it was imported before.
    is_known: bool

    @property
    def faulty(self) -> tuple[LogLine, ...]:
        return tuple(line for line in self.lines if line.problems)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(sorted({line.code for line in self.lines}))


type _When = tuple[str, date, time | None]


class _Unreadable(Exception):
    """A cell that says nothing that can be kept; the sentence says what could be."""


def log_table(table: Table, *, member: Membership, today: date) -> LogTable:
    """Each row beside what `member` has logged already. In two queries."""
    clients = Client.objects.filter(clinic=member.clinic_id, clinician=member)
    trashed = {code: at is not None for code, at in clients.values_list("code", "trashed_at")}
    logs = SessionLog.objects.written_by(member)
    known = {*logs.values_list("client__code", "held_on", "started_at")}
    lines = [_line(row, trashed=trashed, today=today) for row in table.rows]
    counted = Counter(_when(line) for line in lines if line.entry)
    checked = tuple(_checked(line, known=known, counted=counted) for line in lines)
    return LogTable(
        lines=checked,
        fresh=tuple(sorted({line.code for line in lines} - trashed.keys())),
        is_known=all(line.entry is not None and _when(line) in known for line in lines),
    )


def _when(line: LogLine) -> _When:
    entry = line.entry
    return (line.code, entry.held_on, entry.started_at) if entry else (line.code, date.min, None)


def _checked(line: LogLine, *, known: set[_When], counted: Counter[_When]) -> LogLine:
    if not line.entry:
        return line
    problem = ""
    if _when(line) in known:
        problem = _("This session is logged already.")
    elif counted[_when(line)] > 1:
        problem = _("This session is in the file more than once.")
    if not problem:
        return line
    return replace(line, problems=(problem,))


def _line(row: Row, *, trashed: Mapping[str, bool], today: date) -> LogLine:
    code = tidy(row["code"])
    problems = []
    if len(code) > CODE_LENGTH or problem_with(code):
        # It may be a name: it isn't shown, and nothing of the file is kept.
        problems.append(_("This is no code. Use one like K-14, never a name or a date of birth."))
        code = "…"
    elif trashed.get(code):
        problems.append(_("This client is in the trash. Bring them back first."))
    values: dict[str, object] = {}
    for read in (partial(_day, today=today), _start, _minutes, _setting, _ratings, _words):
        try:
            values |= read(row)
        except _Unreadable as problem:
            problems.append(str(problem))
    entry = None if problems else LogEntry(**values)  # type: ignore[arg-type]
    said = row["number"]
    session = int(said) if said.isascii() and said.isdigit() and len(said) < LONG_NUMBER else None
    return LogLine(
        number=row.number, code=code, session=session, entry=entry, problems=tuple(problems)
    )


def _day(row: Row, *, today: date) -> dict[str, object]:
    try:
        held_on = date.fromisoformat(row["held_on"])
    except ValueError:
        raise _Unreadable(_("Write held_on as 2026-03-31.")) from None
    if held_on > today:
        raise _Unreadable(_("This day hasn’t come yet."))
    if held_on.year < today.year - OLDEST_YEARS:
        raise _Unreadable(_("This is very long ago. Check the year."))
    return {"held_on": held_on}


def _start(row: Row) -> dict[str, object]:
    if not row["started_at"]:
        return {"started_at": None}
    try:
        return {"started_at": time.fromisoformat(row["started_at"]).replace(tzinfo=None)}
    except ValueError:
        raise _Unreadable(_("Write started_at as 14:30, or leave it out.")) from None


def _minutes(row: Row) -> dict[str, object]:
    said = row["minutes"] or str(MINUTES)
    if not (said.isascii() and said.isdigit() and 1 <= int(said[:6]) <= LONGEST):
        raise _Unreadable(_("Write minutes as a whole number up to 600."))
    return {"minutes": int(said)}


def _setting(row: Row) -> dict[str, object]:
    said = (row["setting"] or SessionLog.Setting.IN_PERSON).lower().replace(" ", "_")
    if said not in SessionLog.Setting.values:
        raise _Unreadable(_("A setting is in_person, video or phone."))
    return {"setting": said}


def _ratings(row: Row) -> dict[str, object]:
    asked = checklist(CURRENT_EDITION)
    said = {item: row[item].lower() for item in asked.items_and_extras if row[item]}
    ratings: dict[str, Rating] = {
        item: int(word) if word in {"1", "2", "3", "4", "5"} else word
        for item, word in said.items()
    }
    try:
        asked.check_ratings(ratings)
    except InvalidRating as problem:
        sentence = _("Check %s: an answer is 1 to 5, unsure, or na where it can be left out.")
        raise _Unreadable(sentence % problem.item_id) from None
    is_full = row["form"].lower() == "full" or not set(ratings) <= set(asked.core_ids)
    return {"ratings": ratings, "form": "full" if is_full else "core"}


def _words(row: Row) -> dict[str, object]:
    for column, most in WORDS.items():
        if len(row[column]) > most:
            raise _Unreadable(_("What is written in %s is too long.") % column)
    return {column: row[column] for column in WORDS}
