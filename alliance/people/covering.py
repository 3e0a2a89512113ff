"""The covered screen, as the server holds it: after a while without a sign of life, or after the
button and ten minutes, no page opens before somebody showed that it is still them.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from alliance.people.models import Session
from alliance.web.proof import proved_at

# A page outside any clinic goes by the usual.
USUAL_IDLE = timedelta(minutes=30)
# So long a cover that was drawn by hand can be lifted by whoever drew it.
LIFTABLE = timedelta(minutes=10)
# Noting every request would make every page write.
SEEN_EVERY = timedelta(minutes=1)
# Between the pages of somebody who was slowed down.
PAGE_EVERY = timedelta(seconds=5)
COVERS_AT, UNCOVERED_AT = "covers_at", "uncovered_at"


def is_covered(request: Any) -> bool:
    """Whether pages stay shut. Notes that the person is here where they don't."""
    session, now = request.session, timezone.now()
    shuts_at = _shuts_at(request)
    request.seen_before = session.row.seen_at
    if now < shuts_at:
        _note_seen(session, now=now)
        return False
    if max(_moment(session, UNCOVERED_AT), proved_at(request)) >= shuts_at:
        session.pop(COVERS_AT, None)
        # Whoever showed who they are goes on with a new key.
        session.cycle_key()
        _note_seen(session, now=now)
        return False
    session[COVERS_AT] = shuts_at.timestamp()
    return True


def is_too_quick(request: Any) -> bool:
    """Whether somebody who was slowed down asks for the next page already."""
    until = request.session.row.slowed_until
    now = timezone.now()
    if until is None or until <= now or request.method != "GET":
        return False
    return bool(now - request.seen_before < PAGE_EVERY)


def cover(request: Any, *, at_once: bool) -> None:
    """Somebody drew the cover (there is time to lift it), or was away for too long."""
    now = timezone.now()
    request.session[COVERS_AT] = (now if at_once else now + LIFTABLE).timestamp()


def lift(request: Any) -> bool:
    """Whether a cover drawn by hand could still be lifted without more."""
    if timezone.now() >= _shuts_at(request):
        return False
    request.session.pop(COVERS_AT, None)
    return True


def uncover(request: Any) -> None:
    """A PIN was given: it opens what was covered, and proves nothing beyond that."""
    request.session[UNCOVERED_AT] = timezone.now().timestamp()


def _shuts_at(request: Any) -> datetime:
    clinic = getattr(request, "clinic", None)
    idle = timedelta(minutes=clinic.idle_minutes) if clinic else USUAL_IDLE
    if COVERS_AT in request.session:
        return _moment(request.session, COVERS_AT)
    seen_at: datetime = request.session.row.seen_at
    return seen_at + idle


def _moment(session: Any, name: str) -> datetime:
    return datetime.fromtimestamp(session.get(name, 0), UTC)


def _note_seen(session: Any, *, now: datetime) -> None:
    is_slowed = session.row.slowed_until is not None and session.row.slowed_until > now
    if now - session.row.seen_at >= (PAGE_EVERY if is_slowed else SEEN_EVERY):
        Session.objects.filter(pk=session.key_hash).update(seen_at=now)
        session.row.seen_at = now
