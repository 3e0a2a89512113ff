"""While a passphrase locks the keys, every address leads to the page that asks for it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alliance.home.views.unlock import unlock
from alliance.vault.keys import is_locked
from alliance.web.addresses import View

# The process lives; whether it can serve pages is another question.
ALSO_OPEN = {"livez"}


class LockedMiddleware:
    """Before anything asks who is signed in: their session is sealed as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if view is unlock or getattr(view, "__name__", "") in ALSO_OPEN or not is_locked():
            return None
        return redirect("/unlock/")
