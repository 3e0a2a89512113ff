"""What stands between a sign-in and the pages: the second factor that some must have."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from alliance.people.access import needs_second_factor
from alliance.people.queries.sign_in import lacks_factor_somewhere
from alliance.web.addresses import View

PROVING = {"account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"}
ENROLLING = {"mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes"}
LEAVING = {"account_logout"}


class SignInGate:
    """Stands behind `ClinicMiddleware`, which knows the clinic and the member."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return None
        page = request.resolver_match.view_name
        if page in PROVING | LEAVING:
            return None
        request.must_enrol = _lacks_factor(request)
        if request.must_enrol and page not in ENROLLING:
            return redirect("mfa_index")
        return None


def _lacks_factor(request: Any) -> bool:
    member = getattr(request, "member", None)
    if member is None:
        return lacks_factor_somewhere(request.user)
    return needs_second_factor(member) and not member.has_factor
