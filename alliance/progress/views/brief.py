"""The brief before a session."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.audit.services import note_reading
from alliance.logbook import access
from alliance.people.access import MemberRequest
from alliance.progress.queries.brief_page import brief_page
from alliance.progress.queries.client_page import client_seen
from alliance.web.prepared import one_or_404


@require_safe
def show_brief(request: MemberRequest, client_id: UUID) -> HttpResponse:
    """For the client's clinician, and for a supervisor who may read the client."""
    client = one_or_404(client_seen(client_id, member=request.member, on=request.today))
    note_reading(client, by=request.member)
    context = {
        "page": brief_page(client, reader=request.member, today=request.today),
        "can_write": access.can_write_about(request.member, client),
        "today": request.today,
    }
    return render(request, "progress/show_brief.html", context)
