"""Wanting a report each month, and no longer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alliance.people.access import MemberRequest
from alliance.reports.access import EACH_MONTH
from alliance.reports.kinds.kind import Kind
from alliance.reports.kinds.registry import kind_named
from alliance.reports.services.standing import order_each_month, stop_each_month
from alliance.web.proof import needs_fresh_proof


@require_POST
@needs_fresh_proof
def order_monthly(request: MemberRequest, kind_name: str) -> HttpResponse:
    kind = _kind(request, kind_name)
    order_each_month(kind, today=request.today, by=request.member)
    messages.success(
        request, _("From the next month that is told on, a mail says when it is there.")
    )
    return redirect("reports:list_reports")


@require_POST
def stop_monthly(request: MemberRequest, kind_name: str) -> HttpResponse:
    stop_each_month(_kind(request, kind_name), by=request.member)
    messages.success(request, _("It no longer comes each month."))
    return redirect("reports:list_reports")


def _kind(request: MemberRequest, kind_name: str) -> Kind:
    kind = kind_named(kind_name)
    if kind is None or kind_name not in EACH_MONTH:
        raise Http404
    if not kind.can_ask(request.member):
        raise PermissionDenied
    return kind
