"""The cookie by which a device is known again; it signs nobody in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from alliance.people.services.devices import new_token

LASTS_SECONDS = 400 * 24 * 60 * 60


def token_of(request: HttpRequest) -> str:
    """The token of this device, or a new one for it."""
    return request.COOKIES.get(settings.DEVICE_COOKIE_NAME) or new_token()


def remember_device(answer: HttpResponse, *, token: str) -> None:
    answer.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        token,
        max_age=LASTS_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
