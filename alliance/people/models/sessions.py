"""Sign-ins: who is signed in, on which device, since when."""

import uuid
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone

from alliance.people.models.users import User


class SessionQuerySet(models.QuerySet["Session"]):
    def of_user(self, user: Any) -> Self:
        return self.filter(user=user)

    def lasting(self, *, at: datetime) -> Self:
        return self.filter(expire_date__gt=at)

    def besides(self, key_hash: str) -> Self:
        return self.exclude(pk=key_hash)


class Session(models.Model):
    """One browser that was here; `user` is who is signed in there, if anybody.

    Whoever reads this table can neither take a sign-in over nor see what is in it: the key, which
    the browser's cookie holds, is kept as its SHA-256, and the data sealed.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    # Stands in addresses, where a key must not.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    # Somebody who reads unusually much reads slowly until then.
    slowed_until = models.DateTimeField(null=True, blank=True)

    objects = SessionQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)
