"""The landing page per role, and whether the process is well."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.home.queries import is_ready
from alliance.people.access import MemberRequest
from alliance.web.addresses import outside_clinic


@require_safe
@login_not_required
@outside_clinic
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive", content_type="text/plain")


@require_safe
@login_not_required
@outside_clinic
def readyz(request: HttpRequest) -> HttpResponse:
    ready = is_ready()
    return HttpResponse(
        "ready" if ready else "not ready", content_type="text/plain", status=200 if ready else 503
    )


@require_safe
def show_home(request: MemberRequest) -> HttpResponse:
    return render(request, "home/show_home.html", {})
