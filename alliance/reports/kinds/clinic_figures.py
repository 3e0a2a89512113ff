"""The clinic in figures: a summary on paper, and the months as a table. Small groups are hidden."""

from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.jobs.services.heart import Progress
from alliance.people.models import Membership
from alliance.reports.access import can_report_on_clinic
from alliance.reports.formats.tables import Table
from alliance.reports.formats.writing import described, write_table
from alliance.reports.forms.figures import SettledPeriodForm, SettledTableForm
from alliance.reports.forms.tables import period_words, style_words
from alliance.reports.kinds.kind import Kind, Order
from alliance.reports.package import Package
from alliance.reports.papers import add_papers
from alliance.reports.queries.figure_rows import columns, rows_of
from alliance.reports.queries.figures_paper import clinic_notes, figures_paper
from alliance.reports.queries.periods import (
    Period,
    clinic_figures,
    clinic_months,
    period_of,
    team_names,
)
from alliance.reports.reading import report_reading
from alliance.web.pdf import render_pdf

FORMAT = "alliance-figures-1"


def period(order: Order) -> Period:
    return period_of(order.parameters["from_month"], order.parameters["to_month"])


def write_summary(order: Order, out: IO[bytes], progress: Progress) -> None:
    about = {"format": FORMAT, "clinic": order.clinic.slug, "day": str(order.today)}
    progress.expect(2)
    # Who asked is told on paper, and no report reads the table of users.
    asker = Membership.objects.select_related("user", "clinic").get(pk=order.author.pk)
    with report_reading(order.clinic.pk), Package(out, day=order.today, about=about) as package:
        names = team_names(order.author)
        told = clinic_figures(order.author, period(order), names=names)
        progress.step()
        paper = figures_paper(told, period(order), by=asker, today=order.today)
        package.add("clinic-summary.pdf", render_pdf("figures", values=paper))
        progress.step()
        add_papers(
            package,
            title=str(CLINIC_SUMMARY.title),
            clinic=order.clinic.name,
            lines=[period_words(order.parameters), *clinic_notes()],
            dictionary=[],
        )


def write_months(order: Order, out: IO[bytes], progress: Progress) -> None:
    asked = order.parameters
    about = {"format": FORMAT, "clinic": order.clinic.slug, "day": str(order.today), **asked}
    with report_reading(order.clinic.pk), Package(out, day=order.today, about=about) as package:
        months = clinic_months(order.author, period(order))
        rows = list(rows_of(months, names=team_names(order.author)))
        progress.expect(len(rows))
        table = Table(name="months", columns=columns(), rows=progress.over(rows))
        write_table(package, table, style=asked["style"], with_mark=asked["with_mark"])
        nothing = [] if rows else [_("No month of this period is told yet.")]
        add_papers(
            package,
            title=str(MONTHLY_FIGURES.title),
            clinic=order.clinic.name,
            lines=[period_words(asked), *nothing, *clinic_notes()],
            dictionary=described(table, style=asked["style"]),
        )


CLINIC_SUMMARY = Kind(
    name="clinic_summary",
    title=gettext_lazy("Clinic summary"),
    line=gettext_lazy("Figures and charts on paper (PDF). Small groups hidden."),
    icon="file-earmark-pdf",
    suffix="zip",
    form=SettledPeriodForm,
    can_ask=can_report_on_clinic,
    still_holds=lambda order: can_report_on_clinic(order.author),
    about=lambda order: period_words(order.parameters),
    write=write_summary,
)
MONTHLY_FIGURES = Kind(
    name="monthly_figures",
    title=gettext_lazy("Monthly figures"),
    line=gettext_lazy("The same as a table, by month and team. Small groups hidden."),
    icon="file-earmark-spreadsheet",
    suffix="zip",
    form=SettledTableForm,
    can_ask=can_report_on_clinic,
    still_holds=lambda order: can_report_on_clinic(order.author),
    about=lambda order: (
        f"{period_words(order.parameters)}, {style_words(order.parameters['style'])}"
    ),
    write=write_months,
)
