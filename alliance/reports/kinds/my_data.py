"""My data: everything of one's own, reflections included, for its author at any time."""

import json
from datetime import date, datetime, time
from typing import IO, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from alliance.jobs.services.heart import Progress
from alliance.people.models import Membership
from alliance.reports.forms.asking import ReportForm
from alliance.reports.kinds.kind import Kind, Order
from alliance.reports.own_file import FORMAT
from alliance.reports.package import Package
from alliance.reports.papers import Described, add_papers
from alliance.reports.queries.own_meanings import meaning_of
from alliance.reports.queries.own_rows import PARTS, Part, own_rows
from alliance.reports.reading import own_reading

SELF = ("name", "email", "joined_at")
TYPES = {
    "BooleanField": "yes or no",
    "DateField": "date",
    "DateTimeField": "moment",
    "FloatField": "number",
    "JSONField": "list or table",
    "PositiveIntegerField": "number",
    "PositiveSmallIntegerField": "number",
    "TimeField": "time",
    "UUIDField": "id",
    "ForeignKey": "id",
    "OneToOneField": "id",
}
OPEN_TO_READ = _(
    "Your own words are in here as plain text, your reflections too. Keep it where nobody else"
    " can open it."
)
PLACE = ("is_clinician", "is_supervisor", "is_admin", "log_form", "sensitivity", "digest")


def write(order: Order, out: IO[bytes], progress: Progress) -> None:
    about = {"format": FORMAT, "clinic": order.clinic.slug, "day": str(order.today)}
    with own_reading(), Package(out, day=order.today, about=about) as package:
        for part in PARTS:
            progress.expect(part.of(order.author, order.today).count())
        package.add_json("account.json", account_of(order.author))
        for part in PARTS:
            _write_part(part, order, package, progress)
        add_papers(
            package,
            title=str(MY_DATA.title),
            clinic=order.clinic.name,
            lines=[str(OPEN_TO_READ)],
            dictionary=dictionary(),
        )


def _write_part(part: Part, order: Order, package: Package, progress: Progress) -> None:
    with package.opened(f"{part.name}.jsonl") as entry:
        entry.rows = 0
        for row in progress.over(own_rows(part, order.author, today=order.today)):
            entry.write(json.dumps(row, ensure_ascii=False, default=_plain).encode() + b"\n")
            entry.rows += 1


def account_of(member: Membership) -> dict[str, Any]:
    told = {name: getattr(member.user, name) for name in SELF}
    told |= {name: getattr(member, name) for name in PLACE}
    told["joined_at"] = member.user.joined_at.isoformat()
    return told


def dictionary() -> list[Described]:
    return [
        Described(
            file=f"{part.name}.jsonl",
            column=field.attname,
            type=TYPES.get(field.get_internal_type(), "text"),
            values=", ".join(str(code) for code, _words in field.flatchoices),
            meaning=meaning_of(part.name, field.attname),
        )
        for part in PARTS
        for field in part.fields
    ]


def _plain(value: Any) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"A {type(value).__name__} has no plain form.")


def about(order: Order) -> str:
    return ""


MY_DATA = Kind(
    name="my_data",
    title=_("My data"),
    line=_("Everything of your own here, your reflections too. Nobody else gets it."),
    icon="person-down",
    suffix="zip",
    form=ReportForm,
    can_ask=lambda member: True,
    still_holds=lambda order: True,
    about=about,
    write=write,
    holds_reflections=True,
)
