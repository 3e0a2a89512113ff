"""Two codes turn out to be one client."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance.logbook import access
from alliance.logbook.forms.moves import MergeForm
from alliance.logbook.models import Client
from alliance.logbook.services import merging as services
from alliance.people.access import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def merge_client(request: MemberRequest, client_id: UUID) -> HttpResponse:
    visible = Client.objects.visible_to(request.member, on=request.today)
    client = get_object_or_404(visible, pk=client_id)
    if not access.can_write_about(request.member, client):
        raise PermissionDenied
    own = Client.objects.of_clinician(request.member).order_by("code")
    others = [each for each in own if each.pk != client.pk and not each.is_handed_over]
    form = MergeForm(request.POST or None, clients=others)
    if form.is_valid():
        into = form.cleaned_data["client"]
        try:
            services.merge_clients(client, into=into, by=request.member)
        except services.IsHeld:
            form.add_error(None, _("A legal hold stands on one of them, so nothing is moved."))
        except services.NotBothOwn:
            form.add_error(None, _("Something changed meanwhile. Look at both of them first."))
        else:
            messages.success(request, _("Merged: every session is with %s now.") % into.code)
            return redirect("progress:show_client", into.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "client": client, "can_merge": bool(others)}
    return render(request, "logbook/merge_client.html", context, status=status)
