"""Rows for research: one a session, pseudonymous, where the clinic allows it."""

from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.jobs.services.heart import Progress
from alliance.reports.access import can_export_sessions
from alliance.reports.forms.asking import day_after, first_day
from alliance.reports.forms.sessions import SessionRowsForm, period_line, sessions_words
from alliance.reports.kinds.kind import Kind, Order
from alliance.reports.package import Package
from alliance.reports.papers import add_papers
from alliance.reports.pseudonyms import pseudonyms
from alliance.reports.queries.session_rows import select
from alliance.reports.reading import report_reading
from alliance.reports.session_files import Sessions, write_sessions

FORMAT = "alliance-session-rows-1"


def write(order: Order, out: IO[bytes], progress: Progress) -> None:
    naming = pseudonyms(order.clinic)
    asked = order.parameters
    about = {"format": FORMAT, "clinic": order.clinic.slug, "day": str(order.today), **asked}
    with report_reading(order.clinic.pk), Package(out, day=order.today, about=about) as package:
        selection = select(
            order.clinic,
            first=first_day(asked["from_month"]),
            before=day_after(asked["to_month"]),
            naming=naming,
            expect=progress.expect,
        )
        sessions = Sessions(selection=selection, clinic=order.clinic, asked=asked)
        add_papers(
            package,
            title=str(SESSION_ROWS.title),
            clinic=order.clinic.name,
            lines=_lines(order, rows=selection.count),
            dictionary=write_sessions(package, sessions, progress=progress),
        )


def _lines(order: Order, *, rows: int) -> list[str]:
    purpose = _("What it is for: %(purpose)s") % {"purpose": order.purpose}
    codes = _(
        "Clients and clinicians are pseudonyms that only this clinic’s key could undo. Days are"
        " told as their week. There is no free text. Whoever knows a client could still recognise"
        " a course: give the rows to nobody who does not need them, and delete them afterwards."
    )
    return [period_line(order.parameters, rows=rows), purpose, codes]


SESSION_ROWS = Kind(
    name="session_rows",
    title=gettext_lazy("Rows for research"),
    line=gettext_lazy("A row for each session, pseudonymous: no words, no codes, no days."),
    icon="filetype-csv",
    suffix="zip",
    form=SessionRowsForm,
    can_ask=can_export_sessions,
    still_holds=lambda order: can_export_sessions(order.author),
    about=lambda order: sessions_words(order.parameters),
    write=write,
    needs_approval=lambda clinic: clinic.export_approval,
)
