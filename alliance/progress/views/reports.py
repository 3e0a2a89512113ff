"""A client's course as a PDF, for supervision."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from alliance.audit.services import note
from alliance.logbook.models import Client
from alliance.people.access import MemberRequest
from alliance.progress.queries.course_report import course_report
from alliance.web.pdf import pdf_answer, render_pdf


@require_safe
def print_course(request: MemberRequest, client_id: UUID) -> HttpResponse:
    visible = Client.objects.visible_to(request.member, on=request.today)
    client = get_object_or_404(visible.select_related("key", "clinician__user"), pk=client_id)
    note("printed", client, by=request.member)
    values = course_report(client, reader=request.member, today=request.today)
    if values is None:
        messages.info(request, _("There is no session to print yet."))
        return redirect("progress:show_client", client.pk)
    return pdf_answer(render_pdf("course", values=values), name="supervision-report.pdf")
