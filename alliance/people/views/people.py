"""Who is here: for those who run a clinic."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.people.access import MemberRequest, can_run_clinic
from alliance.people.forms.people import InviteForm, RolesForm
from alliance.people.models import Invitation, Membership
from alliance.people.queries.people_page import people_page, person
from alliance.people.queries.supervisions import time_line
from alliance.people.services import invitations, members, resets, sign_ins
from alliance.web.proof import needs_fresh_proof, needs_fresh_proof_to_write

WRITING = ["GET", "HEAD", "POST"]
LAST_ADMIN = gettext_lazy("A clinic needs an admin. Make somebody else one first.")


def for_admins(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Nobody else gets past here."""

    @wraps(view)
    def guarded(request: MemberRequest, **kwargs: Any) -> HttpResponse:
        if not can_run_clinic(request.member):
            raise PermissionDenied
        return view(request, **kwargs)

    return guarded


@require_safe
@for_admins
def list_people(request: MemberRequest) -> HttpResponse:
    page = people_page(
        request.member,
        today=request.today,
        find=request.GET.get("q", "")[:80].strip(),
        number=request.GET.get("page", "1"),
    )
    return render(request, "people/list_people.html", {"page": page})


@require_http_methods(WRITING)
@for_admins
@needs_fresh_proof
def invite(request: MemberRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, admin=request.member, initial={"is_clinician": True})
    if form.is_valid() and _invited(request, form):
        return redirect("people:list_people")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/invite.html", {"form": form}, status=status)


def _invited(request: MemberRequest, form: InviteForm) -> bool:
    values = form.cleaned_data
    try:
        invitations.invite(
            values["email"],
            roles=form.roles,
            name=values["name"],
            team=values["team"],
            by=request.member,
        )
    except invitations.AlreadyHere:
        form.add_error("email", _("This address belongs to somebody who is here already."))
        return False
    messages.success(request, _("Invited. The link in the mail works for three days."))
    return True


@require_POST
@for_admins
def withdraw_invitation(request: MemberRequest, invitation_id: UUID) -> HttpResponse:
    known = Invitation.objects.visible_to(request.member)
    invitations.withdraw(get_object_or_404(known, pk=invitation_id), by=request.member)
    messages.success(request, _("Withdrawn. The link no longer works."))
    return redirect("people:list_people")


@require_http_methods(WRITING)
@for_admins
@needs_fresh_proof_to_write
def show_person(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """A member's roles, teams and supervisions; never their clients or sessions."""
    member = _get_member(request, member_id)
    held = {role: getattr(member, role) for role in members.Roles.__dataclass_fields__}
    form = RolesForm(request.POST or None, initial=held)
    if form.is_valid() and _changed_roles(request, form, member):
        return redirect("people:show_person", member.pk)
    context = {
        "person": person(member, today=request.today),
        "line": time_line(request.member, today=request.today, about=member),
        "form": form,
        "is_self": member.pk == request.member.pk,
        "is_clinician": member.is_clinician,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/show_person.html", context, status=status)


def _changed_roles(request: MemberRequest, form: RolesForm, member: Membership) -> bool:
    try:
        members.change_roles(member, roles=form.roles, by=request.member)
    except members.LastAdmin:
        form.add_error("is_admin", LAST_ADMIN)
        return False
    messages.success(request, _("Roles changed. They count from the next page on."))
    return True


@require_POST
@for_admins
@needs_fresh_proof
def deactivate(request: MemberRequest, member_id: UUID) -> HttpResponse:
    member = _get_member(request, member_id)
    try:
        members.deactivate(member, by=request.member)
    except members.LastAdmin:
        messages.error(request, LAST_ADMIN)
    else:
        messages.success(request, _("Deactivated. What they wrote is kept, out of their reach."))
    if member.pk == request.member.pk:
        return redirect("people:choose_clinic")
    return redirect("people:show_person", member.pk)


@require_POST
@for_admins
@needs_fresh_proof
def reactivate(request: MemberRequest, member_id: UUID) -> HttpResponse:
    member = _get_member(request, member_id)
    members.reactivate(member, by=request.member)
    messages.success(request, _("Back again. Supervisions that ended stay ended."))
    return redirect("people:show_person", member.pk)


@require_POST
@for_admins
def sign_out_everywhere(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """A telephone was lost, or somebody stayed signed in where they should not have."""
    member = _get_member(request, member_id)
    sign_ins.end_all_of(member, by=request.member)
    messages.success(request, _("Signed out everywhere, in other clinics too."))
    return redirect("people:show_person", member.pk)


@require_POST
@for_admins
@needs_fresh_proof
def send_reset(request: MemberRequest, member_id: UUID) -> HttpResponse:
    """An admin never sets or sees a password."""
    member = _get_member(request, member_id)
    if member.deactivated_at is not None:
        raise PermissionDenied
    resets.mail_reset(member, by=request.member)
    messages.success(request, _("A link for choosing a new password was sent to them."))
    return redirect("people:show_person", member.pk)


def _get_member(request: MemberRequest, member_id: UUID) -> Membership:
    known = Membership.objects.visible_to(request.member).select_related("user")
    return get_object_or_404(known, pk=member_id)
