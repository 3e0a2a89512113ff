"""Django's sessions in our own table: see `Session`. What SESSION_ENGINE names."""

import base64
import binascii
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import QuerySet
from django.utils import timezone

from alliance.people.models.sessions import Session
from alliance.vault.errors import VaultError
from alliance.vault.keys import key_ring
from alliance.web.prepared import prepared

PURPOSE = "session"


def hashed(session_key: str) -> str:
    return sha256(session_key.encode()).hexdigest()


@prepared
def _with_key(key_hash: str) -> QuerySet[Session]:
    return Session.objects.filter(pk=key_hash)


class SessionStore(db.SessionStore):
    """A sign-in ends `SESSION_COOKIE_AGE` after it began, however often it is used."""

    # As loaded; None for one that isn't kept yet.
    row: Session | None = None
    # Words for the browser; the middleware knows them.
    device = ""
    # Whose sign-in it was, if it ran out within the last day.
    ran_out_for: Any = None

    @classmethod
    def get_model_class(cls) -> type[Session]:  # type: ignore[override]
        return Session

    @property
    def key_hash(self) -> str:
        return hashed(self.session_key) if self.session_key else ""

    @property
    def started_at(self) -> datetime:
        return self.row.started_at if self.row else timezone.now()

    def _get_session_from_db(self) -> Session | None:
        rows = _with_key(self.key_hash) if self.key_hash else []
        found = rows[0] if rows else None
        if found and found.expire_date <= timezone.now():
            self.ran_out_for = found.user_id
            found = None
        self.row = found
        if found is None:
            self._session_key = None
        return found

    def is_empty(self) -> bool:
        """One that ran out leaves its cookie there: the browser's next words are kept by it."""
        return self.ran_out_for is None and bool(super().is_empty())

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(pk=hashed(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(pk=hashed(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Session:  # type: ignore[override]
        """The row to keep. One of the same person keeps its beginning; another sign-in begins."""
        user_id, before = data.get(SESSION_KEY), self.row
        now = timezone.now()
        row = Session(user_id=user_id, device=self.device, started_at=now, seen_at=now)
        if before and str(before.user_id) == str(user_id):
            row.started_at, row.seen_at = before.started_at, before.seen_at
            row.device = self.device or before.device
            row.slowed_until = before.slowed_until
        self._get_or_create_session_key()  # type: ignore[attr-defined]
        if before and before.pk == self.key_hash:
            row.public_id = before.public_id
        row.session_key, row.session_data = self.key_hash, self.encode(data)
        row.expire_date = row.started_at + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        self.row = row
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        plain = self.serializer().dumps(session_dict)
        return base64.b64encode(key_ring().wrap(plain, bound_to=self._place)).decode()

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What was kept; nothing, and so a new sign-in, if it doesn't open here."""
        try:
            sealed = base64.b64decode(session_data, validate=True)
            plain = key_ring().unwrap(sealed, bound_to=self._place)
        except (VaultError, binascii.Error):
            return {}
        found: dict[str, Any] = self.serializer().loads(plain)
        return found

    @property
    def _place(self) -> tuple[str, str]:
        return (PURPOSE, self.key_hash)
