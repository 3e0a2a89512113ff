"""Requests about clients: found by code, held, erased."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.audit.services import note
from alliance.logbook.models import Client, LegalHold
from alliance.logbook.services.holds import place_hold as place
from alliance.logbook.services.holds import release_hold as release
from alliance.people.access import MemberRequest, can_run_clinic
from alliance.privacy import access
from alliance.privacy.forms.requests import EraseForm, FindForm, HoldForm, OwnForm
from alliance.privacy.models import Erasure
from alliance.privacy.queries.client_page import client_page
from alliance.privacy.queries.own_page import found_by_code, latest_runs, requests_of
from alliance.privacy.queries.retention import due_in
from alliance.privacy.services import erasures
from alliance.privacy.services.retention import keep_own_reflections
from alliance.web.proof import needs_fresh_proof, needs_fresh_proof_to_write

WRITING = ["GET", "HEAD", "POST"]


@require_http_methods(WRITING)
def list_requests(request: MemberRequest) -> HttpResponse:
    """What waits. Posting a code finds whom it stands for, among those one answers for."""
    form = FindForm(request.POST or None)
    found = None
    if form.is_valid():
        found = found_by_code(form.cleaned_data["code"], by=request.member)
        if len(found) == 1:
            return redirect("privacy:show_client", found[0].client_id)
    context = {"form": form, "found": found, "requests": requests_of(request.member)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "privacy/list_requests.html", context, status=status)


@require_safe
def show_retention(request: MemberRequest) -> HttpResponse:
    """What would go today, and what went."""
    if not can_run_clinic(request.member):
        raise PermissionDenied
    due = due_in(request.clinic, now=timezone.now())
    context = {"due": due, "runs": latest_runs(request.member), "clinic": request.clinic}
    return render(request, "privacy/show_retention.html", context)


@require_http_methods(WRITING)
@needs_fresh_proof_to_write
def edit_own(request: MemberRequest) -> HttpResponse:
    """How long one's own reflections stay, and the way out."""
    now = {"months": request.member.reflection_months}
    form = OwnForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        keep_own_reflections(request.member, months=form.cleaned_data["months"])
        messages.success(request, _("Kept. It counts from the next run on."))
        return redirect("privacy:edit_own")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "clinic": request.clinic}
    return render(request, "privacy/edit_own.html", context, status=status)


@require_safe
def show_client(request: MemberRequest, client_id: UUID) -> HttpResponse:
    client = _get_client(request, client_id)
    note("looked up", client, by=request.member)
    page = client_page(client, reader=request.member)
    return render(request, "privacy/show_client.html", {"page": page})


@require_http_methods(WRITING)
@needs_fresh_proof_to_write
def place_hold(request: MemberRequest, client_id: UUID) -> HttpResponse:
    client = _get_client(request, client_id)
    form = HoldForm(request.POST or None)
    if form.is_valid():
        place(client, basis=form.cleaned_data["basis"], by=request.member)
        messages.success(request, _("Held. Nothing of this client is purged or erased."))
        return redirect("privacy:show_client", client.pk)
    return _form_page(request, "privacy/place_hold.html", form, client)


@require_POST
@needs_fresh_proof
def release_hold(request: MemberRequest, hold_id: UUID) -> HttpResponse:
    holds = LegalHold.objects.placed_in(request.member).select_related("client")
    hold = get_object_or_404(holds, pk=hold_id)
    if not access.can_release_hold(request.member):
        raise PermissionDenied
    release(hold, by=request.member)
    messages.success(request, _("Released. What is over its time goes with the next run."))
    return redirect("privacy:show_client", hold.client_id)


@require_http_methods(WRITING)
@needs_fresh_proof_to_write
def ask_erasure(request: MemberRequest, client_id: UUID) -> HttpResponse:
    client = _get_client(request, client_id)
    form = EraseForm(request.POST or None)
    if form.is_valid():
        erasure = erasures.ask_erasure(client, **form.cleaned_data, by=request.member)
        if erasure.refusal:
            messages.error(request, _("Refused: %s.") % erasure.get_refusal_display())
        else:
            messages.success(request, _("Asked. It is done in seven days; until then, withdraw."))
        return redirect("privacy:show_client", client.pk)
    return _form_page(request, "privacy/ask_erasure.html", form, client)


@require_POST
def withdraw_erasure(request: MemberRequest, erasure_id: UUID) -> HttpResponse:
    erasure = get_object_or_404(Erasure.objects.visible_to(request.member), pk=erasure_id)
    if not access.can_withdraw(request.member, erasure):
        raise PermissionDenied
    erasures.withdraw_erasure(erasure, by=request.member)
    messages.success(request, _("Withdrawn. Nothing was erased."))
    return redirect("privacy:show_client", erasure.subject)


def _form_page(
    request: MemberRequest, template: str, form: HoldForm | EraseForm, client: Client
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    page = client_page(client, reader=request.member)
    return render(request, template, {"form": form, "page": page}, status=status)


def _get_client(request: MemberRequest, client_id: UUID) -> Client:
    answered = Client.objects.answered_by(request.member)
    whole = answered.select_related("key", "clinic", "clinician__user")
    return get_object_or_404(whole, pk=client_id)
