"""Fresh proof that it is still the same person: asked for again before what can't be undone.

    @needs_fresh_proof            an export is fetched, a key is used: whatever the method
    @needs_fresh_proof_to_write   a page that anyone allowed may read, and that changes roles

Signing in is a proof, and so is a password, code or passkey given later; each holds for a quarter
of an hour. A PIN uncovers a screen and proves nothing here.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from alliance.web.addresses import View, own_address

READING = {"GET", "HEAD", "OPTIONS"}


def needs_fresh_proof(view: Callable[..., HttpResponseBase]) -> Callable[..., Any]:
    """Asks who comes with an older proof before anything happens, and leads back afterwards."""

    @wraps(view)
    def proved(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if is_proof_fresh(request) else ask_for_proof(request)

    return proved


def needs_fresh_proof_to_write(view: View) -> View:
    """The same, for a page that may be read without."""
    proved = needs_fresh_proof(view)

    @wraps(view)
    def open_to_readers(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view if request.method in READING else proved
        return answer(request, *args, **kwargs)

    return open_to_readers


def is_proof_fresh(request: HttpRequest) -> bool:
    age = timezone.now() - proved_at(request)
    return age <= timedelta(seconds=settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)


def proved_at(request: Any) -> datetime:
    """When this person last showed who they are in this sign-in."""
    records = get_authentication_records(request, request.user)
    started_at: datetime = request.session.started_at
    return max([started_at, *(datetime.fromtimestamp(each["at"], UTC) for each in records)])


def ask_for_proof(request: HttpRequest) -> HttpResponse:
    """Lead to the quickest way of showing it, and back to where the person was."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    if not ways:
        raise PermissionDenied
    if request.method not in READING:
        messages.info(
            request, _("Nothing was changed yet. Confirm that it is you, then try again.")
        )
    address = f"{ways[0]['url']}?{urlencode({'next': came_from(request)})}"
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def came_from(request: HttpRequest) -> str:
    """The page that is asked for, or on which the form stood."""
    if request.method in READING and not request.headers.get("HX-Request"):
        return request.get_full_path()
    referrer = urlsplit(request.headers.get("Referer", ""))
    page = f"{referrer.path}?{referrer.query}" if referrer.query else referrer.path
    return own_address(page, otherwise="/") if referrer.netloc == request.get_host() else "/"
