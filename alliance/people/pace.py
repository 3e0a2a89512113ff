"""Answers that take as long whether somebody is known here or not."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

EVEN = {"account_reset_password"}


class EvenPaceMiddleware:
    """Asking for a new password: a link for one's own account is more work than a line for a
    stranger. So both wait until the same moment, after the mail has gone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.monotonic()
        answer = self.get_response(request)
        page = request.resolver_match
        if request.method == "POST" and page and page.view_name in EVEN:
            left = settings.WAY_BACK_SECONDS - (time.monotonic() - began)
            time.sleep(max(0, left))
        return answer
