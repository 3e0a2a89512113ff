"""My sessions: a clinician's own, by their own codes and days, as a table or as FHIR."""

from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alliance.jobs.services.heart import Progress
from alliance.people.access import can_log_sessions
from alliance.reports.forms.asking import day_after, first_day
from alliance.reports.forms.sessions import OwnSessionsForm, period_line, sessions_words
from alliance.reports.kinds.kind import Kind, Order
from alliance.reports.package import Package
from alliance.reports.papers import add_papers
from alliance.reports.queries.session_rows import select_own
from alliance.reports.reading import report_reading
from alliance.reports.session_files import Sessions, write_sessions

FORMAT = "alliance-own-sessions-1"
OWN = "me"


def write(order: Order, out: IO[bytes], progress: Progress) -> None:
    asked = order.parameters
    about = {"format": FORMAT, "clinic": order.clinic.slug, "day": str(order.today), **asked}
    with report_reading(order.clinic.pk), Package(out, day=order.today, about=about) as package:
        selection = select_own(
            order.author,
            first=first_day(asked["from_month"]),
            before=day_after(asked["to_month"]),
            expect=progress.expect,
        )
        sessions = Sessions(selection=selection, clinic=order.clinic, asked=asked, clinician=OWN)
        codes = _("Clients stand under your own codes. There is no free text; that is in My data.")
        add_papers(
            package,
            title=str(OWN_SESSIONS.title),
            clinic=order.clinic.name,
            lines=[period_line(asked, rows=selection.count), codes],
            dictionary=write_sessions(package, sessions, progress=progress),
        )


OWN_SESSIONS = Kind(
    name="own_sessions",
    title=gettext_lazy("My sessions"),
    line=gettext_lazy("A row for each of your own sessions, for a spreadsheet or as FHIR."),
    icon="filetype-csv",
    suffix="zip",
    form=OwnSessionsForm,
    can_ask=can_log_sessions,
    still_holds=lambda order: can_log_sessions(order.author),
    about=lambda order: sessions_words(order.parameters),
    write=write,
)
