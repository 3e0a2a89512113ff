"""Where allauth asks us."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from alliance.people.access import can_sign_up
from alliance.people.device_cookie import remember_device, token_of
from alliance.people.models.sign_in import hashed_token
from alliance.people.queries.own_sign_ins import knows_device
from alliance.people.queries.places import practice_exists
from alliance.people.services.addresses import keep_address
from alliance.people.services.devices import meet_device
from alliance.people.services.sign_ins import after_change_of_sign_in
from alliance.web.devices import device_words
from alliance.web.proof import is_proof_fresh

MISMATCH = _("Email and password don’t fit together. Try again, or ask for a new password.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": MISMATCH,
        "too_many_login_attempts": _("Too many tries just now. Wait a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return can_sign_up(rule=settings.SIGNUP, practice_exists=practice_exists())

    def clean_password(self, password: str, user: Any = None) -> str:
        if user is not None:
            # On signing up the clinic is only a name on the form.
            said = self.request.POST
            user.context_words = [said.get("practice", ""), said.get("name", "")]
        return str(super().clean_password(password, user))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """A device that the account knows has tries of its own: strangers can't use them up."""
        key = str(super()._get_login_attempts_cache_key(request, **credentials))
        token = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
        is_known = knows_device(credentials.get("email", ""), token=token)
        return f"{key}:{hashed_token(token)}" if is_known else key

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not is_proof_fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The quickest first: a passkey, then a code, then the password."""
        ways = super().get_reauthentication_methods(user)
        words = {
            "reauthenticate": _("Use your password"),
            "mfa_reauthenticate": _("Use a code from the app"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        return [{**way, "description": words[way["id"]]} for way in reversed(ways)]

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data["name"]
        return super().save_user(request, user, form, commit)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Everything that changes how somebody signs in comes by here, after it happened."""
        after_change_of_sign_in(user, but=self.request.session.key_hash)
        super().send_notification_mail(template_prefix, user, context, email)

    def post_login(self, request: HttpRequest, user: Any, **how: Any) -> HttpResponse:
        """Know the device again next time; tell the owner of one that is new."""
        answer: HttpResponse = super().post_login(request, user, **how)
        token = token_of(request)
        is_new = meet_device(user, token=token, name=device_words(request))
        remember_device(answer, token=token)
        if is_new and not how["signup"]:
            super().send_notification_mail("account/email/new_device", user)
        return answer

    def send_confirmation_mail(self, request: HttpRequest, asked: Any, signup: bool) -> None:
        """The new address gets the link; the one they sign in with hears that there is one."""
        super().send_confirmation_mail(request, asked, signup)
        user, added = asked.email_address.user, asked.email_address.email
        if added.lower() != user.email.lower():
            keep_address(user)
            told = {"added": added}
            self.send_notification_mail("account/email/address_added", user, told, user.email)

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_our_name(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return _at_our_name(super().get_email_confirmation_url(request, emailconfirmation))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Once what it tells of is committed; a mail server that is away undoes nothing."""
        message = self.render_mail(
            template_prefix,
            email,
            {"request": self.request, "email": email, "site_url": settings.SITE_URL} | context,
        )
        transaction.on_commit(lambda: message.send(), robust=True)


def _at_our_name(address: str) -> str:
    """A link in a mail leads to the name in the settings, whatever name a request came with."""
    return settings.SITE_URL.rstrip("/") + urlsplit(address).path
