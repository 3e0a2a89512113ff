"""What every request leaves in the trail, whatever its page does about it itself.

A page that leaves no entry of its own is noted here: one that was looked at, and one that was
refused. It comes after the page is made and before it is sent: no entry, no content.
"""

import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from alliance.audit.services import (
    Circumstances,
    Stranger,
    TrailClosed,
    clean_address,
    during,
    note_about,
)
from alliance.people.models import Clinic
from alliance.web.errors import unavailable
from alliance.web.outage import RETRY_AFTER_SECONDS
from alliance.web.routes import route_of

REFUSED = {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
CLOSED = _("What is opened here is written down, and just now that can’t be done.")
# Nothing on them is about anybody's client, and nothing about a colleague.
UNTOLD = {
    "logbook:add_client",
    "logbook:show_blank",
    "logbook:suggest_code",
    "people:edit_settings",
    "progress:about_evidence",
    "progress:browse_guidance",
    "progress:show_card",
    "progress:show_help",
}


class TrailMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = Circumstances(address=address_of(request), request_id=uuid.uuid4().hex)
        with during(told):
            response = self.get_response(request)
            try:
                self.note(request, response, told)
            except (TrailClosed, DatabaseError):
                return _closed(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _closed(request) if isinstance(exception, TrailClosed) else None

    def note(self, request: Any, response: HttpResponse, told: Circumstances) -> None:
        member = getattr(request, "member", None)
        if response.status_code in REFUSED:
            actor = member or _stranger(request)
            if actor is not None:
                about = _named(request) or request.user.pk
                note_about("refused", route_of(request), about, by=actor)
        elif member and _is_looked_at(request, response) and not told.entries:
            verb = "searched" if request.GET.get("q") else "looked at"
            note_about(verb, route_of(request), _named(request) or member.pk, by=member)


def _is_looked_at(request: HttpRequest, response: HttpResponse) -> bool:
    is_page = request.method == "GET" and response.status_code == HTTPStatus.OK
    return is_page and route_of(request) not in UNTOLD


def _stranger(request: Any) -> Stranger | None:
    """Somebody signed in who asks for a page of a clinic that is there and not theirs."""
    if not request.clinic_slug or not request.resolver_match or not request.user.is_authenticated:
        return None
    clinic = Clinic.objects.filter(slug=request.clinic_slug).first()
    return Stranger(clinic_id=clinic.pk, user_id=request.user.pk) if clinic else None


def _named(request: Any) -> UUID | None:
    """What the address names, whether it is there or not."""
    values = request.resolver_match.kwargs.values() if request.resolver_match else ()
    return next((value for value in values if isinstance(value, UUID)), None)


def address_of(request: HttpRequest) -> str:
    """Where the request came from: behind a proxy, what the nearest one says."""
    said = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        said = request.headers.get("X-Forwarded-For", said).rpartition(",")[2]
    return clean_address(said)


def _closed(request: HttpRequest) -> HttpResponse:
    return unavailable(request, why=str(CLOSED), retry_after_seconds=RETRY_AFTER_SECONDS)
