"""What went before a client was handed over."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.audit.services import note_reading
from alliance.logbook.models import Client
from alliance.people.access import MemberRequest
from alliance.progress.queries.before import what_went_before


@require_safe
def show_before(request: MemberRequest, client_id: UUID) -> HttpResponse:
    """For the clinician who took the client over."""
    client = get_object_or_404(Client.objects.of_clinician(request.member), pk=client_id)
    before = what_went_before(client, reader=request.member)
    if before is None:
        raise Http404
    note_reading(client.came_from.client, by=request.member)
    context = {"client": client, "before": before}
    return render(request, "progress/show_before.html", context)
