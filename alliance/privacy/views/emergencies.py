"""Executors, and reading in somebody's absence."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.audit.services import note, note_reading
from alliance.people.access import MemberRequest
from alliance.privacy import access
from alliance.privacy.forms.emergencies import ReviewForm, WillForm
from alliance.privacy.models import EmergencyAccess, Will
from alliance.privacy.queries.emergencies import (
    access_to,
    accesses_seen_by,
    clients_open_in,
    log_open_in,
    logs_open_in,
    reason_of,
)
from alliance.privacy.services import executors, glass
from alliance.web.proof import needs_fresh_proof, needs_fresh_proof_to_write

WRITING = ["GET", "HEAD", "POST"]


@require_http_methods(WRITING)
@needs_fresh_proof_to_write
def show_executor(request: MemberRequest) -> HttpResponse:
    """Whom one lets in, who lets one in, and who reads or asked to."""
    member = request.member
    own = Will.objects.of_author(member).select_related("executor__user").first()
    form = WillForm(
        request.POST or None,
        member=member,
        initial={"executor": own.executor_id if own else None, "wait_days": 7}
        | ({"wait_days": own.wait_days, "with_reflections": own.with_reflections} if own else {}),
    )
    if request.method == "POST" and not access.can_name_executor(member):
        raise PermissionDenied
    if form.is_valid():
        values = form.cleaned_data
        executors.name_executor(values.pop("executor"), **values, by=member)
        messages.success(request, _("Named. They were told by mail."))
        return redirect("privacy:show_executor")
    context = {
        "form": form,
        "own": own,
        "can_name": access.can_name_executor(member),
        "naming": Will.objects.naming(member).select_related("author__user"),
        "lines": accesses_seen_by(member, now=timezone.now()),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "privacy/show_executor.html", context, status=status)


@require_POST
def withdraw_executor(request: MemberRequest) -> HttpResponse:
    executors.withdraw_will(by=request.member)
    messages.success(request, _("Nobody is named any more."))
    return redirect("privacy:show_executor")


@require_POST
@needs_fresh_proof
def ask_as_executor(request: MemberRequest, will_id: UUID) -> HttpResponse:
    will = get_object_or_404(Will.objects.naming(request.member), pk=will_id)
    executors.ask_as_executor(will, by=request.member)
    messages.success(request, _("Asked. They and the admins were told; now the wait begins."))
    return redirect("privacy:show_executor")


@require_POST
def end_access(request: MemberRequest, access_id: UUID) -> HttpResponse:
    found = get_object_or_404(EmergencyAccess.objects.visible_to(request.member), pk=access_id)
    if not access.can_end_access(request.member, found):
        raise PermissionDenied
    executors.end_access(found, by=request.member)
    messages.success(request, _("Ended. They read nothing from now on."))
    return redirect("privacy:show_executor")


@require_safe
def show_access(request: MemberRequest, access_id: UUID) -> HttpResponse:
    """The author's clients and their sessions, for whoever reads in their absence."""
    found = _get_open(request, access_id)
    note("opened in an absence", found, by=request.member, reason=found.kind)
    clients = clients_open_in(found, today=request.today)
    context = {"access": found, "clients": clients}
    return render(request, "privacy/show_access.html", context)


@require_safe
def show_log_in_absence(request: MemberRequest, log_id: UUID) -> HttpResponse:
    found = access_to(log_id, reader=request.member, now=timezone.now())
    if found is None:
        raise Http404
    logs = logs_open_in(found, today=request.today)
    log = get_object_or_404(logs.select_related("client__key", "author__user"), pk=log_id)
    note_reading(log, by=request.member, reason=found.kind)
    context: dict[str, Any] = {"access": found, "page": log_open_in(found, log)}
    return render(request, "privacy/show_log_in_absence.html", context)


@require_http_methods(WRITING)
def review_access(request: MemberRequest, access_id: UUID) -> HttpResponse:
    found = get_object_or_404(
        EmergencyAccess.objects.visible_to(request.member).select_related(
            "author__user", "author__clinic", "reader__user"
        ),
        pk=access_id,
    )
    if not access.can_review(request.member, found):
        raise PermissionDenied
    form = ReviewForm(request.POST or None)
    if form.is_valid():
        glass.review_access(found, text=form.cleaned_data["text"], by=request.member)
        messages.success(request, _("Kept."))
        return redirect("privacy:show_executor")
    context = {"form": form, "access": found, "reason": reason_of(found)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "privacy/review_access.html", context, status=status)


def _get_open(request: MemberRequest, access_id: UUID) -> EmergencyAccess:
    now = timezone.now()
    rows = EmergencyAccess.objects.open_to(request.member, now=now)
    whole = rows.select_related("author__user", "author__clinic", "reader__user")
    return get_object_or_404(whole, pk=access_id)
