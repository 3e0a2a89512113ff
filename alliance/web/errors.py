"""Pages for what went wrong: what happened, what is safe, what to do."""

import logging
import secrets
import sys
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.middleware.csp import get_nonce
from django.shortcuts import render
from django.template.loader import render_to_string

from alliance.web.outage import RETRY_AFTER_SECONDS, typed, why_unavailable

logger = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def too_many(request: HttpRequest, *, retry_after_seconds: int = 60) -> HttpResponse:
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(retry_after_seconds)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Say so with a reference that is also in the server's log, beside what happened.

    The database or the disk being away is no fault of the page: it can be asked again.
    """
    why = why_unavailable(sys.exception())
    if why:
        return unavailable(request, why=why, retry_after_seconds=RETRY_AFTER_SECONDS)
    token = secrets.token_hex(3)
    reference = f"{token[:4]}-{token[4:]}"
    logger.error("Page not served, reference %s", reference)
    return _without_database(
        request, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR, reference=reference
    )


def unreadable(request: HttpRequest) -> HttpResponse:
    """Sealed words did not open: somebody changed them, or moved them, behind Alliance's back."""
    return _without_database(request, "unreadable.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest, *, why: str, retry_after_seconds: int) -> HttpResponse:
    """For a page that can't be served now; `why` is one sentence for the person.

    What they had sent is on it, to be sent again: it carries the same submission, so twice is once.
    """
    sent = {"typed": typed(request), "address": request.get_full_path()}
    response = _without_database(
        request, "503.html", status=HTTPStatus.SERVICE_UNAVAILABLE, why=why, **sent
    )
    response["Retry-After"] = str(retry_after_seconds)
    return response


def _without_database(
    request: HttpRequest, template: str, *, status: HTTPStatus, **words: object
) -> HttpResponse:
    """Who is signed in is unknown here: to ask might be what failed."""
    page = render_to_string(template, {"csp_nonce": get_nonce(request), **words})
    return HttpResponse(page, status=status)
