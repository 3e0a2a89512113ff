"""Devices somebody signed in on, and the PIN that uncovers the screen there."""

import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from alliance.audit.services import note
from alliance.people.models import KnownDevice, Membership, User
from alliance.people.models.sign_in import hashed_token

MOST_FAILURES = 5


def new_token() -> str:
    return secrets.token_urlsafe(32)


def meet_device(user: User, *, token: str, name: str) -> bool:
    """Note that the person is here on this device; whether it is new to them."""
    device, is_new = KnownDevice.objects.get_or_create(
        user=user, token_hash=hashed_token(token), defaults={"name": name}
    )
    if not is_new:
        now = timezone.now()
        KnownDevice.objects.filter(pk=device.pk).update(name=name, last_seen_at=now)
    return is_new


@sensitive_variables("pin")
@transaction.atomic
def set_pin(device: KnownDevice, *, pin: str, by: Membership) -> None:
    own = KnownDevice.objects.filter(pk=device.pk)
    own.update(pin=make_password(pin), pin_failures=0)
    note("set a PIN", by, by=by)


@transaction.atomic
def remove_pin(device: KnownDevice, *, by: Membership) -> None:
    if KnownDevice.objects.filter(pk=device.pk).exclude(pin="").update(pin="", pin_failures=0):
        note("removed a PIN", by, by=by)


@sensitive_variables("pin")
def is_right_pin(device: KnownDevice, *, pin: str) -> bool:
    """Each try counts before it is looked at, so that many at once are no more than five."""
    tried = KnownDevice.objects.filter(pk=device.pk, pin_failures__lt=MOST_FAILURES)
    if not device.has_pin or not tried.update(pin_failures=F("pin_failures") + 1):
        return False
    if not check_password(pin, device.pin):
        return False
    KnownDevice.objects.filter(pk=device.pk).update(pin_failures=0)
    return True
