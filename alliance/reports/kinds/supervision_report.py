"""Supervision report: one trainee's course, by the trainee or who supervises them."""

from typing import IO

from django.utils import timezone
from django.utils.translation import gettext_lazy

from alliance.jobs.services.heart import Progress
from alliance.people.models import Membership
from alliance.progress.queries.trainee_course import is_course_open_to
from alliance.reports.access import can_report_on_trainees
from alliance.reports.forms.supervision import SupervisionForm, trainee_of
from alliance.reports.kinds.kind import Kind, Order
from alliance.reports.queries.supervision_paper import (
    client_papers,
    supervision_paper,
    told_clients,
)
from alliance.reports.reading import reader_reading
from alliance.web.pdf import render_pdf


def write(order: Order, out: IO[bytes], progress: Progress) -> None:
    reader, today = order.author, order.today
    with reader_reading():
        trainee = _trainee(order)
        if trainee is None:
            raise LookupError("The trainee is not here any more.")
        clients = told_clients(trainee, reader=reader, today=today)
        progress.expect(len(clients))
        papers = list(progress.over(client_papers(clients, reader=reader, today=today)))
        values = supervision_paper(trainee, reader=reader, clients=papers, today=today)
    out.write(render_pdf("supervision", values=values))


def _trainee(order: Order) -> Membership | None:
    members = Membership.objects.active().filter(clinic=order.clinic)
    return members.select_related("user", "clinic").filter(pk=trainee_of(order.parameters)).first()


def _still_holds(order: Order) -> bool:
    """Supervised on the day of asking, of making and of fetching, as it is where the clinic is."""
    trainee = _trainee(order)
    today = timezone.localdate(timezone=order.clinic.zone)
    return trainee is not None and is_course_open_to(order.author, trainee, on=today)


SUPERVISION_REPORT = Kind(
    name="supervision_report",
    title=gettext_lazy("Supervision report"),
    line=gettext_lazy("One trainee, on paper (PDF). Names the client codes."),
    icon="file-earmark-pdf",
    suffix="pdf",
    form=SupervisionForm,
    can_ask=lambda member: can_report_on_trainees(
        member, on=timezone.localdate(timezone=member.clinic.zone)
    ),
    still_holds=_still_holds,
    about=lambda order: str(order.parameters["name"]),
    write=write,
)
