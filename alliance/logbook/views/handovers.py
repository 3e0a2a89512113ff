"""Handing a client over, and what of the past goes along."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from alliance.audit.services import note_reading
from alliance.logbook import access
from alliance.logbook.forms.handovers import HandOverAllForm, HandOverForm, SharingForm
from alliance.logbook.models import Client, Handover
from alliance.logbook.queries.handovers import lead_reason
from alliance.logbook.services import handovers as services
from alliance.people.access import MemberRequest, can_run_clinic
from alliance.people.models import Membership
from alliance.web.proof import needs_fresh_proof_to_write

WRITING = ["GET", "HEAD", "POST"]
RECEIVER_GONE = gettext_lazy("They don’t log sessions here any more. Choose somebody else.")


@require_http_methods(WRITING)
def hand_over(request: MemberRequest, client_id: UUID) -> HttpResponse:
    """By its clinician, who chooses what goes along."""
    visible = Client.objects.visible_to(request.member, on=request.today)
    client = get_object_or_404(visible, pk=client_id)
    if not access.can_write_about(request.member, client):
        raise PermissionDenied
    form = HandOverForm(request.POST or None, giver=request.member)
    if form.is_valid() and _handed_over(request, client, form=form):
        return redirect("progress:show_client", client.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "client": client}
    return render(request, "logbook/hand_over.html", context, status=status)


def _handed_over(request: MemberRequest, client: Client, *, form: HandOverForm) -> bool:
    values = form.cleaned_data
    try:
        services.hand_over(
            client,
            receiver=values["receiver"],
            on=request.today,
            shares_history=values["history"],
            shares_words=values["words"],
            by=request.member,
        )
    except services.NoSuchReceiver:
        form.add_error("receiver", RECEIVER_GONE)
        return False
    except services.NotOpen:
        messages.info(request, _("%s is closed; only an open client is handed over.") % client.code)
        return True
    messages.success(request, _("Handed over. What you wrote stays yours."))
    return True


@require_safe
def list_handovers(request: MemberRequest) -> HttpResponse:
    """What one gave and what one took over."""
    context = {
        "given": Handover.objects.given_by(request.member).told(),
        "received": Handover.objects.received_by(request.member).told(),
    }
    return render(request, "logbook/list_handovers.html", context)


@require_http_methods(WRITING)
def choose_what_goes_along(request: MemberRequest, handover_id: UUID) -> HttpResponse:
    """By the giver, at any time."""
    own = Handover.objects.given_by(request.member).told()
    handover = get_object_or_404(own, pk=handover_id)
    chosen = {"history": handover.shares_history, "words": handover.shares_words}
    form = SharingForm(request.POST if request.method == "POST" else None, initial=chosen)
    if form.is_valid():
        services.choose_what_goes_along(handover, **form.cleaned_data, by=request.member)
        messages.success(request, _("Saved. It counts from now on."))
        return redirect("logbook:list_handovers")
    note_reading(handover, by=request.member)
    context = {"form": form, "handover": handover, "reason": lead_reason(handover)}
    return render(request, "logbook/choose_what_goes_along.html", context)


@require_http_methods(WRITING)
@needs_fresh_proof_to_write
def hand_over_all(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """By a lead: all open clients of somebody who left or will. How many, never which."""
    if not can_run_clinic(request.member):
        raise PermissionDenied
    known = Membership.objects.visible_to(request.member).select_related("user")
    giver = get_object_or_404(known, pk=member_id)
    clients = list(Client.objects.of_clinician(giver).open())
    form = HandOverAllForm(request.POST or None, giver=giver)
    if form.is_valid() and _handed_all_over(request, clients, form=form):
        return redirect("people:show_person", giver.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "giver": giver, "count": len(clients)}
    return render(request, "logbook/hand_over_all.html", context, status=status)


def _handed_all_over(
    request: MemberRequest, clients: list[Client], *, form: HandOverAllForm
) -> bool:
    values = form.cleaned_data
    try:
        count = services.hand_over_all(
            clients,
            receiver=values["receiver"],
            on=request.today,
            shares_history=values["history"],
            reason=values["reason"],
            by=request.member,
        )
    except services.NoSuchReceiver:
        form.add_error("receiver", RECEIVER_GONE)
        return False
    except services.NotOpen:
        form.add_error(None, _("Something changed meanwhile. Nothing was handed over; try again."))
        return False
    told = ngettext("%d client handed over.", "%d clients handed over.", count)
    messages.success(request, told % count)
    return True
