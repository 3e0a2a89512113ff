"""Changing one's mind about a log: trash and undo, the right client."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from alliance.logbook import access
from alliance.logbook.forms.moves import MoveForm
from alliance.logbook.models import Client, SessionLog
from alliance.logbook.services import logs as services
from alliance.logbook.services.ruptures import ThreadGoesOn
from alliance.people.access import MemberRequest
from alliance.web.toasts import offer_undo

THREAD_GOES_ON = gettext_lazy(
    "A later session takes up the rupture that was marked here. Change that session first."
)

HELD_BEFORE_FIRST_SEEN = gettext_lazy(
    "They were first seen on %s, after this session. Change that on their page, or the date here."
)


@require_POST
def trash_log(request: MemberRequest, log_id: UUID) -> HttpResponse:
    log = _get_own_log(request, log_id)
    if not access.can_trash(request.member, log):
        raise PermissionDenied
    services.trash_log(log, by=request.member)
    offer_undo(
        request,
        _("In the trash for 30 days."),
        url=reverse("logbook:restore_log", args=[log.pk]),
    )
    return redirect("progress:show_client", log.client_id)


@require_POST
def restore_log(request: MemberRequest, log_id: UUID) -> HttpResponse:
    own = SessionLog.objects.trashed_by(request.member).select_related("client__key")
    log = get_object_or_404(own, pk=log_id)
    services.restore_log(log, by=request.member)
    if log.client.trashed_at:
        text = _("The log is back with %s, who is in the trash. Restore the client to see it.")
        messages.success(request, text % log.client.code)
        return redirect("logbook:list_trash")
    messages.success(request, _("The log is back."))
    return redirect("logbook:show_log", log.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def move_log(request: MemberRequest, log_id: UUID) -> HttpResponse:
    """It was logged for the wrong client."""
    log = _get_own_log(request, log_id)
    if not access.can_trash(request.member, log):
        raise PermissionDenied
    own = Client.objects.of_clinician(request.member).open().select_related("key")
    others = [client for client in own.order_by("code") if client.pk != log.client_id]
    form = MoveForm(request.POST or None, clients=others)
    if form.is_valid():
        try:
            services.move_log(log, to=form.cleaned_data["client"], by=request.member)
        except ThreadGoesOn:
            form.add_error(None, THREAD_GOES_ON)
        except services.StaleVersion:
            # Moved in another tab a moment ago: its page says where it stands.
            return redirect("logbook:show_log", log.pk)
        except services.HeldBeforeFirstSeen as error:
            day = date_format(error.started_on)
            form.add_error("client", HELD_BEFORE_FIRST_SEEN % day)
        else:
            messages.success(request, _("Moved to %s.") % form.cleaned_data["client"].code)
            return redirect("logbook:show_log", log.pk)
    return render(request, "logbook/move_log.html", {"form": form, "log": log})


def _get_own_log(request: MemberRequest, log_id: UUID) -> SessionLog:
    visible = SessionLog.objects.visible_to(request.member, on=request.today)
    return get_object_or_404(visible.select_related("client__key"), pk=log_id)
