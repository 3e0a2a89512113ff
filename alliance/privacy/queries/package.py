"""All that is kept of a client, from every table that hangs on them, with its words opened."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from alliance.catalogue.load import checklist
from alliance.logbook.models import (
    Client,
    ClientKey,
    Draft,
    LegalHold,
    LogVersion,
    Reflection,
    ReflectionVersion,
    SessionLog,
)
from alliance.logbook.sealing import key_of, opened
from alliance.people.models import Membership
from alliance.people.services import key_of_clinic
from alliance.privacy.models import SubjectPackage
from alliance.privacy.queries.hanging import Model, hanging_on, parents_first
from alliance.reviews.models import AgendaItem
from alliance.vault.data_keys import DataKey
from alliance.vault.fields import SealedField

# An author's private writing: in only if the author says so.
PRIVATE: tuple[Model, ...] = (Reflection, ReflectionVersion, Draft)
# Nothing about the client: a key, and what was asked about the record itself.
LEFT_OUT: tuple[Model, ...] = (ClientKey, LegalHold, SubjectPackage)
# Their words are sealed with the clinic's key.
OF_CLINIC: tuple[Model, ...] = (AgendaItem,)
COLUMNS_LEFT_OUT = {"clinic_id", "client_id", "submission", "prior", "learned"}
HOLDS_JSON = {(LogVersion, "content"), (Draft, "content")}

type Row = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """`name` as the data dictionary has it; `title` for people."""

    name: str
    title: str
    rows: Sequence[Row]

    @property
    def printed(self) -> list[list[tuple[str, Any]]]:
        """The rows for people: labels in words, nothing that is empty."""
        return [
            [
                (name.replace("_", " ").capitalize(), value)
                for name, value in row.items()
                if name != "id" and value not in (None, "", [], {})
            ]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Record:
    """`left_out`: how many rows of private writing are not in it."""

    tables: Sequence[Table]
    left_out: int


def record_of(client: Client, *, with_reflections: bool) -> Record:
    """`client` comes with key and clinic. Queries: one or two a table. Raises Unreadable."""
    found = hanging_on(client)
    left_out = () if with_reflections else PRIVATE
    told = [m for m in parents_first() if m in found and m not in LEFT_OUT and m not in left_out]
    names = _names_in(client)
    key, clinic_key = key_of(client), key_of_clinic(client.clinic)
    return Record(
        tables=[
            _table(
                model,
                rows=model._base_manager.filter(pk__in=found[model]).order_by("pk"),
                key=clinic_key if model in OF_CLINIC else key,
                names=names,
            )
            for model in told
        ],
        left_out=sum(len(found[model]) for model in left_out if model in found),
    )


def _table(model: Model, *, rows: Iterable[Any], key: DataKey, names: Mapping[UUID, str]) -> Table:
    return Table(
        name=model._meta.db_table,
        title=str(model._meta.verbose_name_plural).capitalize(),
        rows=[_row(row, key=key, names=names) for row in rows],
    )


def _row(row: Any, *, key: DataKey, names: Mapping[UUID, str]) -> Row:
    told: Row = {}
    for field in row._meta.local_fields:
        if field.attname in COLUMNS_LEFT_OUT:
            continue
        if isinstance(field, SealedField):
            value: Any = opened(row, column=field.attname, key=key) or None
            if value and (type(row), field.attname) in HOLDS_JSON:
                value = json.loads(value)
        else:
            value = getattr(row, field.attname)
        if field.related_model is Membership:
            value = names.get(value)
        told[field.name] = _plain(value)
    if isinstance(row, SessionLog):
        told["ratings"] = _rated(row)
    return told


def _rated(log: SessionLog) -> dict[str, str]:
    """The statements as they were asked, and the words that were chosen."""
    asked = checklist(log.edition)
    known = asked.items_and_extras
    return {
        known[item].wording(log.contexts): asked.scale.word(rating)
        for item, rating in log.ratings.items()
        if item in known
    }


def _plain(value: Any) -> Any:
    """What JSON can hold."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _names_in(client: Client) -> dict[UUID, str]:
    members = Membership.objects.filter(clinic=client.clinic_id)
    return dict(members.values_list("pk", "user__name"))
