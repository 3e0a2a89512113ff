"""One's own growth edges."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alliance.logbook.queries.own_growth import own_growth
from alliance.people.access import MemberRequest, can_log_sessions
from alliance.progress.queries.growth import growth_page


@require_safe
def show_growth(request: MemberRequest) -> HttpResponse:
    if not can_log_sessions(request.member):
        raise PermissionDenied
    own = own_growth(request.member, today=request.today)
    context = {"page": growth_page(own), "missing": own.missing}
    return render(request, "progress/show_growth.html", context)
