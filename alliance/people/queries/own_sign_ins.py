"""Where somebody is signed in, and the device they are on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from alliance.people.models import KnownDevice, Session

MOST_LISTED = 50


@dataclass(frozen=True)
class SignIn:
    sign_in_id: UUID
    device: str
    started_at: datetime
    seen_at: datetime
    is_this: bool


def sign_ins_of(user: Any, *, this: str) -> list[SignIn]:
    """The latest first; `this` is the hash of the key of the one that asks."""
    rows = Session.objects.of_user(user).lasting(at=timezone.now()).order_by("-seen_at")
    return [
        SignIn(row.public_id, row.device, row.started_at, row.seen_at, row.pk == this)
        for row in rows.defer("session_data")[:MOST_LISTED]
    ]


def device_of(user: Any, *, token: str) -> KnownDevice | None:
    """The device this person signed in on, by the token in its cookie."""
    return KnownDevice.objects.of_user(user).with_token(token).first() if token else None


def knows_device(email: str, *, token: str) -> bool:
    """Whether somebody signed in to the account of this address on this device."""
    return bool(token and email) and KnownDevice.objects.of_address(email, token=token).exists()


def here(request: HttpRequest, *, cookie: str) -> KnownDevice | None:
    return device_of(request.user.pk, token=request.COOKIES.get(cookie, ""))
