"""Who reads one's sessions: who did so far, and showing an earlier one to a supervisor."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alliance.logbook import access
from alliance.logbook.models import SessionLog
from alliance.logbook.queries.readings import readings_by_others
from alliance.logbook.services import sharing as services
from alliance.people.access import MemberRequest
from alliance.people.models import Membership


@require_safe
def list_readings(request: MemberRequest) -> HttpResponse:
    """Who opened what of one's own, and when."""
    found = readings_by_others(request.member, number=request.GET.get("page", "1"))
    return render(request, "logbook/list_readings.html", {"found": found})


@require_POST
def show_to(request: MemberRequest, log_id: UUID) -> HttpResponse:
    log, supervisor = _asked(request, log_id)
    try:
        services.show_to(log, supervisor=supervisor, by=request.member)
    except services.NotSupervised:
        raise Http404 from None
    messages.success(request, _("%s can read this log now.") % supervisor.user.name)
    return redirect("logbook:show_log", log.pk)


@require_POST
def stop_showing(request: MemberRequest, log_id: UUID) -> HttpResponse:
    log, supervisor = _asked(request, log_id)
    services.stop_showing(log, supervisor=supervisor, by=request.member)
    messages.success(request, _("%s no longer reads this log.") % supervisor.user.name)
    return redirect("logbook:show_log", log.pk)


def _asked(request: MemberRequest, log_id: UUID) -> tuple[SessionLog, Membership]:
    """The log, and the supervisor who is named: somebody the author knows of."""
    logs = SessionLog.objects.visible_to(request.member, on=request.today)
    log = get_object_or_404(logs, pk=log_id)
    if not access.can_change(request.member, log):
        raise PermissionDenied
    try:
        wanted = UUID(request.POST.get("supervisor", ""))
    except ValueError:
        raise Http404 from None
    known = Membership.objects.visible_to(request.member).select_related("user")
    return log, get_object_or_404(known, pk=wanted)
