"""The landing page per role, and what a browser keeps for when there is no network."""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from alliance.home.queries import (
    drafts_of,
    greeting,
    has_clients,
    trainee_logs,
)
from alliance.home.views.figures import overview_page
from alliance.logbook.queries.codes import free_code
from alliance.people.access import MemberRequest, can_log_sessions
from alliance.people.queries.hints import hint_of
from alliance.progress.queries.caseload import Caseload, caseload
from alliance.reviews.queries.cards import recommended_to
from alliance.reviews.queries.review_page import unread_comments
from alliance.web.addresses import outside_clinic
from alliance.web.offline import service_worker_script

SORTED = ("look", "code", "last")


@transaction.non_atomic_requests
@require_safe
@login_not_required
@outside_clinic
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the blank log form at hand. From the root, so that it serves it all."""
    return HttpResponse(service_worker_script(), content_type="text/javascript; charset=utf-8")


@transaction.non_atomic_requests
@require_safe
@login_not_required
@outside_clinic
def offline(request: HttpRequest) -> HttpResponse:
    """What a browser shows in place of any page but the log form when there is no network."""
    return render(request, "home/offline.html")


@require_safe
def show_home(request: MemberRequest) -> HttpResponse:
    """One page a role: the caseload, trainees' logs, or the clinic's figures."""
    member = request.member
    if can_log_sessions(member) and request.role in {"", "clinician"}:
        cases = caseload(member, now=_now(request))
        if cases.rows or has_clients(member):
            return _caseload_page(request, cases)
        if not member.is_supervisor or request.role:
            return _welcome_page(request)
    if not member.is_supervisor or request.role == "admin":
        return overview_page(request)
    context = {
        "greeting": _greeting(request),
        "hint": hint_of(member, role="supervisor", at=timezone.now()),
        "today": request.today,
        "can_add": can_log_sessions(member),
        "logs": trainee_logs(member, today=request.today),
    }
    return render(request, "home/show_trainee_logs.html", context)


def _now(request: MemberRequest) -> datetime:
    """The day of the page, and the hour by the clock of the clinic."""
    return datetime.combine(request.today, timezone.localtime().time())


def _caseload_page(request: MemberRequest, cases: Caseload) -> HttpResponse:
    asked = request.GET.get("sort")
    sort = asked if asked in SORTED else SORTED[0]
    rows = {"look": cases.rows, "code": cases.by_code, "last": cases.by_last_session}[sort]
    context = {
        "greeting": _greeting(request),
        "hint": hint_of(request.member, role="clinician", at=timezone.now()),
        "today": request.today,
        "cases": cases,
        "rows": rows,
        "sort": sort,
        "drafts": drafts_of(request.member),
        "unread": unread_comments(request.member),
        "recommended": recommended_to(request.member, today=request.today),
    }
    return render(request, "home/show_home.html", context)


def _welcome_page(request: MemberRequest) -> HttpResponse:
    context = {"code": free_code(request.member)}
    return render(request, "home/show_welcome.html", context)


def _greeting(request: MemberRequest) -> str:
    return greeting(request.user.name, at=timezone.localtime())
