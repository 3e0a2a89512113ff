"""Where allauth asks us."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from alliance.people.access import can_sign_up
from alliance.people.queries.places import practice_exists
from alliance.web.proof import is_proof_fresh

MISMATCH = _("E-mail and password don't fit together. Try again, or ask for a new password.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "too_many_login_attempts": _("Too many tries just now. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return can_sign_up(rule=settings.SIGNUP, practice_exists=practice_exists())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not is_proof_fresh(self.request)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)
