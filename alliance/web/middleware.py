"""What every request and every answer has in common, beside the Content-Security-Policy."""

import codecs
from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
    ),
}


class AnswerHeadersMiddleware:
    """Keeps pages out of every cache: what a shared computer stores, the next person reads."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class OwnSiteOnlyMiddleware:
    """Another site may link to a page. It loads nothing from here, and its links lead to no file.

    Browsers say where a request comes from; what says nothing is no browser that a site could use.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Site") != "cross-site":
            return self.get_response(request)
        is_link = request.method in {"GET", "HEAD"} and (
            request.headers.get("Sec-Fetch-Mode") == "navigate"
            and request.headers.get("Sec-Fetch-Dest") == "document"
        )
        if not is_link:
            raise PermissionDenied
        answer = self.get_response(request)
        kind = answer.headers.get("Content-Type", "text/html")
        if answer.has_header("Content-Disposition") or not kind.startswith("text/html"):
            raise PermissionDenied
        return answer


class Utf8OnlyMiddleware:
    """Refuses forms in another charset: some make characters that no database and no seal takes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.encoding and codecs.lookup(request.encoding).name != "utf-8":
            # So that the page that says so can be drawn.
            request.encoding = "utf-8"
            raise BadRequest
        return self.get_response(request)
