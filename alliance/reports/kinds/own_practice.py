"""A clinician's own practice in figures, on paper and as a table: exact, and nobody else's."""

from typing import IO

from django.utils.translation import gettext_lazy

from alliance.jobs.services.heart import Progress
from alliance.people.access import can_log_sessions
from alliance.reports.formats.tables import Table
from alliance.reports.formats.writing import described, write_table
from alliance.reports.forms.tables import TableForm, period_words, style_words
from alliance.reports.kinds.clinic_figures import FORMAT, period
from alliance.reports.kinds.kind import Kind, Order
from alliance.reports.package import Package
from alliance.reports.papers import add_papers
from alliance.reports.queries.figure_rows import columns, rows_of
from alliance.reports.queries.figures_paper import figures_paper, own_note
from alliance.reports.queries.periods import own_figures, own_months
from alliance.reports.reading import own_reading
from alliance.web.pdf import render_pdf


def write(order: Order, out: IO[bytes], progress: Progress) -> None:
    asked, by = order.parameters, order.author
    about = {"format": FORMAT, "clinic": order.clinic.slug, "day": str(order.today), **asked}
    with own_reading(), Package(out, day=order.today, about=about) as package:
        months = own_months(by, period(order), today=order.today)
        rows = list(rows_of(months, names={}))
        progress.expect(len(rows))
        table = Table(name="months", columns=columns(), rows=progress.over(rows))
        write_table(package, table, style=asked["style"], with_mark=asked["with_mark"])
        told = own_figures(by, period(order), today=order.today)
        paper = figures_paper(told, period(order), by=by, today=order.today, is_own=True)
        package.add("my-practice.pdf", render_pdf("figures", values=paper))
        add_papers(
            package,
            title=str(OWN_PRACTICE.title),
            clinic=order.clinic.name,
            lines=[period_words(asked), own_note()],
            dictionary=described(table, style=asked["style"]),
        )


OWN_PRACTICE = Kind(
    name="own_practice",
    title=gettext_lazy("My practice"),
    line=gettext_lazy("Your own clients in exact figures: a page to print and a table."),
    icon="bar-chart",
    suffix="zip",
    form=TableForm,
    can_ask=can_log_sessions,
    still_holds=lambda order: can_log_sessions(order.author),
    about=lambda order: (
        f"{period_words(order.parameters)}, {style_words(order.parameters['style'])}"
    ),
    write=write,
)
