"""One row a session, in codes: what an export tells of sessions, and nothing else.

The columns are an allow-list. In rows for others, client and clinician are pseudonyms and the day
is told as its week. Only contexts that describe a session are told: those that describe a client
could single one out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import (
    Case,
    Count,
    DateField,
    DecimalField,
    Exists,
    F,
    OuterRef,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Round, TruncWeek

from alliance.catalogue.load import EDITIONS, checklist
from alliance.logbook.models import Rupture, SessionLog
from alliance.people.models import Clinic, Membership
from alliance.reports.formats.tables import Column, Row
from alliance.reports.pseudonyms import Naming
from alliance.web.replica import reading_alias

FEWEST_CLIENTS = 8
"""A clinician of fewer clients in the period is not told apart from others."""
AT_A_TIME = 50
ITEMS = tuple(dict.fromkeys(item.id for edition in EDITIONS for item in checklist(edition).items))
NAMED = ("client", "clinician")
TAKEN = ("day", "number", "minutes", "setting", "form", "edition")
DERIVED = ("ending", "short_contact", "near_dropout", "rupture", "line", "usual_low", "usual_high")
SELECTED = ("id", "client_id", "author_id", *TAKEN, *DERIVED, *ITEMS)
# The id is only for the order of two logs of one number.
TOLD = SELECTED[3:]

MEANINGS: dict[str, tuple[Any, str, str]] = {
    "client": ("code", "", "export pseudonym of the client: the same in every export here"),
    "clinician": (
        "code",
        "",
        "export pseudonym of the clinician; empty for those of fewer than eight clients in it",
    ),
    "week": ("date", "", "the Monday of the week of the session"),
    "day": ("date", "", "the day of the session"),
    "number": ("number", "", "of the session with this client, sessions before Alliance included"),
    "minutes": ("number", "", "how long it was"),
    "setting": ("code", "in_person, video, phone", "how it was held"),
    "form": ("code", "core, full", "ten items asked, or all twenty"),
    "edition": ("number", "", "edition of the checklist, as in checklist-….csv"),
    "ending": ("code", "yes", "the ending was the subject or near"),
    "short_contact": ("code", "yes", "a short contact"),
    "near_dropout": ("code", "yes", "the client missed the session before, or nearly left"),
    "rupture": ("code", "yes", "the clinician marked a rupture in this session"),
    "line": ("number", "", "mean of the answered core items, scaled to 0–100"),
    "usual_low": ("number", "", "lower end of this client’s usual range before it, 0–100"),
    "usual_high": ("number", "", "upper end of it, 0–100"),
}


def columns() -> list[Column]:
    """Of rows for others, in the order of a row."""
    return _columns(*NAMED, "week", *TAKEN[1:], *DERIVED)


def own_columns() -> list[Column]:
    """Of a clinician's own rows: their own codes and days, and no column for who they are."""
    return [
        Column(name="client", type="text", meaning="your code for the client"),
        *_columns(*TAKEN, *DERIVED),
    ]


def _columns(*names: str) -> list[Column]:
    told = []
    for name in names:
        kind, values, meaning = MEANINGS[name]
        told.append(Column(name=name, type=kind, values=values, meaning=meaning))
    rated = "1, 2, 3, 4, 5, unsure, na"
    return told + [
        Column(name=item, type="code or number", values=rated, meaning="rating of this item")
        for item in ITEMS
    ]


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The sessions of a period, and the names that clients and clinicians have in it.

    A clinician has none, who saw fewer than eight clients in it. Days are told as weeks unless
    they are the reader's own.
    """

    logs: QuerySet[SessionLog]
    count: int
    clients: Mapping[UUID, str]
    clinicians: Mapping[UUID, str]
    is_own: bool = False


def select(
    clinic: Clinic, *, first: date, before: date, naming: Naming, expect: Callable[[int], None]
) -> Selection:
    """Sessions held from `first` on and before `before`, the trash left out.

    `expect` hears how many there are before anything else is asked.
    """
    logs = SessionLog.objects.kept().filter(clinic=clinic, held_on__gte=first, held_on__lt=before)
    count = logs.count()
    expect(count)
    clients = sorted(
        (naming(pk), pk) for pk in logs.order_by().values_list("client", flat=True).distinct()
    )
    seen = logs.order_by().values("author").annotate(clients=Count("client", distinct=True))
    told_apart = seen.filter(clients__gte=FEWEST_CLIENTS).values_list("author", flat=True)
    return Selection(
        logs=logs,
        count=count,
        clients={pk: name for name, pk in clients},
        clinicians={pk: naming(pk) for pk in told_apart},
    )


def select_own(
    member: Membership, *, first: date, before: date, expect: Callable[[int], None]
) -> Selection:
    """A clinician's own sessions of a period, their clients by code, the trash left out."""
    own = SessionLog.objects.written_by(member)
    logs = own.filter(held_on__gte=first, held_on__lt=before)
    count = logs.count()
    expect(count)
    coded = logs.order_by().values_list("client__code", "client").distinct()
    return Selection(
        logs=logs,
        count=count,
        clients={pk: code for code, pk in sorted(coded)},
        clinicians={},
        is_own=True,
    )


