"""Noting in one tap why there is no log, and taking it back."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.audit.services import note_reading
from alliance.logbook import access
from alliance.logbook.forms.absences import AbsenceForm
from alliance.logbook.models import Absence, Client
from alliance.logbook.queries.absences import latest_absences
from alliance.logbook.services import absences as services
from alliance.people.access import MemberRequest
from alliance.web.toasts import offer_undo


@require_http_methods(["GET", "HEAD", "POST"])
def note_absence(request: MemberRequest, client_id: UUID) -> HttpResponse:
    visible = Client.objects.visible_to(request.member, on=request.today)
    client = get_object_or_404(visible, pk=client_id)
    if not access.can_write_about(request.member, client):
        raise PermissionDenied
    form = AbsenceForm(request.POST if request.method == "POST" else None, today=request.today)
    if not form.is_valid():
        return _absences_page(request, client, form)
    absence = services.note_absence(
        client,
        kind=Absence.Kind(form.cleaned_data["kind"]),
        starts_on=form.cleaned_data["starts_on"],
        ends_on=form.cleaned_data["ends_on"],
        by=request.member,
    )
    said = {"code": client.code, "kind": absence.get_kind_display()}
    undo = reverse("logbook:take_back_absence", args=[absence.pk])
    offer_undo(request, _("Noted for %(code)s: %(kind)s.") % said, url=undo)
    return redirect(form.cleaned_data["next"] or reverse("progress:show_client", args=[client.pk]))


@require_POST
def take_back_absence(request: MemberRequest, absence_id: UUID) -> HttpResponse:
    visible = Absence.objects.visible_to(request.member, on=request.today)
    absence = get_object_or_404(visible.select_related("client"), pk=absence_id)
    if not access.can_write_about(request.member, absence.client):
        raise PermissionDenied
    services.take_back_absence(absence, by=request.member)
    messages.success(request, _("Taken back."))
    return redirect("logbook:note_absence", absence.client_id)


def _absences_page(request: MemberRequest, client: Client, form: AbsenceForm) -> HttpResponse:
    note_reading(client, by=request.member)
    context = {"client": client, "form": form, "absences": latest_absences(client)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "logbook/note_absence.html", context, status=status)
