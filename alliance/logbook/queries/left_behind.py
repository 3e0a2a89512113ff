"""What lay in the trash, or as a draft, for longer than it is kept; holds aside."""

from datetime import datetime, timedelta

from django.db import models

from alliance.logbook.models import Client, Draft, LegalHold, SessionLog
from alliance.people.models import Clinic

KEPT_IN_TRASH = timedelta(days=30)


def expired_logs(*, now: datetime) -> models.QuerySet[SessionLog]:
    return SessionLog.objects.trashed_before(now - KEPT_IN_TRASH).filter(signed_off_at=None)


def expired_clients(*, now: datetime) -> models.QuerySet[Client]:
    """A client with a log that was signed off stays."""
    signed_off = SessionLog.objects.filter(
        client=models.OuterRef("pk"), signed_off_at__isnull=False
    )
    expired = Client.objects.trashed_before(now - KEPT_IN_TRASH)
    return expired.exclude(models.Exists(signed_off))


def old_drafts(*, now: datetime) -> models.QuerySet[Draft]:
    """Untouched for as long as their clinic keeps drafts."""
    is_old = models.Q(pk__in=[])
    for days in Clinic.objects.order_by().values_list("draft_days", flat=True).distinct():
        is_old |= models.Q(clinic__draft_days=days, saved_at__lt=now - timedelta(days=days))
    return Draft.objects.filter(is_old)


def held[Row: models.Model](rows: models.QuerySet[Row], *, client: str) -> models.QuerySet[Row]:
    """Those of clients under legal hold; `client` is the way from a row to its client."""
    return rows.filter(models.Exists(LegalHold.objects.on_client_of(models.OuterRef(client))))


def not_held[Row: models.Model](rows: models.QuerySet[Row], *, client: str) -> models.QuerySet[Row]:
    return rows.exclude(models.Exists(LegalHold.objects.on_client_of(models.OuterRef(client))))
