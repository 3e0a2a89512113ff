"""What stands between a sign-in and the pages: a covered screen, a second factor to set up."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from alliance.people import kept_words
from alliance.people.covering import PAGE_EVERY, is_covered, is_too_quick
from alliance.people.queries.sign_in import lacks_factor, lacks_factor_somewhere
from alliance.web.addresses import View
from alliance.web.errors import too_many
from alliance.web.proof import came_from

PROVING = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
COVERING = {"people:uncover", "people:cover", "people:lift_cover"}
ENROLLING = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"}
LEAVING = {"account_logout"}


class SignInGate:
    """Stands behind `ClinicMiddleware`, which knows the clinic and the member."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if request.method == "POST" and getattr(request, "has_left", False):
            # What is kept of pages goes; drafts sealed on this device stay for the next time.
            answer.headers["Clear-Site-Data"] = '"cache"'
        return answer

    def process_view(
        self, request: Any, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        page = request.resolver_match.view_name
        if page in LEAVING:
            request.has_left = True
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        if page in PROVING | LEAVING | COVERING:
            return None
        if is_covered(request):
            return _way_to_uncover(request)
        if is_too_quick(request):
            return too_many(request, retry_after_seconds=PAGE_EVERY.seconds)
        kept_words.sent_again(request)
        request.must_enrol = _lacks_factor(request)
        if request.must_enrol and page not in ENROLLING:
            return redirect("mfa_index")
        return None


class KeptWordsMiddleware:
    """Stands before the sign-in page: a form sent after the sign-in ran out is not lost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.method != "POST" or request.user.is_authenticated:
            return None
        user_id = request.session.ran_out_for
        if user_id is None or not getattr(view, "login_required", True):
            return None
        if kept_words.keep(request, user_id=user_id):
            return HttpResponseRedirect(_with_next(reverse("account_login"), _words_page()))
        return None


def _way_to_uncover(request: HttpRequest) -> HttpResponse:
    kept = kept_words.keep(request, user_id=request.user.pk)
    address = _with_next(reverse("people:uncover"), _words_page() if kept else came_from(request))
    if request.headers.get("HX-Request"):
        return HttpResponseClientRedirect(address)
    return HttpResponseRedirect(address)


def _words_page() -> str:
    return reverse("people:show_kept_words")


def _with_next(address: str, leads_to: str) -> str:
    return f"{address}?{urlencode({'next': leads_to})}"


def _lacks_factor(request: Any) -> bool:
    member = getattr(request, "member", None)
    if member is None:
        return lacks_factor_somewhere(request.user)
    return lacks_factor(member)
