"""The covered screen, and what waits behind it."""

from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alliance.people import covering, kept_words
from alliance.people.forms.pin import UncoverForm
from alliance.people.queries.own_sign_ins import here
from alliance.people.services import devices
from alliance.web.addresses import outside_clinic, own_address


@require_POST
@outside_clinic
def cover(request: Any) -> HttpResponse:
    """Drawn by hand; or, with `idle`, because nobody was there for too long."""
    covering.cover(request, at_once="idle" in request.POST)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@require_POST
@outside_clinic
def lift_cover(request: Any) -> HttpResponse:
    is_lifted = covering.lift(request)
    return HttpResponse(status=HTTPStatus.NO_CONTENT if is_lifted else HTTPStatus.FORBIDDEN)


@require_POST
@outside_clinic
def stay(request: Any) -> HttpResponse:
    """Somebody is reading or typing; the gate has noted that they are here."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@sensitive_post_parameters("pin")
@require_http_methods(["GET", "HEAD", "POST"])
@outside_clinic
def uncover(request: Any) -> HttpResponse:
    """One gesture: the PIN of this device, else a passkey, a code or the password."""
    leads_to = own_address(request.POST.get("next") or request.GET.get("next", "/"), otherwise="/")
    device = here(request, cookie=settings.DEVICE_COOKIE_NAME)
    ways = get_adapter().get_reauthentication_methods(request.user)
    ways = [{**way, "url": f"{way['url']}?{urlencode({'next': leads_to})}"} for way in ways]
    form = UncoverForm(request.POST or None)
    if not device or not device.has_pin or device.pin_failures >= devices.MOST_FAILURES:
        return HttpResponseRedirect(ways[0]["url"]) if ways else redirect("account_logout")
    if form.is_valid():
        if devices.is_right_pin(device, pin=form.cleaned_data["pin"]):
            covering.uncover(request)
            return HttpResponseRedirect(leads_to)
        form.add_error("pin", _("That is not the PIN of this device."))
    context = {"form": form, "ways": ways, "leads_to": leads_to}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "people/uncover.html", context, status=status)


@require_safe
@outside_clinic
def show_kept_words(request: Any) -> HttpResponse:
    """What was sent while nobody could be sure who sent it: to be sent now, or let go."""
    kept = kept_words.waiting(request)
    if kept is None:
        return redirect(own_address(request.GET.get("otherwise", ""), otherwise="/"))
    return render(request, "people/show_kept_words.html", {"kept": kept})


@require_POST
@outside_clinic
def let_kept_words_go(request: Any) -> HttpResponse:
    kept_words.let_go(request)
    return redirect("/")