def rows_of(selection: Selection) -> Iterator[Row]:
    """Row by row, in the order of the clients' names; pseudonyms say nothing by theirs."""
    for clients in batched(selection.clients, AT_A_TIME, strict=False):
        logs = selection.logs.filter(client__in=clients)
        rows = _told(logs, has_days=selection.is_own)
        named = [
            (
                selection.clients[row[1]],
                selection.clinicians.get(row[2]),
                *map(_plain, row[3:]),
                row[0],
            )
            for row in rows
        ]
        named.sort(key=lambda row: (row[0], row[3], row[-1]))
        for row in named:
            yield row[:-1]


def lines_of(selection: Selection) -> Iterator[bytes]:
    """The same rows as lines of CSV, by COPY: PostgreSQL's own way out, four times as quick."""
    inner, values = _told(selection.logs, has_days=False).query.sql_with_params()
    told = ", ".join(f'told."{name}"' for name in TOLD)
    sql = (
        f"COPY (SELECT client.name, clinician.name, {told} FROM ({inner}) AS told"  # noqa: S608 - names of columns are ours
        " JOIN unnest(%s::uuid[], %s::text[]) AS client (id, name) ON client.id = told.client_id"
        " LEFT JOIN unnest(%s::uuid[], %s::text[]) AS clinician (id, name)"
        " ON clinician.id = told.author_id"
        ' ORDER BY client.name COLLATE "C", told.number, told.id) TO STDOUT (FORMAT csv)'
    )
    clients, clinicians = selection.clients, selection.clinicians
    names = [[*clients], [*clients.values()], [*clinicians], [*clinicians.values()]]
    with (
        connections[reading_alias()].cursor() as cursor,
        cursor.copy(sql, [*values, *names]) as copy,
    ):
        for line in copy:
            # CSV after RFC 4180; no cell holds a line break.
            yield bytes(line).replace(b"\n", b"\r\n")


def _told(logs: QuerySet[SessionLog], *, has_days: bool) -> QuerySet[SessionLog, tuple[Any, ...]]:
    tags = Cast("contexts", TextField())
    opened = Rupture.objects.filter(opened_in=OuterRef("pk"))
    items = {item: KeyTextTransform(item, "ratings") for item in ITEMS}
    return (
        logs.order_by()
        .annotate(
            tags=tags,
            day=F("held_on") if has_days else Cast(TruncWeek("held_on"), DateField()),
            ending=_yes(tags__contains='"ending"'),
            short_contact=_yes(tags__contains='"short_contact"'),
            near_dropout=_yes(tags__contains='"near_dropout"'),
            rupture=Case(When(Exists(opened), then=Value("yes")), output_field=TextField()),
            line=_rounded("score"),
            usual_low=_rounded("range_low"),
            usual_high=_rounded("range_high"),
            **items,
        )
        .values_list(*SELECTED)
    )


def _yes(**condition: Any) -> Case:
    return Case(When(**condition, then=Value("yes")), output_field=TextField())


def _rounded(column: str) -> Round:
    """To one decimal. PostgreSQL rounds decimals only, so it is made one first."""
    exact = Cast(column, DecimalField(max_digits=9, decimal_places=6))
    return Round(exact, 1, output_field=DecimalField(max_digits=4, decimal_places=1))


def _plain(value: Any) -> Any:
    """A rating as a number, whichever way the database hands it over."""
    return int(value) if type(value) is str and value.isdigit() else value
