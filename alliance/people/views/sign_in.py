"""How one signs in: where one is signed in, and the PIN of this device."""

from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.people.access import MemberRequest
from alliance.people.device_cookie import remember_device, token_of
from alliance.people.forms.pin import SetPinForm
from alliance.people.queries.own_sign_ins import device_of, here, sign_ins_of
from alliance.people.services import devices, sign_ins
from alliance.web.proof import needs_fresh_proof


@require_safe
def show_sign_in(request: MemberRequest) -> HttpResponse:
    device = here(request, cookie=settings.DEVICE_COOKIE_NAME)
    context = {
        "sign_ins": sign_ins_of(request.user.pk, this=request.session.key_hash),
        "has_pin": bool(device and device.has_pin),
        "has_factor": request.member.has_factor,  # type: ignore[attr-defined]
    }
    return render(request, "people/show_sign_in.html", context)


@require_POST
def end_sign_in(request: MemberRequest, sign_in_id: UUID) -> HttpResponse:
    sign_ins.end_one(sign_in_id, by=request.member)
    messages.success(request, _("Signed out there."))
    return redirect("people:show_sign_in")


@require_POST
def end_other_sign_ins(request: MemberRequest) -> HttpResponse:
    sign_ins.end_others(but=request.session.key_hash, by=request.member)
    messages.success(request, _("Signed out everywhere else."))
    return redirect("people:show_sign_in")


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
@needs_fresh_proof
def set_pin(request: MemberRequest) -> HttpResponse:
    form = SetPinForm(request.POST or None)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "people/set_pin.html", {"form": form}, status=status)
    token = token_of(request)
    devices.meet_device(request.user, token=token, name=request.session.device)
    device = device_of(request.user.pk, token=token)
    if device:
        devices.set_pin(device, pin=form.cleaned_data["pin"], by=request.member)
    messages.success(request, _("The PIN uncovers the screen on this device."))
    answer = redirect("people:show_sign_in")
    remember_device(answer, token=token)
    return answer


@require_POST
def remove_pin(request: MemberRequest) -> HttpResponse:
    device = here(request, cookie=settings.DEVICE_COOKIE_NAME)
    if device:
        devices.remove_pin(device, by=request.member)
    messages.success(request, _("No PIN on this device any more."))
    return redirect("people:show_sign_in")
