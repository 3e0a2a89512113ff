"""Rows for research: one a session, pseudonymous, where the clinic allows it."""

from typing import IO, Any

from django import forms
from django.core.validators import MinLengthValidator
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.jobs.services.heart import Progress
from alliance.reports.access import can_export_sessions
from alliance.reports.formats.csv import write_header
from alliance.reports.formats.tables import Table
from alliance.reports.formats.writing import CSV, described, write_table
from alliance.reports.forms.asking import day_after, first_day
from alliance.reports.forms.tables import TableForm, period_words, style_words
from alliance.reports.kinds.kind import Kind, Order
from alliance.reports.package import Package
from alliance.reports.papers import add_papers
from alliance.reports.pseudonyms import pseudonyms
from alliance.reports.queries.session_rows import Selection, columns, lines_of, rows_of, select
from alliance.reports.reading import report_reading

FORMAT = "alliance-session-rows-1"
FEWEST_LETTERS = 12
MOST_LETTERS = 400


class SessionRowsForm(TableForm):
    purpose = forms.CharField(
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("Kept with the export, and shown to whoever approves it."),
        max_length=MOST_LETTERS,
        validators=[
            MinLengthValidator(
                FEWEST_LETTERS, gettext_lazy("Say in a sentence what the rows are for.")
            )
        ],
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def layout(self) -> tuple[Any, ...]:
        return (*self.parameter_names, "purpose")


def write(order: Order, out: IO[bytes], progress: Progress) -> None:
    naming = pseudonyms(order.clinic)
    asked = order.parameters
    about = {"format": FORMAT, "clinic": order.clinic.slug, "day": str(order.today), **asked}
    with report_reading(), Package(out, day=order.today, about=about) as package:
        selection = select(
            order.clinic,
            first=first_day(asked["from_month"]),
            before=day_after(asked["to_month"]),
            naming=naming,
        )
        progress.expect(selection.count)
        table = Table(name="sessions", columns=columns(), rows=progress.over(rows_of(selection)))
        _write_rows(package, table, selection, progress, asked=asked)
        add_papers(
            package,
            title=str(SESSION_ROWS.title),
            clinic=order.clinic.name,
            lines=_lines(order, rows=selection.count),
            dictionary=described(table, style=asked["style"]),
        )


def _write_rows(
    package: Package, table: Table, selection: Selection, progress: Progress, *, asked: Any
) -> None:
    if asked["style"] != CSV or connection.vendor != "postgresql":
        write_table(package, table, style=asked["style"], with_mark=asked["with_mark"])
        return
    with package.opened(f"{table.name}.{CSV}") as entry:
        write_header(table, entry, with_mark=asked["with_mark"])
        for line in progress.over(lines_of(selection)):
            entry.write(line)
        entry.rows = selection.count


def _lines(order: Order, *, rows: int) -> list[str]:
    period = _("Sessions of %(period)s.") % {"period": period_words(order.parameters)}
    purpose = _("What it is for: %(purpose)s") % {"purpose": order.purpose}
    codes = _(
        "Clients and clinicians are pseudonyms that only this clinic’s key could undo. Days are"
        " told as their week. There is no free text. Whoever knows a client could still recognise"
        " a course: give the rows to nobody who does not need them, and delete them afterwards."
    )
    nothing = [] if rows else [_("There were no sessions in this period.")]
    return [period, *nothing, purpose, codes]


def about(order: Order) -> str:
    return f"{period_words(order.parameters)}, {style_words(order.parameters['style'])}"


SESSION_ROWS = Kind(
    name="session_rows",
    title=gettext_lazy("Rows for research"),
    line=gettext_lazy("A row for each session, pseudonymous: no words, no codes, no days."),
    icon="filetype-csv",
    suffix="zip",
    form=SessionRowsForm,
    can_ask=can_export_sessions,
    still_holds=lambda order: can_export_sessions(order.author),
    about=about,
    write=write,
    needs_approval=lambda clinic: clinic.export_approval,
)
