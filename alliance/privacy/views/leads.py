"""Clinical leads: named by an admin, switched on by two of them, and breaking the glass."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alliance.people.access import MemberRequest, can_run_clinic
from alliance.privacy.forms.emergencies import GlassForm, LeadForm
from alliance.privacy.models import Lead
from alliance.privacy.queries.leads import is_glass_on, lead_of, leads_in
from alliance.privacy.services import glass
from alliance.web.proof import needs_fresh_proof, needs_fresh_proof_to_write

WRITING = ["GET", "HEAD", "POST"]


@require_http_methods(WRITING)
@needs_fresh_proof_to_write
def list_leads(request: MemberRequest) -> HttpResponse:
    """For those who run the clinic and for its leads."""
    own = lead_of(request.member)
    if own is None and not can_run_clinic(request.member):
        raise PermissionDenied
    form = LeadForm(request.POST or None, member=request.member)
    if request.method == "POST" and not can_run_clinic(request.member):
        raise PermissionDenied
    if form.is_valid():
        glass.name_lead(form.cleaned_data["member"], by=request.member)
        return redirect("privacy:list_leads")
    context = {
        "form": form,
        "own": own,
        "leads": leads_in(request.member),
        "can_name": can_run_clinic(request.member),
        "is_on": is_glass_on(request.member),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "privacy/list_leads.html", context, status=status)


@require_POST
@needs_fresh_proof
def end_lead(request: MemberRequest, lead_id: UUID) -> HttpResponse:
    if not can_run_clinic(request.member):
        raise PermissionDenied
    lead = get_object_or_404(Lead.objects.standing(request.member), pk=lead_id)
    glass.end_lead(lead, by=request.member)
    return redirect("privacy:list_leads")


@require_POST
@needs_fresh_proof
def switch_glass(request: MemberRequest) -> HttpResponse:
    own = lead_of(request.member)
    if own is None:
        return _to_leads(request)
    glass.switch(own, is_on="on" in request.POST, by=request.member)
    return redirect("privacy:list_leads")


@require_http_methods(WRITING)
@needs_fresh_proof_to_write
def break_glass(request: MemberRequest) -> HttpResponse:
    if not is_glass_on(request.member):
        return _to_leads(request)
    form = GlassForm(request.POST or None, member=request.member)
    if form.is_valid():
        values = form.cleaned_data
        found = glass.break_glass(values["author"], reason=values["reason"], by=request.member)
        messages.success(request, _("Open for a day. They and every admin were told."))
        return redirect("privacy:show_access", found.pk)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "privacy/break_glass.html", {"form": form}, status=status)


def _to_leads(request: MemberRequest) -> HttpResponse:
    """An admin, who is no lead, can see to it that there are some."""
    if can_run_clinic(request.member):
        return redirect("privacy:list_leads")
    raise PermissionDenied
