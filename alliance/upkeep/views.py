"""Whether the server is well: for machines that ask every few seconds, and for admins."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.people.access import MemberRequest, can_run_clinic
from alliance.upkeep.queries.health import failing
from alliance.upkeep.queries.status_page import status
from alliance.web.addresses import outside_clinic


@transaction.non_atomic_requests
@require_safe
@login_not_required
@outside_clinic
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive", content_type="text/plain")


@transaction.non_atomic_requests
@require_safe
@login_not_required
@outside_clinic
def readyz(request: HttpRequest) -> HttpResponse:
    """What is wrong is for admins and the log; whoever asks here learns whether."""
    if failing(now=timezone.now()):
        return HttpResponse("not ready", content_type="text/plain", status=503)
    return HttpResponse("ready", content_type="text/plain")


@require_safe
def show_status(request: MemberRequest) -> HttpResponse:
    if not can_run_clinic(request.member):
        raise PermissionDenied
    return render(request, "upkeep/show_status.html", {"status": status(now=timezone.now())})
