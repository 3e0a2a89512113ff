"""Deleting one's account in a clinic, or a practice of one."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alliance.home.forms import CloseForm
from alliance.home.services import closing
from alliance.people.access import MemberRequest
from alliance.people.services import LastAdmin
from alliance.web.proof import needs_fresh_proof_to_write


@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof_to_write
def close_account(request: MemberRequest) -> HttpResponse:
    """Says what goes and what stays, and does it once the clinic's name was typed."""
    is_alone = closing.is_alone(request.member)
    form = CloseForm(request.POST or None, clinic=request.clinic.name, is_alone=is_alone)
    problem = ""
    if form.is_valid():
        problem = _closed(request, form, is_alone=is_alone)
        if not problem:
            logout(request)
            messages.success(request, _("Deleted. Good-bye, and thank you."))
            return redirect("account_login")
    context = {"form": form, "is_alone": is_alone, "problem": problem}
    is_refused = bool(problem or form.errors)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    return render(request, "home/close_account.html", context, status=status)


def _closed(request: MemberRequest, form: CloseForm, *, is_alone: bool) -> str:
    """Why not, in a sentence; empty when it is done."""
    try:
        if is_alone:
            closing.close_practice(request.member, now=timezone.now())
        else:
            wants = form.cleaned_data["with_reflections"]
            closing.close_account(request.member, with_reflections=wants)
    except LastAdmin:
        return _("A clinic needs an admin. Make somebody else one first.")
    except closing.HoldStands:
        return _("A legal hold stands on a client here. Release it first.")
    return ""
