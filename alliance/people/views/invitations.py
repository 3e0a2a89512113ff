"""What the link of an invitation opens."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from alliance.people.forms.people import NewcomerForm
from alliance.people.models import Clinic
from alliance.people.queries.invitations import Opened, opened_invitation
from alliance.people.queries.people_page import role_words
from alliance.people.services import invitations
from alliance.web.addresses import outside_clinic
from alliance.web.errors import too_many
from alliance.web.limits import may_try


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@outside_clinic
def accept_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Join as who one is, or make an account. One that doesn't work says nothing about itself."""
    if not may_try(request, action="invitation", rate=settings.INVITATION_RATE):
        return too_many(request)
    opened = opened_invitation(invitations.hashed(token), at=timezone.now())
    if opened is None:
        return _no_longer_valid(request)
    user: Any = request.user
    if user.is_authenticated:
        return _join(request, opened) if opened.is_for(user) else _for_another(request, opened)
    if opened.has_account:
        return _page(request, opened, state="sign_in")
    return _newcomer(request, opened)


def _join(request: HttpRequest, opened: Opened) -> HttpResponse:
    if request.method != "POST":
        return _page(request, opened, state="join")
    user: Any = request.user
    try:
        member = invitations.accept(opened.invitation, user=user, at=timezone.now())
    except invitations.NoLongerValid:
        return _no_longer_valid(request)
    return _into(member.clinic)


def _newcomer(request: HttpRequest, opened: Opened) -> HttpResponse:
    invitation = opened.invitation
    form = NewcomerForm(
        request.POST or None,
        email=invitation.email,
        clinic=invitation.clinic.name,
        initial={"name": invitation.name},
    )
    if not form.is_valid():
        return _page(request, opened, state="new", form=form)
    try:
        user, member = invitations.accept_as_newcomer(
            invitation, **form.cleaned_data, at=timezone.now()
        )
    except invitations.NoLongerValid:
        return _no_longer_valid(request)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return _into(member.clinic)


def _into(clinic: Clinic) -> HttpResponse:
    return redirect(f"/c/{clinic.slug}/")


def _for_another(request: HttpRequest, opened: Opened) -> HttpResponse:
    return _page(request, opened, state="another")


def _page(
    request: HttpRequest, opened: Opened, *, state: str, form: NewcomerForm | None = None
) -> HttpResponse:
    context = {
        "invitation": opened.invitation,
        "roles": role_words(opened.invitation).lower(),
        "state": state,
        "form": form,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form and form.errors else HTTPStatus.OK
    return render(request, "people/accept_invitation.html", context, status=status)


def _no_longer_valid(request: HttpRequest) -> HttpResponse:
    return render(request, "people/invitation_over.html", status=HTTPStatus.NOT_FOUND)
