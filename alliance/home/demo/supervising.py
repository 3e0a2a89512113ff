"""What the demo's supervisor has read, signed and said so far."""

import uuid
from datetime import date, timedelta

from alliance.home.demo.cast import Cast
from alliance.logbook.models import SessionLog
from alliance.logbook.models.logs import SessionLogQuerySet
from alliance.reviews.models import SignOff
from alliance.reviews.services.agenda import put_on_agenda
from alliance.reviews.services.comments import add_comment
from alliance.reviews.services.sign_offs import discuss, sign_off

SIGNED_AFTER = timedelta(days=3)
WAITING_DAYS = 16
SAID = "Thank you for the note. What would you have liked to say, had there been more time?"
ANSWERED = "That I was at a loss as well. I think they would have believed me."


def supervise_logs(cast: Cast, *, today: date) -> None:
    """Older logs are signed off, one is talked about, one is on the agenda."""
    supervisor, trainee = cast["supervisor"], cast["trainee"]
    logs = SessionLog.objects.under_review_by(supervisor, on=today)
    for log in logs.filter(held_on__lt=today - timedelta(days=WAITING_DAYS)):
        signed = sign_off(log, version=log.version, by=supervisor)
        at = log.created_at + SIGNED_AFTER
        SignOff.objects.filter(pk=signed.pk).update(signed_at=at)
        SessionLog.objects.filter(pk=log.pk).update(signed_off_at=at)
    waiting = logs.filter(signed_off_at__isnull=True).select_related("client__key", "author__user")
    _talk(waiting, cast=cast)
    put_on_agenda(
        supervisor,
        trainee,
        text="Dates for the summer, and who stands in",
        submission=uuid.uuid4(),
        by=trainee,
    )


def _talk(waiting: SessionLogQuerySet, *, cast: Cast) -> None:
    """Below the oldest that waits; and the next one goes on the agenda."""
    supervisor, trainee = cast["supervisor"], cast["trainee"]
    first, second = waiting.order_by("held_on")[:2]
    for text, by in ((SAID, supervisor), (ANSWERED, trainee)):
        add_comment(first, text=text, submission=uuid.uuid4(), by=by)
    discuss(second, by=supervisor)
