"""Clients into the trash and back; what lies there."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alliance.logbook import access
from alliance.logbook.models import Client
from alliance.logbook.queries.trash import KEPT_DAYS, trash_of
from alliance.logbook.services import clients as services
from alliance.people.access import MemberRequest
from alliance.web.toasts import offer_undo


@require_POST
def trash_client(request: MemberRequest, client_id: UUID) -> HttpResponse:
    visible = Client.objects.visible_to(request.member, on=request.today)
    client = get_object_or_404(visible, pk=client_id)
    if not access.can_write_about(request.member, client):
        raise PermissionDenied
    try:
        services.trash_client(client, by=request.member)
    except services.HasSignedOffLogs:
        text = _("%s has sessions that were signed off, which stay. You can close them instead.")
        messages.info(request, text % client.code)
        return redirect("progress:show_client", client.pk)
    text = _("%(code)s is in the trash for %(days)d days, with every log.")
    offer_undo(
        request,
        text % {"code": client.code, "days": KEPT_DAYS},
        url=reverse("logbook:restore_client", args=[client.pk]),
    )
    return redirect("progress:list_clients")


@require_POST
def restore_client(request: MemberRequest, client_id: UUID) -> HttpResponse:
    client = get_object_or_404(Client.objects.trashed_by(request.member), pk=client_id)
    services.restore_client(client, by=request.member)
    messages.success(request, _("%s is back.") % client.code)
    return redirect("progress:show_client", client.pk)


@require_safe
def list_trash(request: MemberRequest) -> HttpResponse:
    trash = trash_of(request.member, now=timezone.now())
    context = {"trash": trash, "kept_days": KEPT_DAYS}
    return render(request, "logbook/list_trash.html", context)
