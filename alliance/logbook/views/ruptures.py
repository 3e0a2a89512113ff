"""A rupture across sessions."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from alliance.audit.services import note_reading
from alliance.logbook import access
from alliance.logbook.models import Rupture
from alliance.logbook.queries.ruptures import rupture_page
from alliance.people.access import MemberRequest


@require_safe
def show_rupture(request: MemberRequest, rupture_id: UUID) -> HttpResponse:
    visible = Rupture.objects.visible_to(request.member, on=request.today)
    around = visible.select_related("client__key", "opened_in", "closed_in")
    rupture = get_object_or_404(around, pk=rupture_id)
    note_reading(rupture, by=request.member)
    context = {
        "page": rupture_page(rupture, reader=request.member, today=request.today),
        "can_write": access.can_write_about(request.member, rupture.client),
    }
    return render(request, "logbook/show_rupture.html", context)
