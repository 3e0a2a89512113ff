"""What signing in rests on beside a password: the key to second factors, and known devices."""

from hashlib import sha256
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.utils import timezone

from alliance.people.models.users import User
from alliance.vault.fields import WrappedKeyField
from alliance.web.ids import uuid7

FACTORS = "second factors"
NO_CLINIC = UUID(int=0)


class FactorKey(models.Model):
    """The wrapped data key of the whole installation for secrets of second factors: one row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    is_the_one = models.BooleanField(default=True, unique=True, editable=False)
    wrapped = WrappedKeyField(purpose=FACTORS)
    # People sign in to no clinic in particular; see vault.rotating.
    clinic_id = NO_CLINIC

    def __str__(self) -> str:
        return str(self.pk)


def hashed_token(token: str) -> str:
    return sha256(token.encode()).hexdigest()


class KnownDeviceQuerySet(models.QuerySet["KnownDevice"]):
    def of_user(self, user: Any) -> Self:
        return self.filter(user=user)

    def of_address(self, email: str, *, token: str) -> Self:
        return self.with_token(token).filter(user__email__iexact=email)

    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=hashed_token(token))


class KnownDevice(models.Model):
    """A browser on which somebody signed in; a cookie there holds the token.

    `pin` is hashed like a password. It uncovers the screen of a sign-in that lasts, on this device
    only, and opens nothing by itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="devices")
    token_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=60)
    pin = models.CharField(max_length=128, blank=True)
    pin_failures = models.PositiveSmallIntegerField(default=0)
    first_seen_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)

    objects = KnownDeviceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("user", "token_hash", name="device_once_per_user")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def has_pin(self) -> bool:
        return bool(self.pin)
